"""How much fits: the largest batch and the longest sequence, as exact whole numbers.

Found by bisection over the estimate itself, for a larger batch leaves less for the cache: what is returned
was tested to hold, and one more was tested not to.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Literal

from modelspec_lint.knowledge_base import Memory, MemoryRequest, estimate_memory

End = Literal["expected", "guaranteed"]

LONGEST = 2**27
"""No length above this is looked for: what holds it holds any that is asked for."""


@dataclass(frozen=True, slots=True)
class Limit:
    """The largest number that fits: as expected, and under every setting that is left open.

    ``None``: memory sets no limit. Zero: not even one fits.
    """

    expected: int | None
    guaranteed: int | None


@dataclass(frozen=True, slots=True)
class Point:
    """The largest batch of sequences of one length."""

    length: int
    batch: Limit


@dataclass(frozen=True, slots=True)
class Limits:
    """What fits beside what is declared.

    ``batch`` sequences of ``at_length`` tokens; ``length`` tokens of each of ``at_batch`` sequences;
    ``alone``: tokens of a single sequence. ``context`` is what the model itself takes, where that is known.
    """

    at_length: int
    at_batch: int
    batch: Limit
    length: Limit
    alone: Limit
    context: int | None


def limits(memory: Memory) -> Limits:
    """Find the limits of a request whose model keeps a cache; raises ``Undecided`` like the estimate."""
    request = memory.request
    sequences = request.batch or 1
    model = request.model
    return Limits(
        at_length=memory.sequence_length,
        at_batch=sequences,
        batch=largest_batch(request, memory.sequence_length),
        length=longest(request, sequences),
        alone=longest(request, 1),
        context=None if "context" in model.unverified else model.context,
    )


def largest_batch(request: MemoryRequest, length: int) -> Limit:
    """Return the largest batch of sequences of ``length`` tokens, over all replicas."""

    def find(end: End) -> int | None:
        def fits(batch: int) -> bool:
            return holds(replace(request, sequence_length=length, batch=batch), batch, end)

        most = _slots(estimate_memory(replace(request, sequence_length=length, batch=1)), "expected")
        if math.isinf(most):
            return None
        return _last(fits, 0, int(most) + 1)

    return Limit(find("expected"), find("guaranteed"))


def longest(request: MemoryRequest, sequences: int) -> Limit:
    """Return the largest length of which ``sequences`` fit at once; the engine's batch stays as it is."""

    def find(end: End) -> int | None:
        def fits(length: int) -> bool:
            return holds(replace(request, sequence_length=length), sequences, end)

        length = LONGEST
        while length and not fits(length):
            length //= 2
        return None if length == LONGEST else _last(fits, length, 2 * length) if length else 0

    return Limit(find("expected"), find("guaranteed"))


def frontier(request: MemoryRequest, lengths: Iterable[int]) -> tuple[Point, ...]:
    """Return the largest batch at each of ``lengths``."""
    return tuple(Point(length, largest_batch(request, length)) for length in lengths)


def holds(request: MemoryRequest, sequences: int, end: End) -> bool:
    """Whether the engine admits a sequence of that length and holds ``sequences`` of them at once."""
    memory = estimate_memory(request)
    one, left = memory.admission, memory.kv_available
    fits = one.expected <= left.expected if end == "expected" else one.high <= left.low
    pages = not (memory.lacks_state_pages if end == "expected" else memory.may_lack_state_pages)
    return fits and pages and _slots(memory, end) >= sequences


def _slots(memory: Memory, end: End) -> float:
    slots = memory.slots.expected if end == "expected" else memory.slots.low
    return slots * memory.request.replicas


def _last(fits: Callable[[int], bool], low: int, high: int) -> int:
    """Return the last number that fits; ``low`` does (or is zero), and ``high`` does not."""
    while high - low > 1:
        middle = (low + high) // 2
        if fits(middle):
            low = middle
        else:
            high = middle
    return low
