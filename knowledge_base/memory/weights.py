"""Weights per GPU: parameters by class, times their bits, cut by tensor and pipeline parallelism."""

from __future__ import annotations

from modelspec_lint.knowledge_base.estimate import Estimate, span_of, total
from modelspec_lint.knowledge_base.facts import Model, Precision
from modelspec_lint.knowledge_base.memory.parameters import ParameterClasses, parameter_classes
from modelspec_lint.knowledge_base.memory.request import GIB, MemoryRequest

Bytes = tuple[float, float, float]

_HALF: Bytes = (2.0, 2.0, 2.0)
_KEPT = "kept in 16 bits in most checkpoints"
_RECOUNT = "parameters recounted from the model's dimensions"
_ABSORBED = "2 L n_h (d_nope + d_v) r / t bytes"
_SLACK = 0.004
"""Buffers and alignment that no class holds: at most this share, seen on servers' start-up logs."""


def weights_per_gpu(request: MemoryRequest) -> Estimate:
    """Estimate the weights on the GPU that holds most of them, in GiB.

    Where several formats are possible the interval spans them; the first of ``request.precisions`` is
    expected.
    """
    return span_of(_weights(request, precision) for precision in request.precisions)


def _weights(request: MemoryRequest, precision: Precision) -> Estimate:
    model, t, p = request.model, request.tensor_parallel, request.pipeline_parallel
    classes = parameter_classes(model)
    linear, expert, end, plain = _bytes_of(precision)
    repeated = max(1.0, t / (model.kv_heads or t))
    # Data-parallel replicas may share out the experts among themselves (expert parallelism).
    spread = max(1, request.count // (t * p))
    experts = (expert[0] / spread, expert[1], expert[2])
    if model.experts is not None and not classes.experts:  # the experts are somewhere among the linear layers
        linear = (linear[0] / spread, linear[1], linear[2])
    name = precision.name
    terms = [
        _term("experts", classes.experts / (t * p), experts, name),
        _term("linear layers", classes.linears / (t * p), linear, name),
        _term("key and value projections", classes.key_value * repeated / (t * p), linear, name),
        _term("latent projections, on every rank", classes.latent_down / p, linear, name),
        _term("routers and norms, on every rank", classes.fixed / p, plain, _KEPT),
        _term("embedding and head", _ends(classes, p) / t, end, _KEPT),
        _tower(classes, t, plain),
        *_derived(request, precision),
    ]
    weights = total("weights", [term for term in terms if term.high > 0], _RECOUNT)
    return Estimate(
        weights.name,
        weights.low * (1 - _SLACK),
        weights.expected,
        weights.high * (1 + _SLACK),
        weights.unit,
        weights.source,
        weights.terms,
    )


def _bytes_of(precision: Precision) -> tuple[Bytes, Bytes, Bytes, Bytes]:
    """Return bytes per parameter of linear layers, of experts, of embedding and head, and of the rest."""
    bits = (precision.bits_low / 8, precision.bits / 8, precision.bits_high / 8)
    if precision.scope == "experts":
        return _HALF, bits, _HALF, _HALF
    if precision.scope == "linears":
        # some checkpoints quantise the head too, some keep single layers in 16 bits
        return bits, bits, (min(bits[0], 2.0), 2.0, 2.0), _HALF
    return bits, bits, bits, bits


def _ends(classes: ParameterClasses, p: int) -> float:
    """Count embedding and head on the heaviest pipeline stage: the first has one, the last the other."""
    if p == 1:
        return classes.embedding + classes.head
    return max(classes.embedding, classes.head)


def _tower(classes: ParameterClasses, t: int, plain: Bytes) -> Estimate:
    """Encoders are sharded, or stand whole on every rank when they run data-parallel."""
    low, expected, high = (classes.tower * each / GIB for each in plain)
    return Estimate("vision or audio encoder", low / t, expected / t, high, "GiB", _KEPT)


def _derived(request: MemoryRequest, precision: Precision) -> list[Estimate]:
    """Return what the engine makes at load: rope table, absorbed MLA matrices, padding of mxfp4 experts."""
    model, t, p = request.model, request.tensor_parallel, request.pipeline_parallel
    recipe, terms = model.recipe, []
    if (model.position or "").startswith("rope") and model.context and model.cache:
        rotary = recipe.get("qk_rope_head_dim") or model.head_dim or 0
        table = model.context * rotary * 2 / GIB
        terms.append(Estimate("rope table", 0.0, table, table, "GiB", "context x rotary size x 2 bytes"))
    if recipe.get("kind") == "mla" and model.layers and model.heads:
        absorbed = 2 * model.layers * model.heads * (recipe["qk_nope_head_dim"] + recipe["v_head_dim"])
        size = absorbed * recipe["kv_lora_rank"] / t / p / GIB
        terms.append(Estimate("absorbed MLA matrices", 0.0, size, size, "GiB", _ABSORBED))
    if precision.id == "mxfp4" and model.experts:
        terms.append(_padding(model, precision, t * p))
    return terms


_TILE = 256
"""mxfp4 kernels want widths that are multiples of this; Marlin repacks into larger tiles still."""


def _padding(model: Model, precision: Precision, shards: int) -> Estimate:
    assert model.experts is not None
    width = model.experts.width
    padded = -(-width // _TILE) * _TILE
    experts = parameter_classes(model).experts * precision.bits / 8 / shards / GIB
    one, both = experts * (padded / width - 1), experts * ((padded / width) ** 2 - 1)
    return Estimate(
        "padding of the experts", 0.0, one, both, "GiB", f"expert width {width} padded to {padded}"
    )


def _term(name: str, parameters: float, bytes_each: Bytes, source: str) -> Estimate:
    low, expected, high = (parameters * each / GIB for each in bytes_each)
    return Estimate(name, low, expected, high, "GiB", source)
