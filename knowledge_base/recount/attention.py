"""Parameters of attention: grouped queries, latent attention, sparse indexers, cross-attention.

Projections are counted as the classes of Hugging Face's transformers (5.23.0, ``models/*/modeling_*.py``) lay
them out: biases and norms belong to the part that they stand in.
"""

from __future__ import annotations

from modelspec_lint.knowledge_base.recount.part import Dimensions, Part, Parts, times


def grouped_query(
    hidden: int,
    heads: int,
    kv_heads: int,
    head_dim: int,
    *,
    value_dim: int | None = None,
    qkv_bias: bool = False,
    output_bias: bool = False,
    norm: str = "",
    sinks: bool = False,
    output_gate: bool = False,
    keys_are_values: bool = False,
) -> Parts:
    """Count one layer's attention (multi-head, grouped-query, multi-query).

    ``norm`` is where queries and keys are normalised: per ``head``, over the whole ``hidden`` width, or not.
    ``value_dim`` is a value head's width where it differs from a key head's; ``output_gate`` doubles the
    query projection; ``keys_are_values`` leaves the value projection out.
    """
    width = value_dim or head_dim
    queries, keys, values = heads * head_dim, kv_heads * head_dim, 0 if keys_are_values else kv_heads * width
    attention = queries * hidden * (2 if output_gate else 1) + heads * width * hidden
    attention += (queries if qkv_bias else 0) + (hidden if output_bias else 0) + (heads if sinks else 0)
    key_value = (keys + values) * (hidden + (1 if qkv_bias else 0))
    norms = {"head": 2 * head_dim, "hidden": queries + keys}.get(norm, 0)
    return (
        Part.of("attention", "attention", attention),
        Part.of("keys and values", "key-value", key_value),
        Part.of("norms", "norm", norms),
    )


def grouped_query_of(dimensions: Dimensions) -> Parts:
    """Count one layer's attention as the entry's recipe describes it."""
    recipe = dimensions.recipe
    return grouped_query(
        dimensions.hidden,
        dimensions.heads,
        dimensions.kv_heads,
        dimensions.head_dim,
        qkv_bias=bool(recipe.get("qkv_bias")),
        output_bias=bool(recipe.get("o_bias")),
        norm=recipe.get("qk_norm") or "",
        sinks=bool(recipe.get("attn_sinks")),
    )


def gated_cross_attention_of(dimensions: Dimensions) -> Parts:
    """Count one cross-attention layer of a Llama 3.2 vision model: head norms, and two scalar gates."""
    attention = grouped_query(
        dimensions.hidden, dimensions.heads, dimensions.kv_heads, dimensions.head_dim, norm="head"
    )
    return (*attention, Part.of("attention", "attention", 2))


def latent(dimensions: Dimensions, *, gated: bool = False) -> Parts:
    """Count one layer's multi-head latent attention (DeepSeek-V2, arXiv 2405.04434 section 2.1).

    ``gated`` adds a full-width gate before the output projection.
    """
    hidden, heads = dimensions.hidden, dimensions.heads
    rank, rope = dimensions.stated("kv_lora_rank"), dimensions.stated("qk_rope_head_dim")
    key, value = dimensions.stated("qk_nope_head_dim"), dimensions.stated("v_head_dim")
    query_rank = dimensions.given("q_lora_rank")
    queries = heads * (key + rope) * (query_rank or hidden)
    up = rank * heads * (key + value)
    output = heads * value * hidden
    gate = hidden * heads * value if gated else 0
    return (
        Part.of("attention", "attention", queries + up + output + gate),
        Part.of("latent down projections", "latent-down", hidden * (query_rank + rank + rope)),
        Part.of("norms", "norm", query_rank + rank),
    )


def sparse_indexer_layer(dimensions: Dimensions) -> Parts:
    """Count one layer's lightning indexer, where it has one (DeepSeek-V3.2, ``modeling_deepseek_v32.py``)."""
    indexer = dimensions.recipe.get("dsa_indexer")
    if not indexer:
        return ()
    heads, width, hidden = indexer["n_heads"], indexer["head_dim"], dimensions.hidden
    one = dimensions.given("q_lora_rank") * heads * width + hidden * width + 2 * width + hidden * heads
    return (Part.of("sparse indexer", "latent-down", one),)


def sparse_indexers(dimensions: Dimensions) -> Parts:
    """Count the lightning indexers of all layers; the recipe says when only some have one."""
    indexer = dimensions.recipe.get("dsa_indexer") or {}
    return times(int(indexer.get("layers") or dimensions.layers), sparse_indexer_layer(dimensions))


def latent_pooling(dimensions: Dimensions) -> Parts:
    """Count NV-Embed's pooling: latents that attend to the last layer, and a gated layer (2405.17428, 3.2).

    The attention works at the full width per head; the gated layer has biases; three layer norms.
    """
    pooling = dimensions.recipe.get("latent_pooling")
    if not pooling:
        return ()
    hidden = dimensions.hidden
    attention = 4 * hidden * pooling["heads"] * pooling["head_dim"]
    wide = pooling["expansion"] * hidden
    gated = 3 * hidden * wide + 2 * wide + hidden
    return (Part.of("latent pooling", "head", pooling["latents"] * hidden + attention + gated + 6 * hidden),)
