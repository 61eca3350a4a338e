"""Files that were broken, by accident or on purpose: undecided or a clean value, soon, in little memory."""

from __future__ import annotations

import json
import os
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelspec_lint.knowledge_base import LocalCheckpoint, Undecided, read_checkpoint

CONFIGS = Path(__file__).parent / "configs"
Write = Callable[..., Any]


def undecided(path: Path) -> str:
    with pytest.raises(Undecided) as raised:
        read_checkpoint(path)
    assert raised.value.reason.isprintable()
    assert len(raised.value.reason) < 400
    return raised.value.reason


def header(text: bytes | str, data: int = 0, length: int | None = None) -> bytes:
    text = text.encode() if isinstance(text, str) else text
    return (len(text) if length is None else length).to_bytes(8, "little") + text + bytes(data)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not a safetensors file"),
        (b"\x01", "is not a safetensors file"),
        (header("", length=2**63), "announces a header of 9,223,372,036,854,775,808 bytes"),
        (header("", length=5000), "ends within its header"),
        (header("[]"), "not one of safetensors"),
        (header('{"a":1}'), "not one of safetensors"),
        (header('{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}'), "not one of safetensors"),
        (header('{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}'), "0 of 4 bytes"),
        (header('{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}', 5), "holds 5 bytes of data"),
        (
            header('{"a":{"dtype":"BF16","shape":[3],"data_offsets":[0,4]}}', 4),
            "does not follow from its shape",
        ),
        (header('{"a":{"dtype":"XX","shape":[2],"data_offsets":[0,4]}}', 4), "an element of type XX"),
        (header('{"a":{"dtype":"BF16","shape":[-2],"data_offsets":[0,4]}}', 4), "not one of safetensors"),
        (header('{"a":{"dtype":"BF16","shape":[NaN],"data_offsets":[0,4]}}', 4), "not one of safetensors"),
        (header('{"a":{"dtype":"BF16","shape":[true],"data_offsets":[0,2]}}', 2), "not one of safetensors"),
        (header('{"a":{"dtype":"F4","shape":[3],"data_offsets":[0,1]}}', 1), "not one of safetensors"),
        (header('{"a":' + "[" * 100_000), "not one of safetensors"),
        (header('{"a":' * 100_000), "not one of safetensors"),
        (header(b'{"\xff":1}'), "not one of safetensors"),
        (header('{"a":{"dtype":"U8","shape":[' + "9" * 5000 + '],"data_offsets":[0,1]}}'), "not one of"),
        (header('{"a":{"dtype":"U8","shape":[99999999999,99999999999],"data_offsets":[0,1]}}'), "not one of"),
    ],
)
def test_broken_headers_are_undecided(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "model.safetensors").write_bytes(content)

    assert reason in undecided(tmp_path)


@pytest.mark.parametrize(
    "spaced",
    [
        '  { "a" : {"shape": [2], "data_offsets": [0, 4], "dtype": "BF16"} }   ',
        '{"__metadata__":{"format":"pt","x":"}{,\\""},"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}',
        '{"\\u0061":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]}}',
        '{"a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"U8","shape":[0],"data_offsets":[4,4]}}',
    ],
)
def test_headers_may_be_spelled_in_any_way_that_json_allows(tmp_path: Path, spaced: str) -> None:
    (tmp_path / "model.safetensors").write_bytes(header(spaced, 4))

    assert read_checkpoint(tmp_path).weights_bytes == 4


