"""Bars of memory by term: each accelerator to the same scale, what is missing behind its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from modelspec_lint.linter.fit.memory_sum import Bar
from modelspec_lint.linter.fit.plot.shapes import Label, Plot, Rectangle, Shape

ROW, BAR, LABEL = 58.0, 26.0, 18.0
"""Heights in pixels: of a row, of its bar, and of the line of text above it."""
GAUGE = 14.0
"""Height in pixels of a bar on its own."""
_MISSING = 0.3
"""What is missing is drawn as at most this part of the device: it may be many times as much."""


@dataclass(frozen=True, slots=True)
class Row:
    """A bar with what stands above it, left and right."""

    name: str
    remark: str
    bar: Bar
    declared: bool = False


def memory_bars(name: str, title: str, rows: Sequence[Row]) -> Plot:
    """Draw rows, one below the other; widths are parts of the whole width, in per cent."""
    scale = max(row.bar.device * (1 + _overhang(row.bar)) for row in rows)
    shapes = [shape for index, row in enumerate(rows) for shape in _row(row, index * ROW, 100.0 / scale)]
    description = " ".join(_words(row) for row in rows)
    return Plot(name, title, description, 100.0, len(rows) * ROW, tuple(shapes), stretches=True)


def memory_gauge(name: str, row: Row) -> Plot:
    """Draw a bar on its own, as high as a line of text and without labels."""
    shapes = tuple(_bar(row.bar, 0.0, GAUGE, 100.0 / (row.bar.device * (1 + _overhang(row.bar)))))
    return Plot(name, "Memory of one accelerator", _words(row), 100.0, GAUGE, shapes, stretches=True)


def _row(row: Row, top: float, per_gib: float) -> Iterator[Shape]:
    yield Label(0.0, top + LABEL - 4, row.name, "row strong" if row.declared else "row", unit="%")
    yield Label(100.0, top + LABEL - 4, row.remark, "remark", "end", unit="%")
    yield from _bar(row.bar, top + LABEL + 2, BAR, per_gib)


def _bar(bar: Bar, top: float, height: float, per_gib: float) -> Iterator[Shape]:
    reached = 0.0
    for each in bar.segments:
        if each.size > 0:
            title = f"{each.name}: {each.size:.2f} GiB"
            yield Rectangle(reached * per_gib, top, each.size * per_gib, height, each.role, title, "%")
        reached += each.size
    beyond = _overhang(bar) * bar.device
    if beyond:
        title = f"missing: {bar.missing:.2f} GiB"
        yield Rectangle(reached * per_gib, top, beyond * per_gib, height, "missing", title, "%")


def _overhang(bar: Bar) -> float:
    return min(_MISSING, bar.missing / bar.device)


def _words(row: Row) -> str:
    parts = ", ".join(f"{each.name} {each.size:.1f}" for each in row.bar.segments if each.size > 0)
    missing = f"; {row.bar.missing:.1f} missing" if row.bar.missing else ""
    return f"{row.name}, of {row.bar.device:.1f} GiB: {parts}{missing}."
