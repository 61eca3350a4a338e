"""Decoders with linear attention: most layers keep a matrix or a short window instead of a cache.

State elements are per layer and sequence, sized as vLLM's ``MambaStateShapeCalculator`` does.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from modelspec_lint.knowledge_base.checkpoint.attention import decoder_recipe
from modelspec_lint.knowledge_base.checkpoint.draft import Draft
from modelspec_lint.knowledge_base.checkpoint.experts import read_experts
from modelspec_lint.knowledge_base.checkpoint.latent_attention import latent_cache, latent_recipe
from modelspec_lint.knowledge_base.checkpoint.layers import layer_kinds, state_dtype, with_states
from modelspec_lint.knowledge_base.checkpoint.layout import Layout
from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import CacheLayers


def gated_delta_net(draft: Draft) -> Layout:
    """Read Qwen3-Next and Qwen3.5: linear layers with a matrix state, every n-th layer attending."""
    config = draft.config
    kinds = _attending(draft, "full_attention_interval")
    key_heads, key_dim = config.stated("linear_num_key_heads"), config.stated("linear_key_head_dim")
    value_heads, value_dim = config.stated("linear_num_value_heads"), config.stated("linear_value_head_dim")
    kernel = config.stated("linear_conv_kernel_dim")
    full, linear = kinds.count("full"), kinds.count("state")
    recipe = {
        **decoder_recipe(draft),
        "kind": "qwen_gdn",
        "lin_k_heads": key_heads,
        "lin_k_dim": key_dim,
        "lin_v_heads": value_heads,
        "lin_v_dim": value_dim,
        "conv": kernel,
        "full_interval": draft.layers // full if full else draft.layers + 1,
        "full_layers": full,
        "linear_layers": linear,
        **state_dtype(draft),
    }
    experts, mixture = read_experts(draft)
    if mixture:
        recipe["moe"] = mixture
    window = kernel * (2 * key_heads * key_dim + value_heads * value_dim)
    cache = with_states(draft, full, linear, value_heads * value_dim * key_dim + window)
    return Layout(recipe, cache, "hybrid gated-deltanet + GQA", experts)


def kimi_linear(draft: Draft) -> Layout:
    """Read Kimi Linear: delta attention with a matrix state in most layers, latent attention in others."""
    config = draft.config
    linear = config.part("linear_attn_config")
    if linear is None:
        raise Undecided(f"{config.label} does not state linear_attn_config")
    attending = linear.numbers("full_attn_layers")
    if attending is None or not all(1 <= each <= draft.layers for each in attending):
        raise linear.wrong("full_attn_layers", f"does not name some of the {draft.layers} layers")
    full = len(set(attending))
    heads, width = linear.stated("num_heads"), linear.stated("head_dim")
    recipe = {
        **decoder_recipe(draft),
        **latent_recipe(draft),
        "kind": "kimi_linear",
        "full_layers": full,
        "linear_layers": draft.layers - full,
        "lin_heads": heads,
        "lin_head_dim": width,
        "conv": linear.stated("short_conv_kernel_size"),
    }
    experts, mixture = read_experts(draft)
    if mixture:
        recipe["moe"] = mixture
    if config.values.get("routed_expert_hidden_size") or config.values.get("attn_res_block_size"):
        recipe["kind"] = "none"  # Kimi-K3's residual attention and latent experts: no formula counts them
    inner = config.count("routed_expert_hidden_size")
    if experts is not None and inner is not None:
        experts = replace(experts, latent_width=inner)
    states = CacheLayers("state", draft.layers - full, heads * width * width)
    cache = (*latent_cache(recipe, full), *((states,) if states.layers else ()))
    position = "nope" if config.flag("mla_use_nope") in (None, True) else "rope"
    return Layout(
        recipe, cache, "hybrid KDA (linear) + MLA", experts, {"head_dim": None, "position": position}
    )


def lightning(draft: Draft) -> Layout:
    """Read MiniMax-Text-01: lightning attention, softmax attention in the layers that are marked so."""
    config = draft.config
    marks = config.numbers("attn_type_list")
    if marks is not None:
        if len(marks) != draft.layers:
            raise config.wrong(
                "attn_type_list", f"does not have one entry for each of the {draft.layers} layers"
            )
        full = sum(1 for each in marks if each)
    elif draft.layer_list("layer_types") is not None:
        full = layer_kinds(draft).count("full")
    else:
        raise Undecided(f"{config.label} states neither attn_type_list nor layer_types")
    recipe = {**decoder_recipe(draft), "kind": "minimax_lightning", "full_layers": full}
    recipe["linear_layers"] = draft.layers - full
    experts, mixture = read_experts(draft)
    if mixture:
        recipe["moe"] = mixture
    state = draft.heads * draft.head_dim * draft.head_dim
    cache = with_states(draft, full, draft.layers - full, state)
    return Layout(recipe, cache, "hybrid lightning(linear) + GQA", experts)


def short_convolution(draft: Draft) -> Layout:
    """Read LFM2: short convolutions, attention where ``layer_types`` or ``full_attn_idxs`` say."""
    config = draft.config
    indices = config.numbers("full_attn_idxs")
    if draft.config.values.get("layer_types") is not None:
        full = layer_kinds(draft).count("full")
    elif indices is not None:
        full = len({each for each in indices if each < draft.layers})
    else:
        raise Undecided(f"{config.label} does not state layer_types")
    kernel = config.stated("conv_L_cache")
    recipe: dict[str, Any] = {"kind": "lfm2", "attn_layers": full, "full_layers": full, "conv_kernel": kernel}
    recipe["linear_layers"] = draft.layers - full
    experts, mixture = read_experts(draft)
    if mixture:
        recipe["moe"] = mixture
    cache = with_states(draft, full, draft.layers - full, kernel * draft.hidden)
    changed = {} if experts is not None else {"ffn": _adjusted(draft)}
    return Layout(recipe, cache, "hybrid short-conv + GQA", experts, changed)


def _adjusted(draft: Draft) -> int | None:
    """LFM2 narrows the stated width to two thirds and rounds it up (``block_auto_adjust_ff_dim``)."""
    config, width = draft.config, draft.ffn
    if width is None or config.flag("block_auto_adjust_ff_dim") is False:
        return width
    multiple = config.count("block_multiple_of") or 256
    ratio = config.values.get("block_ffn_dim_multiplier", 1.0)
    narrow = int(2 * width / 3)
    if isinstance(ratio, (int, float)) and not isinstance(ratio, bool) and 0 < ratio < 100:
        narrow = int(ratio * narrow)
    return multiple * -(-narrow // multiple)


def _attending(draft: Draft, interval: str) -> list[str]:
    """Return per layer whether it attends or keeps a state."""
    if draft.config.values.get("layer_types") is not None:
        kinds: list[str] = list(layer_kinds(draft))
        if set(kinds) - {"full", "state"}:
            raise draft.config.wrong("layer_types", "names layers that are neither full nor linear attention")
        return kinds
    every = draft.config.stated(interval)
    return ["full" if (index + 1) % every == 0 else "state" for index in range(draft.layers)]
