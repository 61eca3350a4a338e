"""Estimates: low / expected / high, with the terms that make them up."""

from __future__ import annotations

from dataclasses import dataclass


class Undecided(Exception):
    """A question that the facts at hand cannot answer; the reason is for people to read.

    ``field`` is the JSON pointer of the spec's field that would have to be known, where there is one.
    """

    def __init__(self, reason: str, field: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.field = field


@dataclass(frozen=True, slots=True)
class Estimate:
    """A quantity as an interval, with its unit, its source, and the terms that it is the sum of.

    ``low`` and ``high`` bound every case that the declared facts leave open; ``expected`` is the best single guess.
    """

    name: str
    low: float
    expected: float
    high: float
    unit: str
    source: str
    terms: tuple[Estimate, ...] = ()

    @property
    def exact(self) -> bool:
        """Whether nothing is left open."""
        return self.low == self.high


@dataclass(frozen=True, slots=True)
class Stated:
    """A value that is not an estimate: declared in the spec, or printed in a source."""

    name: str
    value: str | float
    unit: str
    source: str
