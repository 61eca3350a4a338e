"""Weights per GPU: parameters by class, times their bits, cut by tensor and pipeline parallelism."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from modelspec_lint.knowledge_base.estimate import Estimate, Undecided, span_of, total
from modelspec_lint.knowledge_base.facts import STATED_BY, Model, Precision
from modelspec_lint.knowledge_base.memory.engine import engine_memory
from modelspec_lint.knowledge_base.memory.parameters import ParameterClasses, parameter_classes
from modelspec_lint.knowledge_base.memory.request import GIB, MemoryRequest

Bytes = tuple[float, float, float]

Bytes4 = tuple[Bytes, Bytes, Bytes, Bytes]

_HALF: Bytes = (2.0, 2.0, 2.0)
_ONE: Bytes = (1.0, 1.0, 1.0)
_KEPT = "kept in 16 bits in most checkpoints"
_RECOUNT = "parameters recounted from the model's dimensions"
_ABSORBED = "2 L n_h (d_nope + d_v) r / t bytes"
_SLACK = (0.003, 0.006)
"""Buffers and alignment that no class holds: at most these shares, seen on servers' start-up logs."""
_GRANULE = 0.01
"""GiB by which an allocator's blocks round up what a small model takes."""


def weights_per_gpu(request: MemoryRequest) -> Estimate:
    """Estimate the weights on the GPU that holds most of them, in GiB.

    Where several formats are possible the interval spans them; the first of ``request.precisions`` is
    expected.
    """
    return span_of(_weights(request, precision) for precision in request.precisions)


