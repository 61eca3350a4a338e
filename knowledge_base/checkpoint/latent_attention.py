"""Decoders with multi-head latent attention, which keeps one compressed vector per token and layer."""

from __future__ import annotations

from typing import Any

from modelspec_lint.knowledge_base.checkpoint.attention import decoder_recipe
from modelspec_lint.knowledge_base.checkpoint.draft import Draft
from modelspec_lint.knowledge_base.checkpoint.experts import read_experts
from modelspec_lint.knowledge_base.checkpoint.layout import Layout
from modelspec_lint.knowledge_base.facts import CacheLayers

_INDEXER_BYTES = 132
"""Per token and layer: a key of 128 fp8 values and its scale (DeepSeek-V3.2; ``estimates.md`` section 2)."""


def latent(draft: Draft) -> Layout:
    """Read multi-head latent attention: a compressed vector and a rotary key per token (arXiv 2405.04434)."""
    config = draft.config
    recipe = {**decoder_recipe(draft), **latent_recipe(draft), "kind": "mla"}
    experts, mixture = read_experts(draft)
    if mixture:
        recipe["moe"] = mixture
        recipe["first_dense_layers"] = draft.layers - mixture["layers"]
    cache = latent_cache(recipe, draft.layers)
    if draft.decided("indexer"):
        with_index = _indexed_layers(draft)
        recipe["dsa_indexer"] = {
            "n_heads": config.stated("index_n_heads"),
            "head_dim": config.stated("index_head_dim"),
            **({"layers": with_index} if with_index != draft.layers else {}),
        }
        cache = latent_cache(recipe, draft.layers, with_index)
    return Layout(recipe, cache, "MLA", experts, {"head_dim": None})


def latent_recipe(draft: Draft) -> dict[str, Any]:
    """Return the dimensions of latent attention."""
    config = draft.config
    names = ("kv_lora_rank", "qk_nope_head_dim", "qk_rope_head_dim", "v_head_dim")
    recipe: dict[str, Any] = {name: config.stated(name) for name in names}
    rank = config.count("q_lora_rank")
    return {**recipe, "q_lora_rank": rank} if rank else recipe


def latent_cache(recipe: dict[str, Any], layers: int, with_index: int = 0) -> tuple[CacheLayers, ...]:
    """Return the cache of latent layers, of which some may have a sparse indexer."""
    elements = recipe["kv_lora_rank"] + recipe["qk_rope_head_dim"]
    found = (
        CacheLayers("latent", with_index, elements, indexer_bytes=_INDEXER_BYTES),
        CacheLayers("latent", layers - with_index, elements),
    )
    return tuple(each for each in found if each.layers)


def _indexed_layers(draft: Draft) -> int:
    """Count the layers with an indexer of their own; the others share one (GLM-5.2, ``indexer_types``)."""
    kinds = draft.layer_list("indexer_types")
    return draft.layers if kinds is None else sum(1 for each in kinds if each == "full")
