"""The fleet: all specs together, the worst first, and which rules spoke how often."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from modelspec_lint.linter.fit.answer import Unknown
from modelspec_lint.linter.fit.plot.memory_bars import Row, memory_gauge
from modelspec_lint.linter.fit.plot.shapes import Plot
from modelspec_lint.linter.fit.view import Tile
from modelspec_lint.linter.overview.overview import Overview, Span, State
from modelspec_lint.linter.report.display import shown
from modelspec_lint.linter.report.html.counts import Counts, counts_bar, counts_by_document
from modelspec_lint.linter.report.statistics import RuleCount, statistics
from modelspec_lint.linter.report.summary import counted
from modelspec_lint.linter.verdicts import Result

FEW = 12
"""Rows of a table that are seen at once; the rest opens on demand."""
_NAME = 120
_LARGE = 1e7


@dataclass(frozen=True, slots=True)
class SpecRow:
    """A spec in the table; ``number`` is the one of its own part of the page."""

    number: int
    name: str
    file: str
    counts: Counts
    accelerators: str
    month: str
    state: State
    word: str
    gauge: Plot | None


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule in the table, with its bar."""

    count: RuleCount
    bar: Plot


@dataclass(frozen=True, slots=True)
class Fleet:
    """What the first part of the page shows; the tables in two parts, the second of which opens on demand."""

    tiles: tuple[Tile, ...]
    specs: tuple[tuple[SpecRow, ...], tuple[SpecRow, ...]]
    rules: tuple[tuple[RuleRow, ...], tuple[RuleRow, ...]]


def fleet_of(result: Result, overviews: Sequence[Overview]) -> Fleet:
    """Sum up a run and order its specs."""
    counts = counts_by_document(result)
    rows = sorted(
        (
            _row(number, each, counts.get(id(each.document), (0, 0, 0)))
            for number, each in enumerate(overviews, 1)
        ),
        key=lambda row: (*(-count for count in row.counts), row.file, row.number),
    )
    found = statistics(result)
    most = max((each.total for each in found), default=1)
    rules = [
        RuleRow(each, counts_bar(f"rule-{number}", each.counts, most)) for number, each in enumerate(found, 1)
    ]
    return Fleet(
        tuple(_tiles(result, overviews)),
        (tuple(rows[:FEW]), tuple(rows[FEW:])),
        (tuple(rules[:FEW]), tuple(rules[FEW:])),
    )


def _row(number: int, overview: Overview, counts: Counts) -> SpecRow:
    bar = overview.memory.bar
    gauge = memory_gauge(f"gauge-{number}", Row(overview.memory.device, "", bar)) if bar else None
    return SpecRow(
        number=number,
        name=shown(overview.name, limit=_NAME),
        file=shown(overview.file),
        counts=counts,
        accelerators=span(overview.accelerators, "{:,.0f}"),
        month=span(overview.month, "{:,.0f}"),
        state=overview.memory.state,
        word=overview.memory.word,
        gauge=gauge,
    )


def _tiles(result: Result, overviews: Sequence[Overview]) -> Iterator[Tile]:
    summary = result.summary
    yield Tile(_noun(summary.specs, "spec"), f"{summary.specs:,}", f"in {counted(summary.files, 'file')}")
    yield Tile(_noun(summary.errors, "error"), f"{summary.errors:,}", "provably wrong")
    yield Tile(_noun(summary.warnings, "warning"), f"{summary.warnings:,}", "expected to fail or to hurt")
    yield Tile(_noun(summary.notes, "note"), f"{summary.notes:,}", "worth knowing")
    if overviews:
        devices, months = [each.accelerators for each in overviews], [each.month for each in overviews]
        yield Tile("accelerators", *_total(devices))
        yield Tile("USD a month", *_total(months))


def _noun(count: int, word: str) -> str:
    return word if count == 1 else f"{word}s"


def _total(answers: Sequence[Span | Unknown]) -> tuple[str, str]:
    """Return the sum at the most replicas, and what is to be said about it."""
    known = [each for each in answers if isinstance(each, Span)]
    least, most = _sum(each.least for each in known), _sum(each.most for each in known)
    remarks = [] if least == most else [f"{least} at the fewest replicas"]
    if len(known) < len(answers):
        remarks.append(f"not known for {counted(len(answers) - len(known), 'spec')}")
    return most, ", ".join(remarks) or "at all replicas"


def _sum(values: Iterable[float]) -> str:
    total = sum(values)
    return f"{total:,.0f}" if total < _LARGE else f"{total / 1e6:,.1f} M"


def span(answer: Span | Unknown, form: str) -> str:
    """Write a figure for the least and the most replicas; nothing where it is not known."""
    if isinstance(answer, Unknown):
        return ""
    least, most = form.format(answer.least), form.format(answer.most)
    return most if least == most else f"{least} to {most}"
