"""Whether instance types, their accelerators and their prices hold together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from modelspec_lint.knowledge_base.check.problem import FactProblem
from modelspec_lint.knowledge_base.facts import Accelerator, Instance

_CHEAPER = 0.8
"""A faster network makes up for less than the rest of the price: more of all else is never this cheap."""
_FAR = 10.0
"""One cloud's prices of an accelerator differ by the processors beside it, but not by this factor."""


def instance_problems(
    instances: Iterable[Instance], accelerators: dict[str, Accelerator]
) -> Iterator[FactProblem]:
    """Find what does not hold together, within an entry and between those of one cloud."""
    alike: dict[tuple[str, str, str | None], list[Instance]] = defaultdict(list)
    for instance in instances:
        for message in _alone(instance, accelerators.get(instance.accelerator)):
            yield FactProblem("instances", instance.id, message)
        if instance.usd_per_hour and instance.count > 0:
            alike[instance.cloud, instance.accelerator, instance.region].append(instance)
    for group in alike.values():
        yield from _together(group)


def _alone(instance: Instance, accelerator: Accelerator | None) -> Iterator[str]:
    price, count = instance.usd_per_hour, instance.count
    if accelerator is None:
        yield f"there is no accelerator {instance.accelerator}"
    if count <= 0:
        yield f"it has {count:g} accelerators"
    elif count > 1 and count != int(count):
        yield f"it has {count:g} accelerators: neither a whole number nor a share of one"
    if price is not None and price <= 0:
        yield f"it costs {price:g} USD/h"
    if price is not None and instance.region is None:
        yield "its price has no region"
    if instance.price_date is not None and not _is_date(instance.price_date):
        yield f"its price has the date {instance.price_date!r}"
    for name, other in (
        ("spot", instance.spot_usd_per_hour),
        ("capacity block", instance.capacity_block_usd_per_hour),
    ):
        if other is not None and price is not None and other > price:
            yield f"its {name} price of {other:g} USD/h is above the list price of {price:g}"


def _together(group: list[Instance]) -> Iterator[FactProblem]:
    """Compare the prices of one cloud, region and accelerator: more of everything is not cheaper."""
    least = min(group, key=_for_one)
    for instance in group:
        price, one = _price(instance), _for_one(instance)
        times = one / _for_one(least)
        if times > _FAR:
            message = f"one accelerator costs {one:.2f} USD/h, {times:.1f} x as much as in {least.id}"
            yield FactProblem("instances", instance.id, message)
        for other in group:
            if _has_more(instance, other) and price < _price(other) * _CHEAPER:
                known = f"it has at least what {other.id} has"
                message = f"{known}, and costs {price:g} USD/h, not {_price(other):g}"
                yield FactProblem("instances", instance.id, message)


def _has_more(instance: Instance, other: Instance) -> bool:
    pairs = (
        (instance.count, other.count),
        (instance.vcpus, other.vcpus),
        (instance.memory_gib, other.memory_gib),
    )
    return all(more is not None and less is not None and more >= less for more, less in pairs)


def _price(instance: Instance) -> float:
    return instance.usd_per_hour or 0.0


def _for_one(instance: Instance) -> float:
    return _price(instance) / instance.count


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(f"{text}-01" if len(text) == len("2026-02") else text)
    except ValueError:
        return False
    return True
