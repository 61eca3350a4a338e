"""Configurations of published models: what is read must be what the knowledge base says of them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from modelspec_lint.knowledge_base import (
    CacheLayers,
    KnowledgeBase,
    Model,
    NotRecountable,
    Undecided,
    read_checkpoint,
    recount_parameters,
)

CONFIGS = Path(__file__).parent / "configs"
Write = Callable[..., Any]
BESIDE = {  # files whose model is in the knowledge base under another id, or in none
    "meta-llama--Meta-Llama-3.1-8B": "meta-llama/Llama-3.1-8B",
    "google--gemma-4-26B-A4B": "google/gemma-4-26B-A4B-it",
    "nvidia--NVIDIA-Nemotron-3-Super-120B-A12B-NVFP4": "nvidia/NVIDIA-Nemotron-3-Super-120B-A12B-BF16",
    "stepfun-ai--Step-3.7-Flash": None,
}
KNOWN = sorted(path.stem for path in CONFIGS.glob("*.json") if BESIDE.get(path.stem, path.stem) is not None)
DIMENSIONS = (
    "layers",
    "hidden",
    "ffn",
    "heads",
    "kv_heads",
    "head_dim",
    "vocabulary",
    "tied_embeddings",
    "context",
)


@pytest.fixture(scope="module")
def knowledge() -> KnowledgeBase:
    return KnowledgeBase.load()


def read(name: str, folder: Path, write_safetensors: Write) -> Model:
    """Read a configuration beside a tensor that fits it: what no formula counts is then read all the same."""
    shutil.copy(CONFIGS / f"{name}.json", folder / "config.json")
    config = json.loads((folder / "config.json").read_text())
    text = config.get("text_config", config)
    width = text.get("hidden_size") or text.get("n_embd") or text.get("d_model")
    write_safetensors(folder / "model.safetensors", {"model.embed_tokens.weight": ("BF16", (3, width))})
    return read_checkpoint(folder).model


def layout(cache: tuple[CacheLayers, ...] | None) -> list[tuple[Any, ...]] | None:
    """Write a cache in an order that does not matter."""
    if cache is None:
        return None
    return sorted((e.kind, e.layers, e.elements, e.heads or 0, e.window or 0, e.indexer_bytes) for e in cache)


@pytest.mark.parametrize("name", KNOWN)
def test_a_configuration_says_what_the_knowledge_base_says(
    name: str, knowledge: KnowledgeBase, tmp_path: Path, write_safetensors: Write
) -> None:
    fact = knowledge.models.get(str(BESIDE.get(name, name.replace("--", "/", 1))))

    model = read(name, tmp_path, write_safetensors)

    assert {each: getattr(model, each) for each in DIMENSIONS} == {
        each: getattr(fact, each) for each in DIMENSIONS
    }
    assert layout(model.cache) == layout(fact.cache)
    assert model.position == fact.position
    assert model.architecture == fact.architecture
    if fact.experts is None:
        assert model.experts is None
    else:
        assert model.experts is not None
        ours, theirs = model.experts, fact.experts
        assert (ours.count, ours.per_token, ours.width) == (theirs.count, theirs.per_token, theirs.width)
        assert (ours.shared_width, ours.latent_width) == (theirs.shared_width, theirs.latent_width)
        assert theirs.layers in (None, ours.layers)


@pytest.mark.parametrize("name", KNOWN)
def test_the_dimensions_count_as_many_parameters_as_are_published(
    name: str, knowledge: KnowledgeBase, tmp_path: Path, write_safetensors: Write
) -> None:
    fact = knowledge.models.get(str(BESIDE.get(name, name.replace("--", "/", 1))))
    model = read(name, tmp_path, write_safetensors)
    try:
        expected = recount_parameters(fact).parameters
    except NotRecountable:
        with pytest.raises(NotRecountable):
            recount_parameters(model)
        return

    assert recount_parameters(model).parameters == expected
    whole = fact.text_parameters or fact.parameters
    assert expected == whole or (model.task == "vision-language" and expected < whole)


@pytest.mark.parametrize(
    ("name", "precision"),
    [
        ("Qwen--Qwen3-8B", "bf16"),
        ("deepseek-ai--DeepSeek-V3.2", "fp8"),
        ("openai--gpt-oss-20b", "mxfp4"),
        ("moonshotai--Kimi-K2.5", "int4-g32-experts"),
        ("moonshotai--Kimi-K3", "mxfp4"),
        ("deepseek-ai--DeepSeek-V4-Flash", "fp8-mxfp4-experts"),
        ("MiniMaxAI--MiniMax-M2.7", "fp8"),
    ],
)
def test_the_precision_is_that_of_the_knowledge_base(
    name: str, precision: str, knowledge: KnowledgeBase, tmp_path: Path, write_safetensors: Write
) -> None:
    assert read(name, tmp_path, write_safetensors).precision == precision
    assert knowledge.models.get(name.replace("--", "/", 1)).precision == precision


def test_a_model_that_the_knowledge_base_does_not_hold_is_read_by_its_architecture(
    tmp_path: Path, write_safetensors: Write
) -> None:
    model = read("stepfun-ai--Step-3.7-Flash", tmp_path, write_safetensors)

    assert model.cache == (
        CacheLayers("full", 12, 2048, 8),
        CacheLayers("sliding", 33, 2048, 8, 512),
    )
    assert model.experts is not None
    assert (model.experts.count, model.experts.layers, model.experts.shared_width) == (288, 42, 1280)


def test_the_encoder_of_a_multimodal_model_is_not_guessed(tmp_path: Path) -> None:
    shutil.copy(CONFIGS / "Qwen--Qwen3-VL-2B-Instruct.json", tmp_path / "config.json")

    with pytest.raises(
        Undecided, match="how many parameters the encoder has cannot be told without its tensors"
    ):
        read_checkpoint(tmp_path)


def test_the_size_in_an_index_tells_how_large_the_encoder_is(
    tmp_path: Path, knowledge: KnowledgeBase
) -> None:
    fact = knowledge.models.get("Qwen/Qwen3-VL-2B-Instruct")
    shutil.copy(CONFIGS / "Qwen--Qwen3-VL-2B-Instruct.json", tmp_path / "config.json")
    index = {
        "metadata": {"total_size": 2 * fact.parameters},
        "weight_map": {"a": "model-00001-of-00001.safetensors"},
    }
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps(index))

    model = read_checkpoint(tmp_path).model

    assert (model.parameters, model.text_parameters) == (fact.parameters, fact.text_parameters)


def test_states_in_32_bits_are_kept_so(tmp_path: Path, write_safetensors: Write) -> None:
    model = read("Qwen--Qwen3.5-35B-A3B", tmp_path, write_safetensors)

    assert model.recipe["ssm"] == {"state_dtype": "float32"}
