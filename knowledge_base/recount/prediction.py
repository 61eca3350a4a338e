"""Parameters of the layer that predicts further tokens, which checkpoints carry and engines mostly skip.

It is one more layer of the model, fed by a projection of the hidden state beside the next token's embedding
(DeepSeek-V3, arXiv 2412.19437 section 2.2): a matrix of 2 H x H and three norms. Some checkpoints store the
token table and the head once more with it.
"""

from __future__ import annotations

from modelspec_lint.knowledge_base.facts import Model
from modelspec_lint.knowledge_base.recount.attention import (
    grouped_query,
    grouped_query_of,
    latent,
    sparse_indexer_layer,
)
from modelspec_lint.knowledge_base.recount.feed_forward import dense, experts_of
from modelspec_lint.knowledge_base.recount.part import Dimensions, NotRecountable, Parts

_KINDS = ("decoder", "mla", "qwen_gdn", "mamba2_hybrid")


def prediction_layers(model: Model) -> tuple[int, ...]:
    """Count the layer in each form that it may have: with experts or dense, tables stored again or not."""
    dimensions = Dimensions(model)
    kind = model.recipe.get("kind")
    if kind not in _KINDS:
        raise NotRecountable(f"no formula for a prediction layer of `{kind}`")
    hidden = dimensions.hidden
    around = 2 * hidden * hidden + 5 * hidden + _count(_attention(dimensions, str(kind)))
    forms: list[Parts] = []
    if model.recipe.get("moe"):
        forms.append(experts_of(dimensions))
    if model.ffn:
        forms.append(dense(hidden, model.ffn, gated=dimensions.gated))
    table = dimensions.vocabulary * hidden
    return tuple(around + _count(form) + copies * table for form in forms for copies in (0, 1, 2))


def _attention(dimensions: Dimensions, kind: str) -> Parts:
    if kind == "mla":
        return (*latent(dimensions), *sparse_indexer_layer(dimensions))
    if kind == "qwen_gdn":
        heads, kv_heads = dimensions.heads, dimensions.kv_heads
        norm = dimensions.recipe.get("qk_norm") or ""
        return grouped_query(
            dimensions.hidden, heads, kv_heads, dimensions.head_dim, norm=norm, output_gate=True
        )
    return grouped_query_of(dimensions)


def _count(parts: Parts) -> int:
    return sum(part.count for part in parts)
