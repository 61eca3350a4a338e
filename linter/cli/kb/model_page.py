"""What a model's page shows."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.knowledge_base import (
    CacheLayers,
    KnowledgeBase,
    Model,
    NotRecountable,
    artifact_size,
    recount_parameters,
)
from modelspec_lint.linter.cli.kb.found import Found
from modelspec_lint.linter.cli.kb.page import Block, Row
from modelspec_lint.linter.cli.kb.values import UNKNOWN, cache_per_token, listed, quantity, yes_or_no


def model_blocks(model: Model, found: Found, knowledge: KnowledgeBase) -> Iterator[Block]:
    """List the blocks of a model's page."""
    match = found.match
    said = match.precision_hint if match is not None else None
    if said is not None:
        precision = knowledge.precisions.get(said)
        size = artifact_size(model, precision)
        bits = f"{quantity(precision.bits)} bits on {precision.scope}"
        yield Block(
            "As named",
            (
                Row("precision", f"{said}: {precision.name}, {bits}"),
                Row("on disk", _size(size.low, size.expected, size.high)),
            ),
        )
    yield Block("", tuple(_what(model)))
    yield Block("Size", tuple(_size_rows(model, knowledge)))
    yield Block("Shape", tuple(_shape(model)))
    yield Block("Cache", tuple(_cache(model)))
    yield _parts(model)
    if model.checkpoints:
        yield Block("Published repackagings", cells=tuple(model.checkpoints.items()), sides="<<")


def _what(model: Model) -> Iterator[Row]:
    yield Row("family", model.family)
    yield Row("task", model.task)
    yield Row("architecture", model.architecture or UNKNOWN)
    yield Row("licence", model.license or UNKNOWN, ("license",))
    yield Row("gated", yes_or_no(model.gated), ("gated",))
    yield Row("released", model.released or UNKNOWN, ("released",))
    yield Row("aliases", listed(model.aliases))


def _size_rows(model: Model, knowledge: KnowledgeBase) -> Iterator[Row]:
    yield Row("parameters", f"{model.parameters:,}", ("parameters",))
    beside = model.recipe.get("non_text_parameters")
    if beside:
        yield Row("language model", f"{model.parameters - beside:,}")
    if model.active_parameters is not None:
        yield Row("active per token", f"{model.active_parameters:,}")
    predicting = model.recipe.get("multi_token_prediction_parameters")
    if predicting:
        yield Row("prediction layers", f"{predicting:,}, beside the parameters")
    yield Row("precision", model.precision, ("precision",))
    basis = f", {model.dtype_basis}" if model.dtype_basis else ""
    yield Row("computes in", f"{model.dtype}{basis}" if model.dtype else UNKNOWN, ("dtype",))
    size = artifact_size(model, knowledge.precisions.get(model.precision))
    yield Row("on disk", _size(size.low, size.expected, size.high))


def _shape(model: Model) -> Iterator[Row]:
    yield Row("layers", quantity(model.layers))
    yield Row("hidden size", quantity(model.hidden))
    yield Row("feed-forward width", quantity(model.ffn))
    yield Row("attention", model.attention or UNKNOWN)
    heads = f"{quantity(model.heads)} query, {quantity(model.kv_heads)} key-value"
    yield Row("heads", f"{heads}, {quantity(model.head_dim)} wide" if model.heads else UNKNOWN)
    if model.experts is not None:
        experts = model.experts
        shared = f", {quantity(experts.shared_width)} wide shared" if experts.shared_width else ""
        layers = f" in {experts.layers} layers" if experts.layers else ""
        yield Row(
            "experts",
            f"{experts.count}, {experts.per_token} per token, {quantity(experts.width)} wide{shared}{layers}",
        )
    yield Row("vocabulary", quantity(model.vocabulary))
    yield Row("tied embeddings", yes_or_no(model.tied_embeddings))
    basis = f" ({model.context_basis})" if model.context_basis and model.context else ""
    yield Row("context", f"{quantity(model.context, 'tokens')}{basis}", ("context",))
    yield Row("positions", model.position or UNKNOWN, ("position",))
    if model.rope_scaling:
        yield Row("rope scaling", ", ".join(f"{name} {value}" for name, value in model.rope_scaling.items()))
    if model.embedding_width:
        yield Row("embedding", quantity(model.embedding_width, "numbers"))


def _cache(model: Model) -> Iterator[Row]:
    if model.cache is None:
        yield Row("per token", "no formula is known for this architecture")
        return
    if not model.cache:
        yield Row("per token", "none: this model keeps no cache")
        return
    yield Row("per token", f"{cache_per_token(model)} in 16 bits, all layers together")
    for layers in model.cache:
        yield Row(f"{layers.kind} layers", _layers(layers))


def _layers(layers: CacheLayers) -> str:
    each = {"state": "per sequence", "cross": "per encoder token"}.get(layers.kind, "per token")
    text = f"{layers.layers} x {layers.elements:,} elements {each}"
    if layers.heads:
        text += f", over {layers.heads} heads"
    if layers.window:
        text += f", window {layers.window:,}"
    if layers.indexer_bytes:
        text += f", indexer {layers.indexer_bytes} bytes"
    return text


def _parts(model: Model) -> Block:
    """Show where the parameters are, recounted from the dimensions."""
    try:
        counted = recount_parameters(model)
    except NotRecountable as error:
        return Block("Parameters by part", (Row("not recounted", error.reason),))
    parts = sorted(counted.parts, key=lambda part: -part.count)
    rows = [(part.name, part.count) for part in parts]
    rest = model.parameters - counted.parameters
    if rest > 0:
        rows.append(("vision, audio, projectors", rest))
    cells = tuple((name, f"{count:,}", f"{100 * count / model.parameters:.1f} %") for name, count in rows)
    return Block("Parameters by part", cells=cells, sides="<>>")


def _size(low: float, expected: float, high: float) -> str:
    if low == high:
        return f"{low:,.2f} GB, as published"
    tight = high - low <= max(0.1, 0.01 * expected)
    return f"{expected:,.2f} GB" if tight else f"{expected:,.2f} GB ({low:,.2f} to {high:,.2f})"