def test_headers_longer_than_a_piece_are_read_whole(tmp_path: Path, write_safetensors: Write) -> None:
    names = (
        f"model.layers.{number % 50}.experts.{number}.weight" + "x" * (number % 40)
        for number in range(12_000)
    )
    size = write_safetensors(tmp_path / "model.safetensors", dict.fromkeys(names, ("BF16", (3, 2))))

    checkpoint = read_checkpoint(tmp_path)

    assert (checkpoint.weights_bytes, checkpoint.model.parameters) == (size, 72_000)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is not valid JSON"),
        (b"[]", "does not hold a JSON object"),
        (b"\xff\xfe", "is not valid JSON"),
        (b'{"a": 1, "a": 2}', "states a key twice"),
        (b'{"a":' * 50_000, "is not valid JSON"),
        (b'{"a":' + b"[" * 140_000 + b"]" * 140_000 + b"}", "is not valid JSON"),
        (b'{"a":[' + b"[]," * 200_000 + b"0]}", "more than 150,000 values"),
        (b'{"a":"' + b"x" * 9_000_000 + b'"}', "is larger than 8 MiB"),
        (b'{"model_type": 5}', "model_type is not a text"),
        (b"{}", "states no model_type"),
        (b'{"model_type": "llama\\u001b[31m\\n"}', "no formula is known for the architecture llama?[31m?"),
        (b'{"architectures": "LlamaForCausalLM", "model_type": "llama"}', "architectures is not a list"),
    ],
)
def test_broken_configurations_are_undecided(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "config.json").write_bytes(content)

    assert reason in undecided(tmp_path)


@pytest.mark.parametrize(
    "value", [-1, 0, 1.5, "64", True, [], {}, 10**30, float("nan"), float("inf"), [1, 2]]
)
@pytest.mark.parametrize("key", ["hidden_size", "num_hidden_layers", "num_attention_heads", "vocab_size"])
def test_impossible_dimensions_are_undecided(tmp_path: Path, key: str, value: Any) -> None:
    config = json.loads((CONFIGS / "Qwen--Qwen3-8B.json").read_text())
    (tmp_path / "config.json").write_text(json.dumps({**config, key: value}))

    assert key in undecided(tmp_path)


def test_a_folder_named_as_a_file_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "config.json").mkdir()
    (tmp_path / "model.safetensors").mkdir()

    assert "holds neither config.json nor weights" in undecided(tmp_path)


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside, folder = tmp_path / "outside", tmp_path / "folder"
    outside.mkdir()
    folder.mkdir()
    (outside / "config.json").write_text((CONFIGS / "Qwen--Qwen3-8B.json").read_text())
    (folder / "config.json").symlink_to(outside / "config.json")

    assert "holds neither config.json nor weights" in undecided(folder)


def test_an_index_cannot_name_files_elsewhere(tmp_path: Path, write_safetensors: Write) -> None:
    folder = tmp_path / "folder"
    write_safetensors(tmp_path / "x.safetensors", {"a": ("BF16", (2,))})
    write_safetensors(folder / "y.safetensors", {"b": ("BF16", (2,))})
    index = {"weight_map": {"a": "../x.safetensors", "b": "y.safetensors"}}
    (folder / "model.safetensors.index.json").write_text(json.dumps(index))

    assert "../x.safetensors is missing" in undecided(folder)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "config.json")
    os.mkfifo(tmp_path / "model.safetensors")

    assert "holds neither config.json nor weights" in undecided(tmp_path)


def _bounded(path: Path) -> LocalCheckpoint | str:
    """Read within bounds of time and memory."""
    tracemalloc.start()
    start = time.process_time()
    try:
        return read_checkpoint(path)
    except Undecided as error:
        return error.reason
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert time.process_time() - start < 10  # tracing makes it ten times slower
        assert peak < 50 * 2**20


def test_many_tensors_take_little_memory(tmp_path: Path) -> None:
    entries = (f'"t{number}":{{"dtype":"F16","shape":[0],"data_offsets":[0,0]}}' for number in range(150_000))
    (tmp_path / "model.safetensors").write_bytes(header("{" + ",".join(entries) + "}"))

    found = _bounded(tmp_path)

    assert isinstance(found, LocalCheckpoint)
    assert found.weights_bytes == 0


def test_tensors_that_all_differ_end_early(tmp_path: Path) -> None:
    letters = "abcdefghij"
    names = ("".join(letters[int(digit)] for digit in str(number)) for number in range(150_000))
    entries = (f'"{name}":{{"dtype":"U8","shape":[0],"data_offsets":[0,0]}}' for name in names)
    (tmp_path / "model.safetensors").write_bytes(header("{" + ",".join(entries) + "}"))

    assert "more tensors than any model has" in str(_bounded(tmp_path))


