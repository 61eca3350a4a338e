"""Less hardware that holds the same load: fewer of the same accelerator, or smaller ones, for less money."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from operator import itemgetter

from modelspec_lint.knowledge_base.cost import Rental, cheapest_instances
from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import Accelerator
from modelspec_lint.knowledge_base.knowledge import KnowledgeBase
from modelspec_lint.knowledge_base.memory.alternatives import runs
from modelspec_lint.knowledge_base.memory.memory import Memory, estimate_memory
from modelspec_lint.knowledge_base.memory.parallelism import parallelism_refusals
from modelspec_lint.knowledge_base.memory.request import MemoryRequest
from modelspec_lint.knowledge_base.memory.ways_out import least_memory, meets, moved_to, spread_over
from modelspec_lint.knowledge_base.offers import COUNTS

_SPARE = 1.2
"""The load that has to fit, by the one that is declared."""
_SMALLER = 0.75
"""Hardware with more than this share of the memory is not smaller in earnest."""
_CHEAPER = 0.8


@dataclass(frozen=True, slots=True)
class Smaller:
    """Smaller hardware that holds the load; prices in USD an hour, of the accelerators used, in one cloud."""

    request: MemoryRequest
    memory: Memory
    rental: Rental
    usd_per_hour: float
    instead: Rental
    instead_usd_per_hour: float


def smaller_hardware(
    request: MemoryRequest, knowledge: KnowledgeBase, cloud: str | None = None
) -> Iterator[Smaller]:
    """Yield hardware of the same vendor that holds a fifth more than the load, the largest saving first.

    The load is the declared batch of sequences of the declared length: without both there is nothing to
    yield. Prices are compared within a cloud; ``cloud`` names one. Raises :class:`Undecided` like the
    estimate of memory.
    """
    if not _may_be_oversized(request):
        return
    own = request.accelerators[0]
    least = least_memory(request, "batch") * _SPARE
    most = _SMALLER * request.count * own.visible_memory_gib[1]
    if least >= most:
        return
    priced = sorted(_cheaper(request, knowledge, cloud, least, most), key=lambda each: each[0])
    for _, accelerator, count, rental, instead in priced:
        changed = spread_over(moved_to(request, accelerator), count)
        if changed is None or parallelism_refusals(changed):
            continue
        try:
            memory = estimate_memory(changed)
            if _holds(memory):
                yield Smaller(changed, memory, rental, _share(rental), instead, _share(instead))
        except Undecided:
            continue


def _may_be_oversized(request: MemoryRequest) -> bool:
    declared = request.batch is not None and request.sequence_length is not None
    whole = len(request.accelerators) == 1 and request.mig is None and request.fraction == 1
    if not declared or not whole or request.device_memory_gib is not None:
        return False
    memory = estimate_memory(request)
    return memory.keeps_cache and not memory.weights_exceed and _holds(memory)


def _holds(memory: Memory) -> bool:
    """Whether the declared batch fits as expected, and a fifth more of it."""
    needed = math.ceil((memory.request.batch or 1) * _SPARE)
    return meets(memory, "start") and memory.slots.expected * memory.request.replicas >= needed


_Priced = tuple[float, Accelerator, int, Rental, Rental]


def _cheaper(
    request: MemoryRequest, knowledge: KnowledgeBase, cloud: str | None, least: float, most: float
) -> Iterator[_Priced]:
    """Yield the share of the price that is left, accelerator, count, and what both are rented for."""
    own = request.accelerators[0]
    here = _by_cloud(knowledge, own, request.count, cloud)
    if not here:
        return
    prices = {name: _share(rental) for name, rental in here.items()}
    offers = _on_offer(knowledge, cloud, own.vendor)
    running: dict[str, bool] = {}
    start = bisect_right(offers, least, key=itemgetter(0))
    for memory, accelerator, count, name, price, rental in offers[start:]:
        if memory > most:
            break
        if name not in prices or price > _CHEAPER * prices[name]:
            continue
        if accelerator.id not in running:
            running[accelerator.id] = runs(request, request.precisions, accelerator)
        if running[accelerator.id]:
            yield price / prices[name], accelerator, count, rental, here[name]


_Offer = tuple[float, Accelerator, int, str, float, Rental]


@lru_cache(maxsize=64)
def _on_offer(knowledge: KnowledgeBase, cloud: str | None, vendor: str) -> list[_Offer]:
    """Return a vendor's accelerators and counts by their memory in GiB, with each cloud's price."""
    offers = [
        (count * accelerator.visible_memory_gib[1], accelerator, count, name, _share(rental), rental)
        for accelerator in knowledge.accelerators
        for count in COUNTS
        for name, rental in _by_cloud(knowledge, accelerator, count, cloud).items()
        if accelerator.vendor == vendor
    ]
    return sorted(offers, key=itemgetter(0))


@lru_cache(maxsize=2048)
def _by_cloud(
    knowledge: KnowledgeBase, accelerator: Accelerator, count: int, cloud: str | None
) -> dict[str, Rental]:
    """Return the cheapest single machine of each cloud; a price of one's own stands under no name."""
    found: dict[str, Rental] = {}
    for rental in cheapest_instances(knowledge, accelerator, count):
        name = rental.instance.cloud if rental.instance else ""
        if rental.machines == 1 and (cloud is None or name in ("", cloud)):
            found.setdefault(name, rental)
    return found


def _share(rental: Rental) -> float:
    return rental.usd_per_hour * rental.used
