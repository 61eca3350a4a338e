"""Estimates: low / expected / high, with the terms that make them up."""

from __future__ import annotations

from collections.abc import Iterable
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

    ``low`` and ``high`` bound every case that the declared facts leave open; ``expected`` is the best single
    guess.
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


def total(name: str, terms: Iterable[Estimate], source: str) -> Estimate:
    """Sum terms of one unit, end by end."""
    terms = tuple(terms)
    return Estimate(
        name=name,
        low=sum(term.low for term in terms),
        expected=sum(term.expected for term in terms),
        high=sum(term.high for term in terms),
        unit=terms[0].unit if terms else "",
        source=source,
        terms=terms,
    )


def span_of(cases: Iterable[Estimate]) -> Estimate:
    """Join cases of which one is true into the interval that holds them all; the first is expected."""
    cases = tuple(cases)
    first = cases[0]
    if len(cases) == 1:
        return first
    return Estimate(
        name=first.name,
        low=min(case.low for case in cases),
        expected=first.expected,
        high=max(case.high for case in cases),
        unit=first.unit,
        source=first.source,
        terms=first.terms,
    )