def test_a_header_of_a_hundred_megabytes_of_nothing_ends_early(tmp_path: Path) -> None:
    with (tmp_path / "model.safetensors").open("wb") as file:
        file.write((99_000_000).to_bytes(8, "little"))
        file.truncate(100_000_000)
    assert "not one of safetensors" in str(_bounded(tmp_path))

    with (tmp_path / "model.safetensors").open("wb") as file:
        file.write((99_000_000).to_bytes(8, "little") + b'{"' + b"x" * 99_000_000)
    assert "not one of safetensors" in str(_bounded(tmp_path))


def test_a_configuration_that_is_all_brackets_takes_little_memory(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_bytes(b'{"a":[' + b"{}," * 70_000 + b"0]}")

    assert "states no model_type" in str(_bounded(tmp_path))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=10), inner, max_size=4),
    max_leaves=8,
)
NAMES = sorted(path.name for path in CONFIGS.glob("*.json"))


def _is_clean(path: Path) -> None:
    """Read, and hold what comes to the shapes that it promises."""
    reason = ""
    try:
        checkpoint = read_checkpoint(path)
    except Undecided as error:
        reason = error.reason
    if reason:
        assert reason.isprintable()
        return
    model = checkpoint.model
    assert model.parameters >= 0
    for each in model.cache or ():
        assert each.layers > 0
        assert each.elements > 0
    assert checkpoint.precision == model.precision != ""


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_configurations_with_values_replaced_never_crash(data: st.DataObject) -> None:
    config = json.loads((CONFIGS / data.draw(st.sampled_from(NAMES))).read_text())
    target = config
    if isinstance(config.get("text_config"), dict) and data.draw(st.booleans()):
        target = config["text_config"]
    for key in data.draw(st.lists(st.sampled_from(sorted(target)), min_size=1, max_size=3)):
        if data.draw(st.booleans()):
            target[key] = data.draw(JSON)
        else:
            target.pop(key, None)
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "config.json").write_text(json.dumps(config))
        _is_clean(Path(folder))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=300), st.integers(0, 2**64 - 1) | st.none())
def test_random_headers_never_crash(text: bytes, length: int | None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "model.safetensors").write_bytes(header(text, 8, length))
        _is_clean(Path(folder))


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.text(max_size=30), JSON, max_size=5), st.integers(0, 64))
def test_random_json_headers_never_crash(entries: dict[str, Any], size: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "model.safetensors").write_bytes(header(json.dumps(entries), size))
        _is_clean(Path(folder))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400))
def test_random_gguf_files_never_crash(rest: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "a.gguf").write_bytes(b"GGUF\x03\x00\x00\x00" + rest)
        _is_clean(Path(folder))


METADATA = {
    "general.architecture": "llama",
    "general.file_type": 1,
    "llama.block_count": 1,
    "llama.embedding_length": 8,
    "llama.attention.head_count": 2,
    "llama.feed_forward_length": 16,
    "tokenizer.ggml.tokens": ["a", "b"],
    "tokenizer.ggml.scores": [1.0],
}


def test_gguf_files_with_bytes_changed_never_crash(tmp_path: Path, write_gguf: Write) -> None:
    path = tmp_path / "a.gguf"
    write_gguf(path, METADATA, [("token_embd.weight", (8, 4), 1, 64)])
    whole = path.read_bytes()

    @settings(max_examples=300, deadline=None)
    @given(
        st.lists(st.tuples(st.integers(4, len(whole) - 1), st.integers(0, 255)), max_size=4),
        st.integers(8, len(whole)),
    )
    def changed(bytes_changed: list[tuple[int, int]], length: int) -> None:
        content = bytearray(whole)
        for place, value in bytes_changed:
            content[place] = value
        path.write_bytes(content[:length])
        _is_clean(tmp_path)

    changed()
