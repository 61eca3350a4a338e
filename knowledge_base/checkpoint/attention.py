"""Decoders whose layers attend by grouped queries: with windows, with an encoder beside.

Cache elements per token and layer: K and V heads times their widths (``estimates.md`` section 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modelspec_lint.knowledge_base.checkpoint.draft import Draft
from modelspec_lint.knowledge_base.checkpoint.experts import read_experts
from modelspec_lint.knowledge_base.checkpoint.layers import grouped_cache, layer_kinds
from modelspec_lint.knowledge_base.checkpoint.layout import Layout
from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import CacheLayers


def decoder_recipe(draft: Draft) -> dict[str, Any]:
    """Return the recipe of a decoder's dense parts: biases, norms, embeddings."""
    facts = draft.architecture.facts
    recipe: dict[str, Any] = {
        "kind": "decoder",
        "mlp": "gated" if draft.gated else "plain",
        "norm": facts.get("norm", "rms"),
        "norms_per_layer": int(facts.get("norms", 2)),
    }
    for name, key in (
        ("qkv-bias", "qkv_bias"),
        ("o-bias", "o_bias"),
        ("mlp-bias", "mlp_bias"),
        ("head-bias", "lm_head_bias"),
        ("embedding-norm", "emb_norm"),
        ("sinks", "attn_sinks"),
        ("xielu", "xielu"),
    ):
        if draft.decided(name):
            recipe[key] = True
    norm = facts.get("qk-norm")
    if norm in ("head", "hidden"):
        recipe["qk_norm"] = norm
    elif norm is not None and draft.decided("qk-norm"):
        recipe["qk_norm"] = facts.get("qk-norm-over", "head")
    if draft.position == "learned" and draft.context is not None:
        recipe["learned_pos"] = draft.context + int(facts.get("offset", 0))
    if "extra-vocabulary" in facts:
        recipe["extra_vocab"] = facts["extra-vocabulary"]
    return recipe


def decoder(draft: Draft) -> Layout:
    """Read a decoder whose layers attend by grouped queries; some may attend to an encoder instead."""
    recipe = decoder_recipe(draft)
    experts, mixture = read_experts(draft)
    if mixture:
        recipe["moe"] = mixture
    kinds = layer_kinds(draft)
    if "state" in kinds:
        raise Undecided(
            f"{draft.config.label} states linear layers, which {draft.architecture.name} does not have"
        )
    crossing = _crossing(draft)
    if crossing:
        recipe["cross_attn_layers"] = crossing
        kinds = kinds[: draft.layers - crossing]
    mark_windows(recipe, kinds)
    cache = grouped_cache(draft, kinds)
    if crossing:
        # its window, the encoder's length, is the vision tower's to say
        cache = (*cache, CacheLayers("cross", crossing, draft.kv_heads * 2 * draft.head_dim, draft.kv_heads))
    return Layout(recipe, cache, draft.attention, experts)


def uncounted_decoder(draft: Draft) -> Layout:
    """Read a decoder whose cache is known but whose parameters no formula counts."""
    layout = decoder(draft)
    return Layout({**layout.recipe, "kind": "none"}, layout.cache, layout.attention, layout.experts)


def uncached(draft: Draft) -> Layout:
    """Read a decoder of whose cache no formula is known."""
    experts, _ = read_experts(draft)
    return Layout({"kind": "none"}, None, "", experts)


def falcon(draft: Draft) -> Layout:
    """Read Falcon: one KV head for all queries, or a group of them in the new architecture."""
    config = draft.config
    new, shared = config.flag("new_decoder_architecture") or False, config.flag("multi_query")
    kv_heads = draft.heads
    if new:
        kv_heads = config.count("kv_heads") or draft.heads
    elif shared or shared is None:
        kv_heads = 1
    draft.kv_heads = kv_heads
    recipe = decoder_recipe(draft)
    parallel = config.flag("parallel_attn")
    norms = config.count("num_ln_in_parallel_attn") or (2 if new else 1)
    recipe["norms_per_layer"] = norms if parallel or parallel is None else 2
    position = "alibi" if config.flag("alibi") else "rope"
    cache = grouped_cache(draft, ["full"] * draft.layers)
    return Layout(recipe, cache, draft.attention, None, {"position": position})


def opt(draft: Draft) -> Layout:
    """Read OPT, whose smallest models embed tokens in another width than they work in."""
    width = draft.config.count("word_embed_proj_dim")
    layout = decoder(draft)
    if width is not None and width != draft.hidden:
        return Layout({**layout.recipe, "kind": "none"}, layout.cache, layout.attention)
    return layout


def _crossing(draft: Draft) -> int:
    key = draft.architecture.facts.get("cross")
    found = draft.config.numbers(key) if key else None
    return len({each for each in found if each < draft.layers}) if found else 0


def mark_windows(recipe: dict[str, Any], kinds: Sequence[str]) -> None:
    """Write into a recipe how many layers have a window, where some have."""
    windowed = len(kinds) - kinds.count("full")
    if windowed:
        recipe["full_layers"], recipe["sliding_layers"] = kinds.count("full"), windowed
