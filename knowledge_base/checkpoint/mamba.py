"""Decoders with Mamba layers, alone or between layers that attend.

State elements are per layer and sequence, sized as vLLM's ``MambaStateShapeCalculator`` does; the window of
the convolution follows from the recipe.
"""

from __future__ import annotations

from typing import Any

from modelspec_lint.knowledge_base.checkpoint.attention import decoder_recipe
from modelspec_lint.knowledge_base.checkpoint.draft import Draft
from modelspec_lint.knowledge_base.checkpoint.experts import read_experts
from modelspec_lint.knowledge_base.checkpoint.layers import grouped_cache, state_dtype, with_states
from modelspec_lint.knowledge_base.checkpoint.layout import Layout
from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import CacheLayers, Experts

_WITHOUT_HEADS: dict[str, Any] = {"heads": None, "kv_heads": None, "head_dim": None}


def mamba(draft: Draft) -> Layout:
    """Read Mamba: selective state spaces alone (arXiv 2312.00752)."""
    recipe = {
        **mamba1_recipe(draft, "state_size", "conv_kernel", "expand", "time_step_rank"),
        "kind": "mamba1",
    }
    recipe["norm"] = "rms"
    states = CacheLayers("state", draft.layers, recipe["expand"] * draft.hidden * recipe["d_state"])
    return Layout(recipe, (states,), "mamba1 (attention-free)", None, _WITHOUT_HEADS)


