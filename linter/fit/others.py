"""What else would do: accelerators, counts and precisions that hold the same load, cheapest first."""

from __future__ import annotations

from dataclasses import dataclass

from modelspec_lint.knowledge_base import (
    Alternative,
    KnowledgeBase,
    Memory,
    MemoryRequest,
    Rental,
    alternatives,
)
from modelspec_lint.linter.fit.answer import Unknown, asked
from modelspec_lint.linter.fit.limits import Limit, largest_batch
from modelspec_lint.linter.fit.memory_sum import Bar, bar_of, memory_sum
from modelspec_lint.linter.fit.price import rental_of
from modelspec_lint.linter.fit.speed import typical_request
from modelspec_lint.linter.tokens import Tokens

_SAME, _SMALLER = 5, 3
"""Rows that are shown of the precision that was asked about, and of smaller ones."""


@dataclass(frozen=True, slots=True)
class Other:
    """One that would do. ``declared``: it is what was asked about; ``rental`` is ``None`` without a price.

    ``latency`` is the usual time of a request in milliseconds, with the declared batch in flight, or alone.
    """

    request: MemoryRequest
    declared: bool
    smaller_precision: bool
    rental: Rental | None
    batch: Limit | Unknown
    latency: float | Unknown
    bar: Bar | None


@dataclass(frozen=True, slots=True)
class Others:
    """Rows, cheapest first, those without a price last by memory; of ``found`` in all."""

    rows: tuple[Other, ...]
    found: int


def what_else(
    memory: Memory, tokens: Tokens | Unknown, knowledge: KnowledgeBase, *, every: bool
) -> Others | Unknown:
    """List what else would do; ``every``: all of them, not only the cheapest."""
    request = memory.request
    if memory.keeps_cache:
        one = asked(lambda: memory.admission)
        if isinstance(one, Unknown):
            return one
    found = asked(lambda: alternatives(request, knowledge))
    if isinstance(found, Unknown):
        return found
    priced = sorted(
        ((each, rental_of(knowledge, each.accelerator, each.request.count)) for each in found),
        key=_order,
    )
    chosen = priced if every else _chosen(priced)
    return Others(tuple(_other(each, rental, request, tokens) for each, rental in chosen), len(priced))


def _order(priced: tuple[Alternative, Rental | None]) -> tuple[float, float, str, float]:
    alternative, rental = priced
    size = alternative.request.count * alternative.accelerator.visible_memory_gib[1]
    bits = alternative.request.precisions[0].bits
    return (rental.usd_per_hour if rental else float("inf"), size, alternative.accelerator.id, -bits)


def _chosen(
    priced: list[tuple[Alternative, Rental | None]],
) -> list[tuple[Alternative, Rental | None]]:
    """Choose the cheapest of each kind, so that smaller precisions do not crowd out the declared one.

    A smaller precision is worth a row where fewer of the accelerator do; of several, the one with most bits.
    """
    same = [each for each in priced if not each[0].smaller_precision]
    needs = {each.accelerator: each.request.count for each, _ in same}
    smaller = []
    for pair in (each for each in priced if each[0].smaller_precision):
        accelerator, number = pair[0].accelerator, pair[0].request.count
        if number < needs.get(accelerator, number + 1):
            needs[accelerator] = number
            smaller.append(pair)
    rest = _SAME + _SMALLER
    few = min(len(smaller), _SMALLER)
    kept = same[: rest - few]
    return sorted([*kept, *smaller[: rest - len(kept)]], key=_order)


def _other(
    alternative: Alternative, rental: Rental | None, declared: MemoryRequest, tokens: Tokens | Unknown
) -> Other:
    request = alternative.request
    batch: Limit | Unknown = Unknown("this model keeps no KV cache")
    if alternative.memory.keeps_cache:
        batch = asked(lambda: largest_batch(request, alternative.memory.sequence_length))
    return Other(
        request=request,
        declared=request.key == declared.key,
        smaller_precision=alternative.smaller_precision,
        rental=rental,
        batch=batch,
        latency=tokens
        if isinstance(tokens, Unknown)
        else typical_request(request, tokens, declared.batch or 1),
        bar=bar_of(memory_sum(alternative.memory)),
    )
