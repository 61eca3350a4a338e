"""Parameters of the Gemmas whose last layers reuse keys and values, and that embed tokens per layer.

Counted as ``modeling_gemma3n.py`` and ``modeling_gemma4.py`` of Hugging Face's transformers (5.23.0) lay them
out. Checkpoints store keys and values of layers that reuse others' all the same; they are counted, as files
and totals hold them.
"""

from __future__ import annotations

from modelspec_lint.knowledge_base.recount.attention import grouped_query, grouped_query_of
from modelspec_lint.knowledge_base.recount.feed_forward import dense, experts
from modelspec_lint.knowledge_base.recount.part import Dimensions, Part, Parts, times

_PER_LAYER_TOKENS = 262_144  # rows of the per-layer table: vocab_size_per_layer_input
_PER_LAYER_WIDTH = 256  # hidden_size_per_layer_input
_LAUREL_RANK = 64
_STREAMS = 4  # altup_num_inputs


def gemma3n(dimensions: Dimensions) -> Parts:
    """Count Gemma 3n: four residual streams (AltUp), low-rank skips (Laurel), embeddings per layer."""
    hidden = dimensions.hidden
    altup = hidden + _STREAMS * _STREAMS + _STREAMS**3 + _STREAMS * hidden + hidden
    layer = (
        *grouped_query_of(dimensions),
        *dense(hidden, dimensions.ffn),
        Part.of("residual streams", "attention", altup + 2 * hidden * _LAUREL_RANK + hidden),
        Part.of("norms", "norm", 4 * hidden),
    )
    streams = 2 * (_STREAMS - 1) * hidden * hidden
    return (
        *times(dimensions.layers, layer),
        *_ends(dimensions),
        *_per_layer(dimensions),
        Part.of("residual streams", "attention", streams),
    )


def gemma4(dimensions: Dimensions) -> Parts:
    """Count Gemma 4: full layers have wider heads, and some sizes experts beside the dense layer."""
    recipe, hidden = dimensions.recipe, dimensions.hidden
    full_layers, sliding_layers = dimensions.stated("full_layers"), dimensions.stated("sliding_layers")
    sliding = grouped_query(hidden, dimensions.heads, dimensions.kv_heads, dimensions.head_dim, norm="head")
    full = grouped_query(
        hidden,
        dimensions.heads,
        dimensions.given("global_kv_heads") or dimensions.kv_heads,
        dimensions.stated("global_head_dim"),
        norm="head",
        keys_are_values=bool(recipe.get("keys_are_values")),
    )
    wider = dimensions.given("double_width_layers")
    parts = (
        *times(sliding_layers, sliding),
        *times(full_layers, full),
        *times(dimensions.layers - wider, dense(hidden, dimensions.ffn)),
        *times(wider, dense(hidden, 2 * dimensions.ffn)),
        Part.of("norms", "norm", 4 * dimensions.layers * hidden),
        *_ends(dimensions),
        *(_per_layer(dimensions) if recipe.get("per_layer_embeddings") else ()),
    )
    mixture = recipe.get("moe")
    if not mixture:
        return parts
    beside = Part.of("norms", "norm", 4 * hidden + mixture["E"])  # three norms, and the router's scales
    return (*parts, *times(dimensions.layers, (*experts(hidden, mixture), beside)))


def _ends(dimensions: Dimensions) -> Parts:
    hidden = dimensions.hidden
    return (
        Part.of("embeddings", "embedding", dimensions.vocabulary * hidden),
        Part.of("norms", "norm", hidden),
    )


def _per_layer(dimensions: Dimensions) -> Parts:
    """Count the embeddings that each layer has of its own, and how they enter the residual stream."""
    hidden, layers = dimensions.hidden, dimensions.layers
    enter = hidden * layers * _PER_LAYER_WIDTH + _PER_LAYER_WIDTH
    return (
        Part.of("embeddings per layer", "embedding", _PER_LAYER_TOKENS * layers * _PER_LAYER_WIDTH),
        Part.of("per-layer projections", "feed-forward", enter + layers * 2 * hidden * _PER_LAYER_WIDTH),
        Part.of("norms", "norm", layers * hidden),
    )
