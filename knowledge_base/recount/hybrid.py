"""Parameters of decoders of which some or all layers keep a state instead of a cache."""

from __future__ import annotations

from modelspec_lint.knowledge_base.recount.attention import grouped_query, grouped_query_of, latent
from modelspec_lint.knowledge_base.recount.decoder import embeddings, feed_forwards, head
from modelspec_lint.knowledge_base.recount.feed_forward import dense, experts, experts_of
from modelspec_lint.knowledge_base.recount.part import Dimensions, NotRecountable, Part, Parts, times
from modelspec_lint.knowledge_base.recount.state_space import (
    gated_delta_net,
    kimi_delta_attention,
    lightning,
    mamba1,
    mamba2,
    short_convolution,
)


def mamba1_decoder(dimensions: Dimensions) -> Parts:
    """Count a decoder of Mamba layers alone."""
    return (*times(dimensions.layers, mamba1(dimensions)), *_ends(dimensions, norms_per_layer=1))


def jamba(dimensions: Dimensions) -> Parts:
    """Count Jamba: Mamba and attention layers; experts in every other layer (arXiv 2403.19887)."""
    attending, mixed = dimensions.stated("attn_layers"), dimensions.stated("moe_layers")
    mixture = {"E": dimensions.stated("E"), "k": dimensions.stated("k")}
    return (
        *times(attending, grouped_query_of(dimensions)),
        *times(dimensions.layers - attending, mamba1(dimensions, inner_norms=True)),
        *times(mixed, experts(dimensions.hidden, mixture, width=dimensions.ffn)),
        *times(dimensions.layers - mixed, dense(dimensions.hidden, dimensions.ffn)),
        *_ends(dimensions),
    )


def mamba2_hybrid(dimensions: Dimensions) -> Parts:
    """Count Granite 4 (a feed-forward after every mixer) or Nemotron-H (each layer is one thing)."""
    inner = dimensions.stated("mamba_heads") * dimensions.stated("mamba_head_dim")
    mixer = mamba2(dimensions, inner, conv_bias=bool(dimensions.recipe.get("conv_bias")), norm=True)
    mixers = (
        *times(dimensions.stated("attn_layers"), grouped_query_of(dimensions)),
        *times(dimensions.stated("mamba_layers"), mixer),
    )
    style = dimensions.stated("style")
    if style == "granite":
        return (*mixers, *feed_forwards(dimensions), *_ends(dimensions))
    if style != "nemotron":
        raise NotRecountable(f"no formula for the layers of `{style}`")
    plain, mixed = dimensions.given("mlp_layers"), dimensions.given("moe_layers")
    width = dimensions.ffn if plain else 0
    return (
        *mixers,
        *times(plain, dense(dimensions.hidden, width, gated=dimensions.gated)),
        *(times(mixed, experts_of(dimensions)) if mixed else ()),
        *_ends(dimensions, norms_per_layer=1),
    )


def falcon_h1(dimensions: Dimensions) -> Parts:
    """Count Falcon-H1: attention and Mamba-2 side by side in every layer (``modeling_falcon_h1.py``)."""
    norm = bool(dimensions.recipe.get("ssm_norm"))
    layer = (
        *grouped_query_of(dimensions),
        *mamba2(dimensions, dimensions.stated("d_ssm"), conv_bias=True, norm=norm),
        *dense(dimensions.hidden, dimensions.ffn),
    )
    return (*times(dimensions.layers, layer), *_ends(dimensions))


def gated_delta_net_hybrid(dimensions: Dimensions) -> Parts:
    """Count Qwen3-Next and Qwen3.5: one layer in ``full-interval`` attends, with a gated output."""
    attending = dimensions.layers // dimensions.stated("full_interval")
    attention = grouped_query(
        dimensions.hidden,
        dimensions.heads,
        dimensions.kv_heads,
        dimensions.head_dim,
        norm=dimensions.recipe.get("qk_norm") or "",
        output_gate=True,
    )
    return (
        *times(attending, attention),
        *times(dimensions.layers - attending, gated_delta_net(dimensions)),
        *feed_forwards(dimensions),
        *_ends(dimensions),
    )


def kimi_linear(dimensions: Dimensions) -> Parts:
    """Count Kimi Linear: delta attention but for some layers of latent attention (arXiv 2510.26692)."""
    return (
        *times(dimensions.stated("linear_layers"), kimi_delta_attention(dimensions)),
        *times(dimensions.stated("full_layers"), latent(dimensions)),
        *feed_forwards(dimensions),
        *_ends(dimensions),
    )


def lightning_hybrid(dimensions: Dimensions) -> Parts:
    """Count MiniMax-Text-01: lightning attention but for one layer in eight."""
    attending = dimensions.stated("full_layers")
    return (
        *times(attending, grouped_query_of(dimensions)),
        *times(dimensions.layers - attending, lightning(dimensions)),
        *feed_forwards(dimensions),
        *_ends(dimensions),
    )


def short_convolution_hybrid(dimensions: Dimensions) -> Parts:
    """Count LFM2: short convolutions and attention with per-head norms; the head is the token table."""
    attending, hidden = dimensions.stated("attn_layers"), dimensions.hidden
    attention = grouped_query(hidden, dimensions.heads, dimensions.kv_heads, dimensions.head_dim, norm="head")
    return (
        *times(attending, attention),
        *times(dimensions.layers - attending, short_convolution(dimensions)),
        *feed_forwards(dimensions),
        *_ends(dimensions),
    )


def searched(dimensions: Dimensions) -> Parts:
    """Count a decoder whose layers were found by search (Nemotron-NAS, ``DeciLMForCausalLM``).

    The recipe lists per layer the KV heads of its attention and the width of its feed-forward part; either
    may be missing, or be one linear layer (``linear``).
    """
    hidden, heads, width = dimensions.hidden, dimensions.heads, dimensions.head_dim
    parts: list[Part] = []
    for kv_heads, ffn in dimensions.stated("nas_layers"):
        linear = sum(1 for block in (kv_heads, ffn) if block == "linear")
        parts.append(Part.of("linear layers", "feed-forward", linear * hidden * hidden))
        if kv_heads not in (None, "linear"):
            parts += grouped_query(hidden, heads, kv_heads, width)
        if ffn not in (None, "linear"):
            parts += dense(hidden, ffn)
        parts.append(Part.of("norms", "norm", hidden * sum(1 for block in (kv_heads, ffn) if block)))
    return (*parts, *_ends(dimensions, norms_per_layer=0))


def _ends(dimensions: Dimensions, norms_per_layer: int = 2) -> Parts:
    norms = (dimensions.layers * norms_per_layer + 1) * dimensions.hidden
    return (*embeddings(dimensions), Part.of("norms", "norm", norms), *head(dimensions))
