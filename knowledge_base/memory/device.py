"""Device memory: what a framework sees of an accelerator, and what the engine may take of that."""

from __future__ import annotations

from modelspec_lint.knowledge_base.estimate import Estimate, Undecided, span_of
from modelspec_lint.knowledge_base.facts import Accelerator
from modelspec_lint.knowledge_base.memory.engine import EngineMemory
from modelspec_lint.knowledge_base.memory.request import MemoryRequest

_CEILING = 0.98
"""The highest utilisation that leaves the driver's own context its place."""


def visible_memory(request: MemoryRequest) -> Estimate:
    """Estimate what a framework can allocate from on one accelerator, in GiB, over all that may be meant."""
    stated = request.device_memory_gib
    if stated is not None:
        return Estimate("visible", stated, stated, stated, "GiB", "stated")
    _refuse_unnamed(request)
    whole = span_of(_visible(each, request.mig) for each in request.accelerators)
    return whole if request.fraction == 1 else _part(whole, request.fraction)


def largest_memory(request: MemoryRequest) -> float:
    """Return what no configuration of any accelerator that may be meant exceeds, in GiB."""
    if request.device_memory_gib is not None:
        return request.device_memory_gib
    _refuse_unnamed(request)
    return max(_largest(each, request.mig) for each in request.accelerators) * request.fraction


def usable_memory(request: MemoryRequest, engine: EngineMemory | None) -> Estimate:
    """Estimate what the engine may take of one accelerator, in GiB.

    A utilisation that is not declared may be set as high as 0.98; the expected one is the engine's default.
    """
    visible = visible_memory(request)
    largest = largest_memory(request)
    if request.utilization is not None:
        share = (request.utilization,) * 3
        source = f"utilisation {request.utilization:g}, declared"
    else:
        default = engine.spanning("utilization") if engine else None
        ceiling = float(engine.facts.get("utilization_ceiling", _CEILING)) if engine else _CEILING
        low, expected, _ = default or (0.85, 0.9, ceiling)
        share = (low, expected, ceiling)
        source = f"utilisation {expected:g} by default, at most {ceiling:g}"
    return Estimate(
        "usable",
        visible.low * share[0],
        visible.expected * share[1],
        largest * share[2],
        "GiB",
        f"{visible.source}; {source}",
    )


def _part(whole: Estimate, fraction: float) -> Estimate:
    """Return what a machine sees that is given a part of an accelerator: its memory is cut with it."""
    return Estimate(
        whole.name,
        whole.low * fraction,
        whole.expected * fraction,
        whole.high * fraction,
        whole.unit,
        f"{whole.source}; {fraction:.3g} of it",
    )


def _refuse_unnamed(request: MemoryRequest) -> None:
    if not request.accelerators:
        raise Undecided("the accelerator is not known", "/spec/runtime/accelerator/type")


def _visible(accelerator: Accelerator, mig: str | None) -> Estimate:
    if mig is not None:
        slice_gib = _slice(accelerator, mig)
        return Estimate(
            "visible",
            slice_gib * 0.97,
            slice_gib * 0.99,
            slice_gib,
            "GiB",
            f"MIG slice {mig} of {accelerator.name}",
        )
    low, high = accelerator.visible_memory_gib
    basis = f"{accelerator.name}, {accelerator.visible_memory_basis}"
    return Estimate("visible", low, (low + high) / 2, high, "GiB", basis)


def _largest(accelerator: Accelerator, mig: str | None) -> float:
    return _slice(accelerator, mig) if mig is not None else accelerator.largest_memory_gib


def _slice(accelerator: Accelerator, mig: str) -> float:
    for profile in accelerator.mig_profiles:
        if profile.name == mig and profile.memory_gib:
            return profile.memory_gib
    raise Undecided(
        f"the memory of the MIG slice {mig} of {accelerator.name} is not known",
        "/spec/runtime/accelerator/type",
    )