def mamba1_recipe(draft: Draft, state: str, kernel: str, expand: str, rank: str) -> dict[str, Any]:
    """Return the dimensions of Mamba's first kind, from the keys that hold them."""
    config = draft.config
    automatic = -(-draft.hidden // 16)  # the meaning of "auto"
    stated = config.values.get(rank)
    return {
        "d_state": config.stated(state),
        "d_conv": config.stated(kernel),
        "expand": config.stated(expand),
        "dt_rank": automatic if stated in (None, "auto") else config.stated(rank),
    }


def mamba2(draft: Draft) -> Layout:
    """Read Mamba-2 without attention (arXiv 2405.21060)."""
    config = draft.config
    recipe = mamba2_recipe(
        draft, "num_heads", "head_dim", "state_size", "n_groups", "conv_kernel", "use_conv_bias"
    )
    recipe |= {"style": "nemotron", "mamba_layers": draft.layers, "attn_layers": 0, "norm": "rms"}
    inner = config.stated("num_heads") * config.stated("head_dim")
    states = CacheLayers("state", draft.layers, inner * config.stated("state_size"))
    return Layout(recipe, (states,), "mamba2 (attention-free)", None, _WITHOUT_HEADS)


def mamba2_recipe(
    draft: Draft, heads: str, width: str, state: str, groups: str, kernel: str, bias: str
) -> dict[str, Any]:
    """Return the dimensions of Mamba-2, from the keys that hold them."""
    config = draft.config
    biased = config.flag(bias)
    return {
        "kind": "mamba2_hybrid",
        "mamba_heads": config.stated(heads),
        "mamba_head_dim": config.stated(width),
        "d_state": config.stated(state),
        "n_groups": config.stated(groups),
        "d_conv": config.stated(kernel),
        "conv_bias": True if biased is None else biased,
        **state_dtype(draft),
    }


def jamba(draft: Draft) -> Layout:
    """Read Jamba: attention once in a period, experts in every other layer (arXiv 2403.19887)."""
    config = draft.config
    full = _periodic(draft, "attn_layer_period", "attn_layer_offset")
    mixed = _periodic(draft, "expert_layer_period", "expert_layer_offset")
    count, used = config.stated("num_experts"), config.stated("num_experts_per_tok")
    recipe = {
        **mamba1_recipe(draft, "mamba_d_state", "mamba_d_conv", "mamba_expand", "mamba_dt_rank"),
        **{"kind": "jamba", "attn_layers": full, "full_layers": full, "linear_layers": draft.layers - full},
        **{"moe_layers": mixed if count > 1 else 0, "E": count, "k": used},
    }
    width = draft.required(draft.ffn, "intermediate_size")
    experts = Experts(count, used, width, mixed) if count > 1 and mixed else None
    state = recipe["expand"] * draft.hidden * recipe["d_state"]
    cache = with_states(draft, full, draft.layers - full, state)
    return Layout(recipe, cache, "hybrid mamba1 + GQA", experts)


def nemotron_h(draft: Draft) -> Layout:
    """Read Nemotron-H: each layer is Mamba-2, attention, a feed-forward or experts, one sign for each."""
    config = draft.config
    pattern = config.text("hybrid_override_pattern")
    if pattern is None:
        pattern = _spelled_out(draft)
    if len(pattern) != draft.layers or set(pattern) - set("M*-E"):
        raise config.wrong(
            "hybrid_override_pattern", f"does not say what each of the {draft.layers} layers is"
        )
    full, states = pattern.count("*"), pattern.count("M")
    recipe = mamba2_recipe(
        draft,
        "mamba_num_heads",
        "mamba_head_dim",
        "ssm_state_size",
        "n_groups",
        "conv_kernel",
        "use_conv_bias",
    )
    recipe |= {"style": "nemotron", "mlp": "plain", "norm": "rms", "layer_pattern": pattern}
    recipe |= {"attn_layers": full, "full_layers": full, "mamba_layers": states, "linear_layers": states}
    recipe |= {"mlp_layers": pattern.count("-"), "moe_layers": pattern.count("E")}
    experts = None
    if recipe["moe_layers"]:
        inner = config.count("moe_latent_size")
        shared = config.number("moe_shared_expert_intermediate_size") or 0
        shared = shared if config.number("n_shared_experts") else 0
        count, used = config.stated("n_routed_experts"), config.stated("num_experts_per_tok")
        width = config.stated("moe_intermediate_size")
        recipe["moe"] = {"E": count, "k": used, "inter": width, "latent": inner, "shared_inter": shared}
        experts = Experts(count, used, width, recipe["moe_layers"], shared, inner)
    inner_width = recipe["mamba_heads"] * recipe["mamba_head_dim"]
    cache = with_states(draft, full, states, inner_width * recipe["d_state"])
    return Layout(recipe, cache, "hybrid mamba2 + GQA", experts)


def granite_hybrid(draft: Draft) -> Layout:
    """Read Granite 4: Mamba-2 or attention, then a feed-forward or experts and a shared one."""
    config = draft.config
    named = "layer_types" if config.values.get("layer_types") is not None else "layers_block_type"
    kinds = draft.layer_list(named)
    if kinds is None:
        raise Undecided(f"{config.label} does not state layer_types")
    if set(kinds) - {"mamba", "attention", "linear_attention", "full_attention"}:
        raise config.wrong(named, "names layers that are neither mamba nor attention")
    full = sum(1 for each in kinds if each in {"attention", "full_attention"})
    experts, mixture = read_experts(draft)
    wide = config.number("shared_intermediate_size")
    changed: dict[str, Any] = {
        "position": "rope" if config.text("position_embedding_type") == "rope" else "nope"
    }
    if experts is None and wide:
        changed["ffn"] = wide  # without experts the shared one is the feed-forward layer
    if full == draft.layers:
        recipe = decoder_recipe(draft) | ({"moe": mixture} if mixture else {})
        return Layout(recipe, grouped_cache(draft, ["full"] * full), draft.attention, experts, changed)
    recipe = mamba2_recipe(
        draft,
        "mamba_n_heads",
        "mamba_d_head",
        "mamba_d_state",
        "mamba_n_groups",
        "mamba_d_conv",
        "mamba_conv_bias",
    )
    return _granite(draft, recipe, full, experts, mixture, changed)


def bamba(draft: Draft) -> Layout:
    """Read Bamba: Mamba-2 with attention in the named layers, a feed-forward after each."""
    indices = draft.config.numbers("attn_layer_indices") or []
    full = len({each for each in indices if each < draft.layers})
    recipe = mamba2_recipe(
        draft,
        "mamba_n_heads",
        "mamba_d_head",
        "mamba_d_state",
        "mamba_n_groups",
        "mamba_d_conv",
        "mamba_conv_bias",
    )
    return _granite(draft, recipe, full, None, {}, {})


def falcon_h1(draft: Draft) -> Layout:
    """Read Falcon-H1: attention and Mamba-2 side by side in every layer."""
    config = draft.config
    recipe = mamba2_recipe(
        draft,
        "mamba_n_heads",
        "mamba_d_head",
        "mamba_d_state",
        "mamba_n_groups",
        "mamba_d_conv",
        "mamba_conv_bias",
    )
    inner = config.count("mamba_d_ssm") or recipe["mamba_heads"] * recipe["mamba_head_dim"]
    norm = config.flag("mamba_rms_norm")
    recipe |= {"kind": "falcon_h1", "d_ssm": inner, "ssm_norm": bool(norm)}
    recipe |= {name: True for name in ("qkv_bias", "o_bias") if draft.decided(name.replace("_", "-"))}
    cache = with_states(draft, draft.layers, draft.layers, inner * recipe["d_state"])
    return Layout(recipe, cache, "hybrid: GQA and mamba2 heads in parallel in every layer")


def _granite(
    draft: Draft,
    recipe: dict[str, Any],
    full: int,
    experts: Experts | None,
    mixture: dict[str, Any],
    changed: dict[str, Any],
) -> Layout:
    states = draft.layers - full
    recipe |= {"style": "granite", "mlp": "gated", "norm": "rms", "norms_per_layer": 2}
    recipe |= {"attn_layers": full, "full_layers": full, "mamba_layers": states, "linear_layers": states}
    if mixture:
        recipe["moe"] = mixture
    inner = recipe["mamba_heads"] * recipe["mamba_head_dim"]
    cache = with_states(draft, full, states, inner * recipe["d_state"])
    return Layout(recipe, cache, "hybrid mamba2 + GQA", experts, changed)


def _periodic(draft: Draft, period: str, offset: str) -> int:
    every, first = draft.config.stated(period), draft.config.number(offset) or 0
    return sum(1 for index in range(draft.layers) if index % every == first)


def _spelled_out(draft: Draft) -> str:
    """Write ``layers_block_type`` of newer configurations as the pattern of older ones."""
    signs = {
        "mamba": "M",
        "linear_attention": "M",
        "attention": "*",
        "full_attention": "*",
        "mlp": "-",
        "moe": "E",
    }
    for name in ("layers_block_type", "layer_types"):
        kinds = draft.layer_list(name)
        if kinds is not None:
            return "".join(signs.get(each, "?") for each in kinds)
    raise Undecided(f"{draft.config.label} does not state hybrid_override_pattern")
