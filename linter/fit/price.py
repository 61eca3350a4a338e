"""What it costs: the cheapest machine that has the accelerators, by the hour and by what it writes."""

from __future__ import annotations

from modelspec_lint.knowledge_base import (
    Accelerator,
    Cost,
    KnowledgeBase,
    MemoryRequest,
    Rate,
    Rental,
    Undecided,
    cheapest_instances,
    estimate_cost,
)
from modelspec_lint.linter.fit.answer import Unknown
from modelspec_lint.linter.fit.speed import Speed

_TYPE = "/spec/runtime/accelerator/type"


def cost_of(request: MemoryRequest, speed: Speed | Unknown, knowledge: KnowledgeBase) -> Cost:
    """Price a deployment; raises :class:`Undecided` where nothing with its accelerators has a known price."""
    if request.mig or request.fraction < 1:
        raise Undecided("what a part of an accelerator costs is not known", _TYPE)
    if len(request.accelerators) != 1:
        raise Undecided("which accelerator is meant is not known", _TYPE)
    rate = None if isinstance(speed, Unknown) or isinstance(speed.rate, Unknown) else speed.rate
    output = 0 if isinstance(speed, Unknown) else speed.tokens.output
    return estimate_cost(knowledge, request.accelerators[0], request.count, _rate(rate), output)


def _rate(rate: Rate | None) -> Rate | None:
    return rate if rate is not None and rate.typical.low > 0 else None


def rental_of(knowledge: KnowledgeBase, accelerator: Accelerator, count: int) -> Rental | None:
    """Return the cheapest single machine with so many of an accelerator; ``None`` where none is priced."""
    found = cheapest_instances(knowledge, accelerator, count)
    return next((each for each in found if each.machines == 1), None)
