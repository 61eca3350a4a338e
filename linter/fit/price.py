"""What can be rented: the instances that offer enough accelerators, and the cheapest of them."""

from __future__ import annotations

from dataclasses import dataclass

from modelspec_lint.knowledge_base import Instance, KnowledgeBase


@dataclass(frozen=True, slots=True)
class Offer:
    """An instance type that has the accelerators, and what it costs as a whole, in USD an hour."""

    instance: Instance
    usd_per_hour: float

    @property
    def where(self) -> str:
        """Cloud, region and date of the price, as far as they are stated."""
        stated = (self.instance.cloud, self.instance.region, self.instance.price_date or "no date")
        return ", ".join(each for each in stated if each)


def cheapest(knowledge: KnowledgeBase, accelerator: str, count: int) -> Offer | None:
    """Return the cheapest instance with at least ``count`` of an accelerator, rented whole."""
    offers = [
        Offer(each, each.usd_per_hour)
        for each in knowledge.instances
        if each.accelerator == accelerator and each.usd_per_hour and each.count >= count
    ]
    return min(offers, key=lambda each: each.usd_per_hour, default=None)
