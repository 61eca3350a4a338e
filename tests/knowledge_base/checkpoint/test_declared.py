"""A declaration whose weights lie on this disk: what their files say goes before every table."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from modelspec_lint.knowledge_base import Declaration, KnowledgeBase, Undecided, bind, estimate_memory

KNOWLEDGE = KnowledgeBase.load()
CONFIGS = Path(__file__).parent / "configs"
GIB = 2**30
Write = Callable[..., Any]


def declaration(folder: Path, **changes: Any) -> Declaration:
    usual: dict[str, Any] = {
        "model": "acme/our-model",
        "model_uri": "./weights",
        "accelerator": "a100-sxm4-80gb",
        "engine": "vllm",
        "folder": folder,
    }
    return Declaration(**{**usual, **changes})


def write_llama(folder: Path, write_safetensors: Write, *, dtype: str = "BF16") -> int:
    """Lay down Llama 3.1 8B's own configuration, and its embedding as the only tensor."""
    folder.mkdir()
    shutil.copy(CONFIGS / "meta-llama--Meta-Llama-3.1-8B.json", folder / "config.json")
    size: int = write_safetensors(
        folder / "model.safetensors", {"model.embed_tokens.weight": (dtype, (128256, 4096))}
    )
    return size


def test_a_model_that_no_table_holds_is_read_from_its_folder(
    tmp_path: Path, write_safetensors: Write
) -> None:
    size = write_llama(tmp_path / "weights", write_safetensors)
    request = bind(declaration(tmp_path), KNOWLEDGE).memory_request
    memory = estimate_memory(request)
    assert request.model.kv_heads == 8
    assert [each.id for each in request.precisions] == ["bf16"]
    table = 131072 * 128 * 2
    assert memory.weights.expected == pytest.approx((size + table) / GIB)
    assert memory.weights.terms[0].source == "config.json, model.safetensors"


def test_without_headers_the_parameters_are_counted(tmp_path: Path, write_safetensors: Write) -> None:
    write_llama(tmp_path / "weights", write_safetensors)
    (tmp_path / "weights" / "model.safetensors").unlink()
    memory = estimate_memory(bind(declaration(tmp_path), KNOWLEDGE).memory_request)
    assert memory.weights.expected == pytest.approx(14.9888, abs=0.001)


@pytest.mark.parametrize("address", ["weights", "./weights", "file://{folder}/weights", "{folder}/weights"])
def test_addresses_that_lead_to_the_folder(tmp_path: Path, write_safetensors: Write, address: str) -> None:
    write_llama(tmp_path / "weights", write_safetensors)
    uri = address.format(folder=tmp_path)
    binding = bind(declaration(tmp_path, model_uri=uri), KNOWLEDGE)
    assert binding.checkpoint is not None
    assert binding.memory_request.model.layers == 32


@pytest.mark.parametrize("address", ["hf://weights", "s3://weights", "weights/none", "\0", "a" * 5000])
def test_addresses_that_lead_nowhere_leave_the_name(
    tmp_path: Path, write_safetensors: Write, address: str
) -> None:
    write_llama(tmp_path / "weights", write_safetensors)
    assert bind(declaration(tmp_path, model_uri=address), KNOWLEDGE).checkpoint is None


def test_a_model_id_is_a_path_only_where_it_says_so(tmp_path: Path, write_safetensors: Write) -> None:
    write_llama(tmp_path / "weights", write_safetensors)
    named = declaration(tmp_path, model="weights", model_uri=None)
    assert bind(named, KNOWLEDGE).checkpoint is None
    said = declaration(tmp_path, model="./weights", model_uri=None)
    assert bind(said, KNOWLEDGE).checkpoint is not None


def test_without_a_folder_no_disk_is_looked_at(tmp_path: Path, write_safetensors: Write) -> None:
    write_llama(tmp_path / "weights", write_safetensors)
    uri = str(tmp_path / "weights")
    bound = bind(replace(declaration(tmp_path, model_uri=uri), folder=None), KNOWLEDGE)
    assert bound.checkpoint is None


def test_a_checkpoint_that_is_broken_leaves_the_question_undecided(tmp_path: Path) -> None:
    (tmp_path / "weights").mkdir()
    (tmp_path / "weights" / "config.json").write_text("{", encoding="utf-8")
    with pytest.raises(Undecided):
        _ = bind(declaration(tmp_path), KNOWLEDGE).memory_request


def test_a_quantisation_that_is_declared_over_a_16_bit_checkpoint_is_counted_in_parameters(
    tmp_path: Path, write_safetensors: Write
) -> None:
    write_llama(tmp_path / "weights", write_safetensors)
    stored = estimate_memory(bind(declaration(tmp_path), KNOWLEDGE).memory_request).weights
    request = bind(declaration(tmp_path, quantization="fp8"), KNOWLEDGE).memory_request
    quantised = estimate_memory(request).weights
    assert quantised.source == "parameters recounted from the model's dimensions"
    assert quantised.expected == pytest.approx(stored.expected / 2, rel=0.05)


def test_weights_in_32_bits_are_not_loaded_as_they_are(tmp_path: Path, write_safetensors: Write) -> None:
    write_llama(tmp_path / "weights", write_safetensors, dtype="F32")
    request = bind(declaration(tmp_path), KNOWLEDGE).memory_request
    assert request.stored is None


def test_the_size_of_an_index_is_divided_among_the_classes(
    tmp_path: Path, write_safetensors: Write, write_json: Write
) -> None:
    folder = tmp_path / "weights"
    write_llama(folder, write_safetensors)
    (folder / "model.safetensors").unlink()
    total = 16_060_522_496
    shards = {"model.embed_tokens.weight": "model-00001-of-00004.safetensors"}
    write_json(
        folder / "model.safetensors.index.json", {"metadata": {"total_size": total}, "weight_map": shards}
    )
    alone = estimate_memory(bind(declaration(tmp_path), KNOWLEDGE).memory_request).weights
    table = 131072 * 128 * 2
    assert alone.expected == pytest.approx((total + table) / GIB, rel=1e-4)
    halved = estimate_memory(bind(declaration(tmp_path, count=2), KNOWLEDGE).memory_request).weights
    assert halved.expected == pytest.approx(total / GIB / 2, rel=0.005)
