"""What it costs: the cheapest machine that has the accelerators, an hour and for the tokens that it writes."""

from __future__ import annotations

from dataclasses import dataclass

from modelspec_lint.knowledge_base import MemoryRequest, Offer

_SECONDS = 3600
_TOKENS = 1000


@dataclass(frozen=True, slots=True)
class Price:
    """An offer, and US dollars for 1,000 output tokens at full load; ``None`` where no rate is known.

    ``least`` is what not even a server at the limit of physics goes below, ``typical`` that at the usual rate.
    """

    offer: Offer
    least: float | None
    typical: float | None


def per_thousand_tokens(usd_per_hour: float, requests_per_second: float, output_tokens: int) -> float | None:
    """Return US dollars for 1,000 output tokens (``estimates.md`` section 7): the machine is never idle."""
    tokens = requests_per_second * output_tokens
    return usd_per_hour / _SECONDS / tokens * _TOKENS if tokens else None


def where(offer: Offer) -> str:
    """Say where an offer is from: instance, cloud, region and date, or who states its price."""
    if offer.instance is None:
        return offer.said_by or "stated"
    instance = offer.instance
    stated = (instance.id, instance.cloud, instance.region, instance.price_date or "no date")
    whole = ", ".join(each for each in stated if each)
    return f"{whole}; {offer.said_by}" if offer.said_by else whole


def spare(offer: Offer, request: MemoryRequest) -> int:
    """Return how many accelerators of the machine are left over."""
    return offer.count - request.count
