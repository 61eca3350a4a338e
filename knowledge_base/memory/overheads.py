"""What a process takes of a device beside weights, cache and activations: context, NCCL, CUDA graphs."""

from __future__ import annotations

from modelspec_lint.knowledge_base.estimate import Estimate
from modelspec_lint.knowledge_base.memory.engine import EngineMemory, Interval, interval
from modelspec_lint.knowledge_base.memory.request import GIB, MemoryRequest
from modelspec_lint.knowledge_base.memory.serving import Serving

_NON_TORCH = (0.0, 0.3, 1.0)
_LOGS = "start-up logs"


def non_torch(request: MemoryRequest, engine: EngineMemory) -> Estimate:
    """Estimate context, cuBLAS and NCCL within the engine's budget, in GiB."""
    low, expected, high = engine.by_ranks("non_torch", request.tensor_parallel) or _NON_TORCH
    return Estimate("non-torch", low, expected, high, "GiB", f"{_LOGS}, by tensor-parallel size")


def counted_graphs(request: MemoryRequest, engine: EngineMemory) -> Estimate:
    """Estimate what the engine sets aside for CUDA graphs in its budget, in GiB: older releases nothing."""
    if request.enforce_eager:
        return _no_graphs()
    some, every = engine.anywhere("graphs_in_budget")
    low, expected, high = engine.spanning("graphs") or (0.0, 0.0, 0.0)
    counted = (low if every else 0.0, expected if engine.latest("graphs_in_budget") else 0.0)
    return Estimate("CUDA graphs", *counted, high if some else 0.0, "GiB", _LOGS)


def graphs(request: MemoryRequest, engine: EngineMemory) -> Estimate:
    """Estimate what CUDA graphs take, counted or not, in GiB: a part for each layer, and more for experts.

    Fitted to 0.5 to 0.31 of vLLM; the spread is wide, for captured sizes follow flags that few logs state.
    """
    if request.enforce_eager:
        return _no_graphs()
    sizes = [_size(interval(each), request) for each in _stated(engine)]
    if not sizes:
        low, expected, high = engine.spanning("graphs") or (0.0, 0.0, 0.0)
        return Estimate("CUDA graphs", low, expected, high, "GiB", _LOGS)
    low, high = min(each[0] for each in sizes), max(each[2] for each in sizes)
    return Estimate("CUDA graphs", low, sizes[-1][1], high, "GiB", f"{_LOGS}, by layers")


def short_outside_budget(
    request: MemoryRequest, engine: EngineMemory, visible: Estimate, step: Serving
) -> bool:
    """Whether what the engine does not count may not find room beside its share of the device.

    The process's context, CUDA graphs where they are not counted, and the warm-up of the sampler, which
    sorts a row of logits for each sequence: servers with less than twice those logits to spare ran out of
    memory at 0.95, after the cache was sized. By default engines leave enough.
    """
    held = engine.by_ranks("outside_budget", request.tensor_parallel)
    default, share = engine.spanning("utilization"), request.utilization
    if held is None or default is None or share is None or share <= default[1]:
        return False
    usual = engine.spanning("graphs") or held
    uncounted = 0.0 if engine.latest("graphs_in_budget") else usual[1]
    logits = 4 * step.sequences * (request.model.vocabulary or 0) / GIB
    return (1 - share) * visible.expected < held[1] + uncounted + 2 * logits


def _stated(engine: EngineMemory) -> list[list[float]]:
    return [release["graph_size"] for release in engine.releases if "graph_size" in release]


def _size(per_layer: Interval, request: MemoryRequest) -> Interval:
    """Return low, expected and high for MiB per layer; a stage of a pipeline captures its own layers."""
    layers = (request.model.layers or 32) / request.pipeline_parallel
    low, expected, high = (_BASE_GIB * min(1.0, each / 10) + each * layers / 1024 for each in per_layer)
    if request.model.experts:
        expected += _EXPERTS_GIB
        high += 2 * _EXPERTS_GIB
    return low, expected, high


_BASE_GIB = 0.3
_EXPERTS_GIB = 0.4


def _no_graphs() -> Estimate:
    return Estimate("CUDA graphs", 0.0, 0.0, 0.0, "GiB", "eager execution is declared")
