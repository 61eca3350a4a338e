"""What a page shows, as plain words and tables: everything is decided here, the template only sets it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from modelspec_lint.knowledge_base import Estimate
from modelspec_lint.linter.fit.answer import Unknown
from modelspec_lint.linter.fit.figures import count, figure, tokens
from modelspec_lint.linter.fit.fit import Fit
from modelspec_lint.linter.fit.limits import Limit, Limits, Point
from modelspec_lint.linter.fit.memory_sum import Bar
from modelspec_lint.linter.fit.others import Other, Others
from modelspec_lint.linter.fit.plot.latency_batch import Drawn
from modelspec_lint.linter.fit.plot.shapes import Plot
from modelspec_lint.linter.fit.speed import Speed
from modelspec_lint.linter.fit.terms import terms_of
from modelspec_lint.linter.fit.times import HEADS, time_rows
from modelspec_lint.linter.fit.understood import Understood
from modelspec_lint.linter.report.numbers import number


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table; ``role`` styles it, ``swatch`` is the colour that it has in the plot."""

    cells: tuple[str, ...]
    role: str = ""
    swatch: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``sides`` has a style for each column: ``left``, ``right`` or ``faint``."""

    heads: tuple[str, ...]
    sides: tuple[str, ...]
    rows: tuple[Line, ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Key:
    """An entry of a plot's legend."""

    role: str
    name: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot with its legend and the table of its figures."""

    plot: Plot
    legend: tuple[Key, ...] = ()
    table: Table | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page; ``undecided`` stands where its figures would."""

    title: str
    figures: tuple[Figure, ...] = ()
    tables: tuple[Table, ...] = ()
    intro: str = ""
    paragraphs: tuple[str, ...] = ()
    undecided: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure that is worth a glance."""

    label: str
    figure: str
    remark: str


@dataclass(frozen=True, slots=True)
class View:
    """One deployment on the page."""

    id: str
    name: str
    place: str
    state: str
    word: str
    reason: str
    cautions: tuple[str, ...]
    tiles: tuple[Tile, ...]
    understood: tuple[Understood, ...]
    sections: tuple[Section, ...]


def state_of(fit: Fit) -> str:
    """Return ``good``, ``warn`` or ``bad``."""
    if fit.verdict.starts is False:
        return "bad"
    return "warn" if fit.verdict.starts is None or fit.verdict.holds is False else "good"


def memory_table(fit: Fit) -> Table | None:
    """Return the sum of memory, term by term."""
    if isinstance(fit.memory, Unknown):
        return None
    rows = tuple(
        Line((term.name, *_ends(term.answer)), "total" if term.total else "", term.role)
        for term in terms_of(fit.memory)
    )
    heads = ("GiB of one accelerator", "low", "expected", "high", "source")
    return Table(heads, ("left", "right", "right", "right", "faint"), rows, "Memory by term")


def _ends(answer: Estimate | Unknown) -> tuple[str, ...]:
    if isinstance(answer, Unknown):
        return "", "undecided", "", answer.reason
    return (*(number(each, 2) for each in (answer.low, answer.expected, answer.high)), answer.source)


def limits_table(limits: Limits) -> Table:
    """Return what fits beside what is declared."""
    rows = [_limit(f"sequences of {tokens(limits.at_length)}", limits.batch)]
    if limits.at_batch > 1:
        rows.append(_limit(f"tokens in each of {limits.at_batch:,} sequences", limits.length))
    rows.append(_limit("tokens in a single sequence", limits.alone))
    heads = ("at most", "expected", "guaranteed")
    return Table(heads, ("left", "right", "right"), tuple(rows), "How much fits")


def _limit(name: str, limit: Limit) -> Line:
    return Line((name, count(limit.expected), count(limit.guaranteed)))


def frontier_table(points: Sequence[Point]) -> Table:
    """Return the figures of the batch-length frontier."""
    rows = tuple(
        Line((f"{each.length:,}", count(each.batch.expected), count(each.batch.guaranteed)))
        for each in points
    )
    return Table(("tokens", "expected", "guaranteed"), ("left", "right", "right"), rows, "Batch by length")


def times_table(speed: Speed) -> Table:
    """Return the times of a request, from impossible to usual."""
    rows = tuple(Line(row.cells) for row in time_rows(speed))
    return Table(HEADS, ("left", *["right"] * 5), rows, "Times of a request")


def latency_table(points: Sequence[Drawn]) -> Table:
    """Return the figures of the latency plot."""
    rows = tuple(
        Line((f"{each.batch:,}", *map(figure, (each.floor, each.never_seen, *each.usual)))) for each in points
    )
    heads = ("in flight", *HEADS[1:])
    return Table(heads, ("left", *["right"] * 5), rows, "Milliseconds by sequences in flight")


def others_table(others: Others) -> Table:
    """Return what else would do, cheapest first."""
    heads = ("accelerators", "precision", "largest batch", "typical ms", "USD/hour", "instance and price")
    sides = ("left", "left", "right", "right", "right", "faint")
    rows = [
        (
            name_of(each),
            precision_of(each),
            "" if isinstance(each.batch, Unknown) else count(each.batch.expected),
            "" if isinstance(each.latency, Unknown) else figure(each.latency),
            f"{each.rental.usd_per_hour:.2f}" if each.rental else "",
            each.rental.source if each.rental else "no price is known",
        )
        for each in others.rows
    ]
    used = [column for column in range(len(heads)) if any(row[column] for row in rows)]
    return Table(
        tuple(heads[column] for column in used),
        tuple(sides[column] for column in used),
        tuple(
            Line(tuple(row[column] for column in used), "chosen" if each.declared else "")
            for row, each in zip(rows, others.rows, strict=True)
        ),
        "What else would do",
    )


def name_of(other: Other) -> str:
    """Name an alternative."""
    name = f"{other.request.count:,} × {other.request.accelerators[0].id}"
    return f"{name} (declared)" if other.declared else name


def precision_of(other: Other) -> str:
    """Name the precision of an alternative."""
    return " or ".join(each.id for each in other.request.precisions)


def memory_legend(bars: Sequence[Bar]) -> tuple[Key, ...]:
    """Return an entry for each kind of segment in some bars, in the order of the sum."""
    return tuple(dict.fromkeys(_keys(bars)))


_NAMES = {
    "weights": "weights",
    "activation": "activation peak",
    "overhead": "overheads: non-torch, CUDA graphs",
    "load": "KV cache of the load",
    "free": "free",
    "undecided": "not decided",
    "unusable": "not usable",
    "missing": "missing",
}


def _keys(bars: Sequence[Bar]) -> Iterator[Key]:
    used = {each.role for bar in bars for each in bar.segments if each.size > 0}
    for role, name in _NAMES.items():
        if role in used or (role == "missing" and any(bar.missing for bar in bars)):
            yield Key(role, name)
