"""Estimates held against measured values: relative errors, coverage, widths, and how they are spread."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SMALLEST = 0.01
"""The least expected value that a width is related to: below it every interval is infinitely wide."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """One measured value of one term (GiB, tokens or sequences, per GPU) beside its estimate.

    ``resolution`` is what the log rounds to; a value counts as inside the interval when rounding alone would
    put it there.
    """

    term: str
    measured: float
    low: float
    expected: float
    high: float
    resolution: float = 0.0

    @property
    def error(self) -> float:
        """The relative error of the expected value, without its sign."""
        return abs(self.expected - self.measured) / abs(self.measured)

    @property
    def inside(self) -> bool:
        """Whether the measured value lies between the estimate's ends."""
        return self.low - self.resolution <= self.measured <= self.high + self.resolution

    @property
    def width(self) -> float:
        """The interval's width as a share of the expected value."""
        return (self.high - self.low) / max(abs(self.expected), _SMALLEST)


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the errors of some comparisons are spread; shares are fractions of one."""

    count: int
    middle: float
    p90: float
    p95: float
    inside: float
    width: float


def distribution(comparisons: Iterable[Comparison]) -> Distribution | None:
    """Describe comparisons; ``None`` where there are none."""
    each = tuple(comparisons)
    if not each:
        return None
    errors = sorted(one.error for one in each)
    return Distribution(
        count=len(each),
        middle=quantile(errors, 0.5),
        p90=quantile(errors, 0.9),
        p95=quantile(errors, 0.95),
        inside=sum(one.inside for one in each) / len(each),
        width=quantile(sorted(one.width for one in each), 0.5),
    )


def quantile(ascending: Sequence[float], share: float) -> float:
    """Interpolate linearly between the two values that lie around a share of a sorted sequence."""
    place = share * (len(ascending) - 1)
    below = int(place)
    above = min(below + 1, len(ascending) - 1)
    if ascending[above] == ascending[below]:
        return ascending[below]
    return ascending[below] + (place - below) * (ascending[above] - ascending[below])
