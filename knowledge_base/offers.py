"""What accelerators can be rented for, whole machines at a time: list prices, or what their user pays."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from modelspec_lint.knowledge_base.facts import Accelerator, Instance
from modelspec_lint.knowledge_base.knowledge import KnowledgeBase

COUNTS = (1, 2, 4, 8, 16)
"""Accelerators over which engines spread a model evenly."""


@dataclass(frozen=True, slots=True)
class Offer:
    """What a number of accelerators costs, in US dollars an hour.

    ``instance`` is the cheapest instance type with them; ``None`` where an overlay says what its user pays
    for one accelerator. ``said_by`` names the overlay that states the price, empty for a list price.
    """

    usd_per_hour: float
    count: int
    accelerator: Accelerator
    instance: Instance | None
    said_by: str


def price_of(instance: Instance, accelerator: Accelerator) -> float | None:
    """Return an instance's price an hour in US dollars; its user's own price of an accelerator goes first."""
    own = accelerator.on_demand_usd_per_hour
    return own * instance.count if own is not None else instance.usd_per_hour


@lru_cache(maxsize=4)
def offers(knowledge: KnowledgeBase) -> tuple[Offer, ...]:
    """Return the cheapest offer of each accelerator and count, by price."""
    cheapest: dict[tuple[str, int], Offer] = {}
    for instance in knowledge.instances:
        if not instance.usd_per_hour or instance.count not in COUNTS:
            continue
        key = (instance.accelerator, int(instance.count))
        if key not in cheapest or instance.usd_per_hour < cheapest[key].usd_per_hour:
            accelerator = knowledge.accelerators.get(instance.accelerator)
            said_by = _said_by(knowledge, "instances", instance.id, "usd_per_hour")
            cheapest[key] = Offer(instance.usd_per_hour, key[1], accelerator, instance, said_by)
    if knowledge.layers:  # no built-in accelerator has a price of its own: its price is that of its instances
        for accelerator in knowledge.accelerators:
            if accelerator.on_demand_usd_per_hour is not None:
                said_by = _said_by(knowledge, "accelerators", accelerator.id, "on_demand_usd_per_hour")
                for count in COUNTS:
                    price = accelerator.on_demand_usd_per_hour * count
                    cheapest[accelerator.id, count] = Offer(price, count, accelerator, None, said_by)
    return tuple(
        sorted(cheapest.values(), key=lambda each: (each.usd_per_hour, each.count, each.accelerator.id))
    )


def _said_by(knowledge: KnowledgeBase, catalogue: str, identifier: str, field: str) -> str:
    if not knowledge.layers:
        return ""
    origin = knowledge.origin(catalogue, identifier, field)
    return str(origin) if origin is not None and origin.place else ""
