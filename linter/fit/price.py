"""What it costs: the cheapest machine that has the accelerators, by the hour and by what it writes."""

from __future__ import annotations

from dataclasses import dataclass

from modelspec_lint.knowledge_base import (
    KnowledgeBase,
    MemoryRequest,
    Offer,
    Rate,
    Undecided,
    cheapest_offer,
)
from modelspec_lint.linter.fit.answer import Unknown
from modelspec_lint.linter.fit.speed import Speed

_SECONDS = 3600
_TOKENS = 1000
_TYPE = "/spec/runtime/accelerator/type"


@dataclass(frozen=True, slots=True)
class Price:
    """An offer; US dollars for 1,000 output tokens at full load, ``None`` where no rate is known.

    The machine runs as many deployments as it has accelerators for: ``deployments``. ``least`` is what not
    even a server at the limit of physics goes below, ``typical`` what is paid at the usual rate.
    """

    offer: Offer
    deployments: int
    least: float | None
    typical: float | None


def price_of(request: MemoryRequest, speed: Speed | Unknown, knowledge: KnowledgeBase) -> Price:
    """Price a deployment; raises :class:`Undecided` where nothing with its accelerators has a known price."""
    if request.mig:
        raise Undecided("what a slice of an accelerator costs is not known", _TYPE)
    if request.fraction < 1:
        raise Undecided("what a part of an accelerator costs is not known", _TYPE)
    if len(request.accelerators) != 1:
        raise Undecided("which accelerator is meant is not known", _TYPE)
    accelerator = request.accelerators[0]
    offer = cheapest_offer(knowledge, accelerator, request.count)
    if offer is None:
        raise Undecided(f"no price of a machine with {request.count:,} x {accelerator.id} is known", _TYPE)
    deployments = offer.count // request.count
    rate = None if isinstance(speed, Unknown) else speed.rate
    output = 0 if isinstance(speed, Unknown) else speed.tokens.output
    if not isinstance(rate, Rate) or not output:
        return Price(offer, deployments, None, None)

    def per_thousand(requests_per_second: float) -> float | None:
        """``$/h / 3600 / (rate x tokens) x 1000`` (``estimates.md`` section 7): the machine is never idle."""
        tokens = requests_per_second * output * deployments
        return offer.usd_per_hour / _SECONDS / tokens * _TOKENS if tokens else None

    return Price(offer, deployments, per_thousand(rate.bound.expected), per_thousand(rate.typical.expected))


def where(offer: Offer, number: int) -> str:
    """Say where an offer of ``number`` accelerators is from: instance, cloud, region, date, who says so."""
    if offer.instance is None:
        return offer.said_by or "stated"
    instance = offer.instance
    more = f"{instance.id} (has {offer.count:,})" if offer.count > number else instance.id
    stated = (more, instance.cloud, instance.region, instance.price_date or "no date")
    whole = ", ".join(each for each in stated if each)
    return f"{whole}; {offer.said_by}" if offer.said_by else whole