def _weights(request: MemoryRequest, precision: Precision) -> Estimate:
    model, t, p = request.model, request.tensor_parallel, request.pipeline_parallel
    stored = request.stored if request.stored is not None and request.stored.are_in(precision) else None
    classes = parameter_classes(model)
    linear, expert, end, plain = _bytes_of(precision)
    if precision.scope == "experts":
        linear, end = _beside_experts(model, classes, linear, expert, end, precision)
    if (
        model.experts
        and precision.beside_experts_bits
        and any(each.kind == "state" for each in model.cache or ())
    ):
        linear = (linear[0], precision.beside_experts_bits / 8, 2.0)
    if stored is not None and stored.by_class is not None:
        classes, linear, expert, end, plain = stored.by_class, _ONE, _ONE, _ONE, _ONE
    elif stored is not None:
        linear, expert, end, plain = _scaled(classes, stored.total, (linear, expert, end, plain))
    repeated = max(1.0, t / (model.kv_heads or t))
    # Data-parallel replicas may share out the experts among themselves (expert parallelism).
    spread = max(1, request.count // (t * p))
    experts = (expert[0] / spread, expert[1], expert[2])
    if model.experts is not None and not classes.experts:  # the experts are somewhere among the linear layers
        linear = (linear[0] / spread, linear[1], linear[2])
    name, kept = (precision.name, _KEPT) if stored is None else (stored.source, stored.source)
    terms = [
        _term("experts", classes.experts / (t * p), experts, name),
        _term("linear layers", classes.linears / (t * p), linear, name),
        _term("key and value projections", classes.key_value * repeated / (t * p), linear, name),
        _term("latent projections, on every rank", classes.latent_down / p, linear, name),
        _term("routers and norms, on every rank", classes.fixed / p, plain, kept),
        _term("embedding and head", _ends(classes, p) / t, end, kept),
        _tower(classes, t, plain, kept),
        *_derived(request, precision),
    ]
    basis = model.parameters_basis or ""
    source = f"parameters {basis}" if basis.startswith(STATED_BY) else _RECOUNT
    if stored is not None:
        source = stored.source
    weights = total("weights", [term for term in terms if term.high > 0], source)
    return Estimate(
        weights.name,
        weights.low * (1 - _SLACK[0]),
        weights.expected,
        weights.high * (1 + _SLACK[1]) + _GRANULE,
        weights.unit,
        weights.source,
        weights.terms,
    )


def _scaled(classes: ParameterClasses, total: float, bytes_each: Bytes4) -> Bytes4:
    """Return bytes per parameter that sum to a checkpoint's known size, divided among classes as expected."""
    linear, expert, end, plain = (each[1] for each in bytes_each)
    linears = classes.linears + classes.key_value + classes.latent_down
    counted = (
        linears * linear
        + classes.experts * expert
        + (classes.embedding + classes.head) * end
        + (classes.fixed + classes.tower) * plain
    )
    exact = [each * total / counted for each in (linear, expert, end, plain)]
    return (exact[0],) * 3, (exact[1],) * 3, (exact[2],) * 3, (exact[3],) * 3


def _bytes_of(precision: Precision) -> Bytes4:
    """Return bytes per parameter of linear layers, of experts, of embedding and head, and of the rest."""
    bits = (precision.bits_low / 8, precision.bits / 8, precision.bits_high / 8)
    if precision.scope == "experts":
        return _HALF, bits, _HALF, _HALF
    if precision.scope == "linears":
        # some checkpoints quantise the head too, some keep single layers in 16 bits
        return bits, bits, (min(bits[0], 2.0), 2.0, 2.0), _HALF
    return bits, bits, bits, bits


def _beside_experts(
    model: Model, classes: ParameterClasses, linear: Bytes, expert: Bytes, end: Bytes, precision: Precision
) -> tuple[Bytes, Bytes]:
    """Return what layers beside the experts, and embedding and head, take in a format of experts.

    Models that were published in it keep them in 16 bits. Those that others repackaged may not; a model
    without experts has its linear layers in it, and so has one whose experts are not told from the rest.
    """
    if model.precision == precision.id and classes.experts:
        return linear, end
    expected = linear[1] if classes.experts else expert[1]
    return (expert[0], expected, linear[2]), (expert[0], end[1], end[2])


def _ends(classes: ParameterClasses, p: int) -> float:
    """Count embedding and head on the heaviest pipeline stage: the first has one, the last the other."""
    if p == 1:
        return classes.embedding + classes.head
    return max(classes.embedding, classes.head)


def _tower(classes: ParameterClasses, t: int, plain: Bytes, source: str) -> Estimate:
    """Encoders are sharded, or stand whole on every rank when they run data-parallel."""
    low, expected, high = (classes.tower * each / GIB for each in plain)
    return Estimate("vision or audio encoder", low / t, expected / t, high, "GiB", source)


def _derived(request: MemoryRequest, precision: Precision) -> list[Estimate]:
    """Return what the engine makes at load: rope table, absorbed MLA matrices, padding of mxfp4 experts.

    And what it loads or leaves beside the model's own layers.
    """
    model, t, p = request.model, request.tensor_parallel, request.pipeline_parallel
    recipe, terms = model.recipe, _beside(request)
    if (model.position or "").startswith("rope") and model.context and model.cache:
        rotary = recipe.get("qk_rope_head_dim") or model.head_dim or 0
        table = model.context * rotary * 2 / GIB
        terms.append(Estimate("rope table", 0.0, table, table, "GiB", "context x rotary size x 2 bytes"))
    if recipe.get("kind") == "mla" and model.layers and model.heads:
        absorbed = 2 * model.layers * model.heads * (recipe["qk_nope_head_dim"] + recipe["v_head_dim"])
        size = absorbed * recipe["kv_lora_rank"] / t / p / GIB
        terms.append(Estimate("absorbed MLA matrices", 0.0, size, size, "GiB", _ABSORBED))
    if precision.id == "mxfp4" and model.experts:
        experts = parameter_classes(model).experts / (t * p)
        terms.append(_padding(request, experts, precision.bits / 8))
    return terms


def _beside(request: MemoryRequest) -> list[Estimate]:
    """Return layers that predict further tokens, where they are loaded, and what loading leaves behind.

    Some engines weigh by the memory that is free before and after, which counts the blocks that loading left.
    """
    terms = []
    predicting = request.model.recipe.get("multi_token_prediction_parameters")
    if request.predicts and predicting:
        size = predicting * 2.0 / (request.tensor_parallel * request.pipeline_parallel) / GIB
        terms.append(Estimate("prediction layers", 0.0, size, size, "GiB", "kept in 16 bits by most"))
    left = _release(request).get("left_by_loading")
    if left:
        terms.append(Estimate("left by loading", 0.0, left, 2 * left, "GiB", "start-up logs"))
    return terms


_REPACKED = 256
"""What mxfp4 kernels pad the inner dimension of each matrix to."""


def _padding(request: MemoryRequest, experts: float, expert_bytes: float) -> Estimate:
    """Return what mxfp4 experts gain when the engine repacks them for its kernels.

    Hopper's Triton kernels round a rank's share of the expert width up to a tile, then every matrix's inner
    dimension up to 256; Marlin's, for older devices, round width and hidden size of both matrices (vLLM,
    ``quantization/mxfp4.py``); Blackwell's round all to 256.
    """
    model = request.model
    assert model.experts is not None
    hidden = float(model.experts.latent_width or model.hidden or 1)
    width = model.experts.width / request.tensor_parallel
    size = experts * expert_bytes / GIB

    def grown(tile: int, outer: bool) -> float:
        share, inner = _up(width, tile), _up(hidden, _REPACKED)
        ups = share * inner
        downs = _up(share, _REPACKED) * hidden if not outer else share * inner
        return size * ((2 * ups + downs) / (3 * width * hidden) - 1)

    release = _release(request)
    tile = int(release.get("mxfp4_tile", 64))
    capability = request.accelerators[0].compute_capability if request.accelerators else None
    triton, marlin, blackwell = grown(tile, False), grown(128, True), grown(_REPACKED, True)
    expected = triton
    if capability is not None and capability < (9, 0):
        expected = marlin
    elif capability is not None and capability >= (10, 0):
        expected = blackwell
    most = max(triton, marlin, blackwell)
    return Estimate("padding of the experts", 0.0, expected, most, "GiB", "widths rounded up to kernel tiles")


def _up(size: float, tile: int) -> float:
    return float(math.ceil(size / tile) * tile)


def _release(request: MemoryRequest) -> Mapping[str, Any]:
    """Return the newest release of the engine that may be meant, as far as its facts are known."""
    try:
        return engine_memory(request.engine, request.engine_version).releases[-1]
    except Undecided:
        return {}


def _term(name: str, parameters: float, bytes_each: Bytes, source: str) -> Estimate:
    low, expected, high = (parameters * each / GIB for each in bytes_each)
    return Estimate(name, low, expected, high, "GiB", source)
