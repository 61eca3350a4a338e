"""GGUF files, written on the fly."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from modelspec_lint.knowledge_base import CacheLayers, Undecided, read_checkpoint

Write = Callable[..., Any]
F32, Q4_K, Q6_K = 0, 12, 14
LLAMA: dict[str, Any] = {
    "general.architecture": "llama",
    "general.name": "Small",
    "general.file_type": 15,
    "llama.block_count": 2,
    "llama.embedding_length": 256,
    "llama.feed_forward_length": 512,
    "llama.attention.head_count": 8,
    "llama.attention.head_count_kv": 2,
    "llama.context_length": 4096,
    "llama.rope.dimension_count": 32,
    "tokenizer.ggml.tokens": ["a", "b", "c"] * 10,
    "tokenizer.ggml.scores": [0.5] * 30,
}


def tensors(blocks: int = 2) -> list[tuple[str, tuple[int, ...], int, int]]:
    found = [
        ("token_embd.weight", (256, 1024), Q6_K, 1024 * 210),
        ("output_norm.weight", (256,), F32, 1024),
        ("output.weight", (256, 1024), Q6_K, 1024 * 210),
    ]
    for block in range(blocks):
        found += [
            (f"blk.{block}.attn_k.weight", (256, 64), Q4_K, 64 * 144),
            (f"blk.{block}.attn_q.weight", (256, 256), Q4_K, 256 * 144),
            (f"blk.{block}.attn_norm.weight", (256,), F32, 1024),
        ]
    return found


def test_a_file_is_read_exactly(tmp_path: Path, write_gguf: Write) -> None:
    size = write_gguf(tmp_path / "small.Q4_K_M.gguf", LLAMA, tensors())

    checkpoint = read_checkpoint(tmp_path / "small.Q4_K_M.gguf")

    model, found = checkpoint.model, checkpoint.bytes_by_class
    assert (checkpoint.precision, checkpoint.weights_bytes) == ("q4_k_m", size)
    assert model.parameters == 2 * 256 * 1024 + 256 + 2 * (256 * 64 + 256 * 256 + 256)
    assert model.cache == (CacheLayers("full", 2, 128, 2),)
    assert (model.layers, model.hidden, model.vocabulary, model.context) == (2, 256, 1024, 4096)
    assert (model.tied_embeddings, model.id, model.architecture) == (False, "Small", "llama")
    assert found is not None
    assert (found.embedding, found.head, found.key_value) == (1024 * 210, 1024 * 210, 2 * 64 * 144)
    assert found.fixed == 3 * 1024
    assert checkpoint.source == "small.Q4_K_M.gguf"


def test_a_folder_with_one_file_is_that_file(tmp_path: Path, write_gguf: Write) -> None:
    write_gguf(tmp_path / "a.gguf", LLAMA, tensors())
    assert read_checkpoint(tmp_path).precision == "q4_k_m"

    write_gguf(tmp_path / "b.gguf", LLAMA, tensors())
    with pytest.raises(Undecided, match="holds 2 GGUF files: which one is meant must be stated"):
        read_checkpoint(tmp_path)


def test_a_split_file_is_read_whole(tmp_path: Path, write_gguf: Write) -> None:
    all_tensors = tensors()
    first = write_gguf(tmp_path / "m-00001-of-00002.gguf", LLAMA, all_tensors[:4])
    part = {"general.architecture": "llama", "split.no": 1}
    second = write_gguf(tmp_path / "m-00002-of-00002.gguf", part, all_tensors[4:])

    assert read_checkpoint(tmp_path).weights_bytes == first + second
    assert read_checkpoint(tmp_path / "m-00001-of-00002.gguf").weights_bytes == first + second

    (tmp_path / "m-00002-of-00002.gguf").unlink()
    with pytest.raises(Undecided, match="1 of the 2 files"):
        read_checkpoint(tmp_path)


def test_without_a_file_type_the_type_of_most_bytes_counts(tmp_path: Path, write_gguf: Write) -> None:
    metadata = {name: value for name, value in LLAMA.items() if name != "general.file_type"}
    write_gguf(tmp_path / "a.gguf", metadata, tensors(), version=2)

    assert read_checkpoint(tmp_path).precision == "q6_k"


def test_windows_follow_the_pattern_of_the_architecture(tmp_path: Path, write_gguf: Write) -> None:
    metadata = {
        "general.architecture": "gemma3",
        "general.file_type": 1,
        "gemma3.block_count": 12,
        "gemma3.embedding_length": 64,
        "gemma3.feed_forward_length": 128,
        "gemma3.attention.head_count": 4,
        "gemma3.attention.head_count_kv": 1,
        "gemma3.attention.key_length": 32,
        "gemma3.attention.sliding_window": 512,
        "gemma3.context_length": 32768,
    }
    write_gguf(tmp_path / "a.gguf", metadata, [("token_embd.weight", (64, 100), 1, 12_800)])

    model = read_checkpoint(tmp_path).model

    assert model.cache == (CacheLayers("full", 2, 64, 1), CacheLayers("sliding", 10, 64, 1, 512))
    assert (model.tied_embeddings, model.vocabulary) == (True, 100)


def test_latent_attention_is_told_from_its_ranks(tmp_path: Path, write_gguf: Write) -> None:
    metadata = {
        "general.architecture": "deepseek2",
        "general.file_type": 7,
        "deepseek2.block_count": 3,
        "deepseek2.embedding_length": 64,
        "deepseek2.feed_forward_length": 128,
        "deepseek2.attention.head_count": 4,
        "deepseek2.attention.head_count_kv": 1,
        "deepseek2.attention.key_length": 576,
        "deepseek2.attention.value_length": 512,
        "deepseek2.attention.key_length_mla": 192,
        "deepseek2.attention.value_length_mla": 128,
        "deepseek2.attention.kv_lora_rank": 512,
        "deepseek2.rope.dimension_count": 64,
        "deepseek2.context_length": 4096,
        "deepseek2.expert_count": 8,
        "deepseek2.expert_used_count": 2,
        "deepseek2.expert_feed_forward_length": 32,
        "deepseek2.expert_shared_count": 1,
        "deepseek2.leading_dense_block_count": 1,
    }
    blocks = [
        ("token_embd.weight", (64, 100), 1, 12_800),
        ("blk.1.ffn_up_exps.weight", (64, 32, 8), 1, 32_768),
        ("blk.1.attn_kv_a_mqa.weight", (64, 576), 1, 73_728),
    ]
    write_gguf(tmp_path / "a.gguf", metadata, blocks)

    checkpoint = read_checkpoint(tmp_path)

    recipe, experts, found = (
        checkpoint.model.recipe,
        checkpoint.model.experts,
        checkpoint.bytes_by_class,
    )
    assert checkpoint.model.cache == (CacheLayers("latent", 3, 576),)
    assert (recipe["qk_nope_head_dim"], recipe["v_head_dim"]) == (128, 128)
    assert experts is not None
    assert (experts.count, experts.per_token, experts.width, experts.layers) == (8, 2, 32, 2)
    assert found is not None
    assert (found.experts, found.latent_down) == (32_768, 73_728)


def test_layers_without_kv_heads_keep_a_state(tmp_path: Path, write_gguf: Write) -> None:
    metadata = {
        "general.architecture": "lfm2",
        "general.file_type": 1,
        "lfm2.block_count": 4,
        "lfm2.embedding_length": 64,
        "lfm2.feed_forward_length": 128,
        "lfm2.attention.head_count": 4,
        "lfm2.attention.head_count_kv": [0, 0, 2, 0],
        "lfm2.shortconv.l_cache": 3,
        "lfm2.context_length": 4096,
    }
    write_gguf(tmp_path / "a.gguf", metadata, [("token_embd.weight", (64, 100), 1, 12_800)])

    assert read_checkpoint(tmp_path).model.cache == (
        CacheLayers("full", 1, 64, 2),
        CacheLayers("state", 3, 192),
    )


def test_an_architecture_without_a_formula_is_still_weighed(tmp_path: Path, write_gguf: Write) -> None:
    size = write_gguf(tmp_path / "a.gguf", {**LLAMA, "general.architecture": "rwkv7"}, tensors())

    checkpoint = read_checkpoint(tmp_path)

    assert (checkpoint.weights_bytes, checkpoint.model.cache) == (size, None)
    assert checkpoint.model.notes == ("a.gguf: no formula is known for the architecture rwkv7",)


def test_a_vision_encoder_alone_is_no_model(tmp_path: Path, write_gguf: Write) -> None:
    write_gguf(tmp_path / "mmproj.gguf", {"general.architecture": "clip"}, [("v.a", (2,), 0, 8)])

    with pytest.raises(Undecided, match="a vision encoder alone"):
        read_checkpoint(tmp_path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is broken or truncated"),
        (b"GGML" + bytes(100), "is not a GGUF file"),
        (b"GGUF" + struct.pack("<I", 1) + bytes(100), "has version 1"),
        (b"GGUF" + struct.pack(">I", 3) + bytes(100), "big-endian"),
        (b"GGUF" + struct.pack("<IQQ", 3, 10**9, 1), "announces 1 entries and 1,000,000,000 tensors"),
        (b"GGUF" + struct.pack("<IQQ", 3, 1, 2**63), "more than any model has"),
        (b"GGUF" + struct.pack("<IQQQ", 3, 0, 1, 2**62), "broken or truncated"),
        (b"GGUF" + struct.pack("<IQQ", 3, 0, 5), "broken or truncated"),
    ],
)
def test_a_file_that_is_none_is_undecided(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.gguf").write_bytes(content)

    with pytest.raises(Undecided, match=reason):
        read_checkpoint(tmp_path)


def test_a_truncated_file_says_where_it_ends(tmp_path: Path, write_gguf: Write) -> None:
    path = tmp_path / "a.gguf"
    write_gguf(path, LLAMA, tensors())
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 1000)

    with pytest.raises(Undecided, match=r"a\.gguf is truncated: its tensors end at byte"):
        read_checkpoint(path)
