"""What running a model costs: machines by the hour, and the tokens that they write."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

from modelspec_lint.knowledge_base.estimate import Estimate, Undecided
from modelspec_lint.knowledge_base.facts import Accelerator, Instance
from modelspec_lint.knowledge_base.knowledge import KnowledgeBase
from modelspec_lint.knowledge_base.latency.band import Rate
from modelspec_lint.knowledge_base.offers import price_of

_SECONDS = 3600.0
_TOKENS = 1000.0
_SECTION = "estimates.md section 7"
_TYPE = "/spec/runtime/accelerator/type"


@dataclass(frozen=True, slots=True)
class Rental:
    """Machines that hold a number of accelerators; they are rented whole.

    ``usd_per_hour`` is for all machines together. ``instance`` is ``None`` where an accelerator has a price
    of its own, as its user states it. ``spot``: the price of capacity that may be taken away.
    """

    instance: Instance | None
    machines: int
    count: int
    usd_per_hour: float
    spot: bool

    @property
    def accelerators(self) -> float:
        """Accelerators on the machines; more than ``count`` where they are not all used."""
        return self.count if self.instance is None else self.machines * self.instance.count

    @property
    def used(self) -> float:
        """The share of the machines' accelerators that is used."""
        return self.count / self.accelerators

    @property
    def source(self) -> str:
        """Where the price is from: instance, cloud, region, date, and what of the machines is used."""
        if self.instance is None:
            return f"{self.count:,} accelerators at their stated price"
        instance = self.instance
        stated = (instance.cloud, instance.region, instance.price_date or "no date", "spot" * self.spot)
        place = ", ".join(each for each in stated if each)
        name = f"{self.machines:,} x {instance.id}" if self.machines > 1 else instance.id
        spare = "" if self.used == 1 else f"; {self.count:,} of its {self.accelerators:g} accelerators used"
        return f"{name} ({place}{spare})"


@dataclass(frozen=True, slots=True)
class Cost:
    """What one replica costs at full load, in US dollars.

    ``per_hour`` is for whole machines, ``spot_per_hour`` the same where they may be taken away (``None``: no
    price is known). ``floor`` and ``typical`` are for 1,000 output tokens, at the limit of physics and at
    the usual rate (``None`` where nothing is written); idle hours come on top. Accelerators that are rented
    and not used are left out of both: others may use them.
    """

    rental: Rental
    per_hour: Estimate
    spot_per_hour: Estimate | None
    floor: Estimate | None
    typical: Estimate | None


def cheapest_instances(
    knowledge: KnowledgeBase, accelerator: Accelerator, count: int, spot: bool = False
) -> tuple[Rental, ...]:
    """Return what holds ``count`` of an accelerator, cheapest first: one rental for each instance type.

    They stand in one machine; where no machine is known that holds so many, in as few as can be. Instance
    types that hold a fraction of an accelerator, and those without a price, are left out.
    """
    sold = _sold(knowledge).get(accelerator.id, ())
    least = min(count, max((each.count for each in sold), default=0))
    found = []
    for instance in sold:
        price = instance.spot_usd_per_hour if spot else price_of(instance, accelerator)
        if price and instance.count >= least:
            machines = math.ceil(count / instance.count)
            found.append(Rental(instance, machines, count, machines * price, spot))
    own = accelerator.on_demand_usd_per_hour
    if own is not None and not spot:
        found.append(Rental(None, 1, count, own * count, spot))
    return tuple(sorted(found, key=_order))


@lru_cache(maxsize=4)
def _sold(knowledge: KnowledgeBase) -> dict[str, list[Instance]]:
    """Return the instance types with whole accelerators, by the accelerator that they have."""
    sold: dict[str, list[Instance]] = {}
    for instance in knowledge.instances:
        if instance.count >= 1:
            sold.setdefault(instance.accelerator, []).append(instance)
    return sold


def _order(rental: Rental) -> tuple[float, float, str]:
    return rental.usd_per_hour, rental.accelerators, rental.instance.id if rental.instance else ""


def estimate_cost(
    knowledge: KnowledgeBase, accelerator: Accelerator, count: int, rate: Rate | None, output_tokens: float
) -> Cost:
    """Price one replica of ``count`` accelerators that answers with ``output_tokens`` at a rate.

    Raises :class:`Undecided` where no machine with the accelerator has a known price.
    """
    rentals = cheapest_instances(knowledge, accelerator, count)
    if not rentals:
        raise Undecided(f"no price of a machine with {accelerator.name} is known", _TYPE)
    rental = rentals[0]
    spots = cheapest_instances(knowledge, accelerator, count, spot=True)
    hourly = _exact("machines", rental.usd_per_hour, "USD/hour", rental.source)
    spot = _exact("machines", spots[0].usd_per_hour, "USD/hour", spots[0].source) if spots else None
    if rate is None or output_tokens <= 0:
        return Cost(rental, hourly, spot, None, None)
    floor = cost_of_tokens(rental, rate.bound, output_tokens)
    return Cost(rental, hourly, spot, floor, cost_of_tokens(rental, rate.typical, output_tokens))


def cost_of_tokens(
    rental: Rental, rate: Estimate, tokens: float, name: str = "1,000 output tokens"
) -> Estimate | None:
    """Price 1,000 tokens: ``$/h / 3600 / (rate x tokens) x 1000`` (``estimates.md`` section 7).

    ``tokens`` are those of a request that are counted, ``rate`` is in requests a second. ``None`` where the
    rate may be nothing.
    """
    if rate.low <= 0 or tokens <= 0:
        return None
    hourly = rental.usd_per_hour * rental.used
    low, expected, high = (
        hourly / _SECONDS / (end * tokens) * _TOKENS for end in (rate.high, rate.expected, rate.low)
    )
    price = _exact("accelerators", hourly, "USD/hour", rental.source)
    return Estimate(name, low, expected, high, "USD", f"{_SECTION}; {rental.source}", (price, rate))


def _exact(name: str, value: float, unit: str, source: str) -> Estimate:
    return Estimate(name, value, value, value, unit, source)
