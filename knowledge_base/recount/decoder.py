"""Parameters of decoders: dense and mixtures of experts, grouped-query and latent attention."""

from __future__ import annotations

from modelspec_lint.knowledge_base.recount.attention import (
    gated_cross_attention_of,
    grouped_query,
    grouped_query_of,
    latent,
    latent_pooling,
    sparse_indexers,
)
from modelspec_lint.knowledge_base.recount.feed_forward import dense, expert_layers, experts_of
from modelspec_lint.knowledge_base.recount.part import Dimensions, NotRecountable, Part, Parts, times


def decoder(dimensions: Dimensions) -> Parts:
    """Count a decoder whose layers attend by grouped queries; some may attend to an encoder instead."""
    crossing = dimensions.given("cross_attn_layers")
    return (
        *times(dimensions.layers - crossing, grouped_query_of(dimensions)),
        *(times(crossing, gated_cross_attention_of(dimensions)) if crossing else ()),
        *_around(dimensions),
    )


def latent_decoder(dimensions: Dimensions) -> Parts:
    """Count a decoder with multi-head latent attention, and its sparse indexers where it has them."""
    attention = times(dimensions.layers, latent(dimensions))
    return (*attention, *sparse_indexers(dimensions), *_around(dimensions))


def two_attentions(dimensions: Dimensions) -> Parts:
    """Count a decoder whose sliding layers have other KV heads than its full ones.

    As in ``modeling_mimo_v2_flash.py``: values are narrower than keys, sliding layers have a sink per head.
    """
    hidden, heads = dimensions.hidden, dimensions.heads
    key, value = dimensions.head_dim, dimensions.stated("v_head_dim")
    full = grouped_query(hidden, heads, dimensions.kv_heads, key, value_dim=value)
    sliding = grouped_query(
        hidden, heads, dimensions.stated("sliding_kv_heads"), key, value_dim=value, sinks=True
    )
    return (
        *times(dimensions.stated("full_layers"), full),
        *times(dimensions.stated("sliding_layers"), sliding),
        *_around(dimensions),
    )


def _around(dimensions: Dimensions) -> Parts:
    """Count all but the attention."""
    recipe = dimensions.recipe
    return (
        *embeddings(dimensions),
        *feed_forwards(dimensions),
        Part.of(
            "norms", "norm", (dimensions.layers * dimensions.stated("norms_per_layer") + 1) * norm(dimensions)
        ),
        *head(dimensions),
        *latent_pooling(dimensions),
        Part.of("activations", "norm", 2 * dimensions.layers if recipe.get("xielu") else 0),
        Part.of("other tensors", "feed-forward", dimensions.given("extra_params")),
    )


def embeddings(dimensions: Dimensions) -> Parts:
    """Count the token table, learned positions, and the norm behind them."""
    rows = dimensions.vocabulary + dimensions.given("extra_vocab") + dimensions.given("learned_pos")
    after = norm(dimensions) if dimensions.recipe.get("emb_norm") else 0
    return (
        Part.of("embeddings", "embedding", rows * dimensions.hidden),
        Part.of("norms", "norm", after),
    )


def feed_forwards(dimensions: Dimensions) -> Parts:
    """Count the feed-forward layers: experts in some or all, dense in the others."""
    mixed = expert_layers(dimensions)
    plain = dimensions.layers - mixed
    bias = bool(dimensions.recipe.get("mlp_bias"))
    return (
        *(times(mixed, experts_of(dimensions)) if mixed else ()),
        *(
            times(plain, dense(dimensions.hidden, dimensions.ffn, gated=dimensions.gated, bias=bias))
            if plain
            else ()
        ),
    )


def head(dimensions: Dimensions) -> Parts:
    """Count the language-model head: nothing where it is the token table again."""
    recipe, tied = dimensions.recipe, dimensions.model.tied_embeddings
    if recipe.get("no_lm_head"):
        return ()
    if tied is None:
        raise NotRecountable("the entry does not state `tied-embeddings`")
    matrix = 0 if tied else dimensions.vocabulary * dimensions.hidden
    bias = dimensions.vocabulary if recipe.get("lm_head_bias") else 0
    return (Part.of("head", "head", matrix + bias),)


def norm(dimensions: Dimensions) -> int:
    """Count one norm over the residual stream: a scale, and a shift where it is a layer norm."""
    kinds = {"rms": 1, "ln": 2, "ln_nobias": 1, "none": 0}
    kind = dimensions.recipe.get("norm", "rms")
    if kind not in kinds:
        raise NotRecountable(f"no formula for the norm `{kind}`")
    return kinds[kind] * dimensions.hidden
