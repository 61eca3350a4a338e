"""What else would do: every accelerator that holds the same load, in the least number that does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import Accelerator, Engine, Precision
from modelspec_lint.knowledge_base.knowledge import KnowledgeBase
from modelspec_lint.knowledge_base.memory.memory import Memory, estimate_memory
from modelspec_lint.knowledge_base.memory.parallelism import parallelism_refusals
from modelspec_lint.knowledge_base.memory.request import MemoryRequest
from modelspec_lint.knowledge_base.memory.ways_out import (
    Need,
    computes,
    least_memory,
    meets,
    moved_to,
    smaller_precisions,
    spread_over,
)

_COUNTS = (1, 2, 4, 8, 16)
_NEVER = (99, 0)
_NODE = 8
"""Accelerators of one node, where no larger fast domain is known: more of them would span nodes."""


@dataclass(frozen=True, slots=True)
class Alternative:
    """A request that is expected to hold the same load, with the estimate that says so.

    ``smaller_precision``: its weights are stored in fewer bits than those that were asked about.
    """

    request: MemoryRequest
    memory: Memory
    smaller_precision: bool

    @property
    def accelerator(self) -> Accelerator:
        """The accelerator; an alternative names one."""
        return self.request.accelerators[0]


def alternatives(request: MemoryRequest, knowledge: KnowledgeBase) -> tuple[Alternative, ...]:
    """Return, for each accelerator and precision, the least count that is expected to hold the same load.

    The load is the declared batch of sequences of the declared length; without a batch, one such sequence.
    Raises :class:`Undecided` where that load cannot be known.
    """
    need: Need = "batch" if request.batch is not None else "start"
    found: list[Alternative] = []
    for precisions, smaller in _formats(request, knowledge):
        stored = replace(request, precisions=precisions)
        least = least_memory(stored, need)
        for accelerator in runnable(request, precisions, knowledge):
            alternative = _least_count(stored, accelerator, least, need, smaller=smaller)
            if alternative is not None:
                found.append(alternative)
    return tuple(found)


def _formats(
    request: MemoryRequest, knowledge: KnowledgeBase
) -> Iterator[tuple[tuple[Precision, ...], bool]]:
    yield request.precisions, False
    for precision in smaller_precisions(request, knowledge):
        yield (precision,), True


def runnable(
    request: MemoryRequest, precisions: tuple[Precision, ...], knowledge: KnowledgeBase
) -> Iterator[Accelerator]:
    """Yield the accelerators that the engine is known to run all of the precisions on."""
    return (each for each in knowledge.accelerators if runs(request, precisions, each))


def runs(request: MemoryRequest, precisions: tuple[Precision, ...], accelerator: Accelerator) -> bool:
    """Whether the engine is known to run all of the precisions on an accelerator."""
    engine = request.engine
    if engine is not None and accelerator.vendor not in engine.vendors:
        return False
    own = {each.vendor for each in request.accelerators}
    return all(
        computes(accelerator, precision)
        and (engine is None or _has_kernels(engine, accelerator, precision, own))
        for precision in precisions
    )


def _has_kernels(engine: Engine, accelerator: Accelerator, precision: Precision, own: set[str]) -> bool:
    """Return whether the engine's kernels for the precision are known on the accelerator.

    On other vendors than the declared one, whose kernels are not listed, only 16 bits are taken for granted.
    """
    by_vendor = engine.facts.get("kernels")
    if not by_vendor:
        return True
    rows = by_vendor.get(accelerator.vendor)
    if rows is None:
        return precision.bits >= 16 or accelerator.vendor in own
    capability = accelerator.compute_capability
    for row in rows:
        if row["precision"] == precision.id and capability is not None:
            return capability >= min(tuple(row.get(kind, _NEVER)) for kind in ("native", "weight_only"))
    return True


def _least_count(
    request: MemoryRequest, accelerator: Accelerator, least: float, need: Need, *, smaller: bool
) -> Alternative | None:
    for count in _COUNTS:
        if count > max(_NODE, accelerator.fast_domain or 0):
            return None
        if count * accelerator.visible_memory_gib[1] <= least:
            continue
        spread = spread_over(moved_to(request, accelerator), count)
        if spread is None or parallelism_refusals(spread):
            continue
        try:
            memory = estimate_memory(spread)
            if meets(memory, need):
                return Alternative(spread, memory, smaller)
        except Undecided:
            return None
    return None
