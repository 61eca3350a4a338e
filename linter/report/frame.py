"""The source lines of a finding with marks under what it is about, in the manner of rustc."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from modelspec_lint.linter.report.display import Cell, shown, source_cells, wrapped
from modelspec_lint.linter.report.style import Style
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import Verdict

if TYPE_CHECKING:
    from modelspec_lint.linter.document import SourceFile, Span

_PLACES = 12  # more related places than this are counted, not shown
_LABEL = 200
_ALONGSIDE = 24  # a label shorter than this many columns is not worth starting beside its mark


@dataclass(frozen=True, slots=True)
class Mark:
    """What is underlined in one line: columns in characters, 1-based, the end exclusive."""

    line: int
    start: int
    end: int
    label: str
    primary: bool


@dataclass(frozen=True, slots=True)
class Frame:
    """A finding's source lines, ready to print, and the width of their line numbers."""

    lines: tuple[str, ...]
    gutter: int


def draw_frame(verdict: Verdict, style: Style, width: int) -> Frame:
    """Draw the lines of ``verdict`` and of its related places, those of its own file first.

    A file without text (it could not be read) has no lines.
    """
    by_file, left_out = marks_of(verdict)
    numbers = [mark.line for _, marks in by_file for mark in marks]
    gutter = len(str(max(numbers, default=0)))
    drawing = _Drawing(style, gutter, width, verdict.severity)
    lines: list[str] = []
    for index, (source, marks) in enumerate(by_file):
        if index:
            place = f"{shown(source.path, unicode=style.unicode)}:{marks[0].line}:{marks[0].start}"
            lines.append(" " * gutter + style.paint(" in ", "gutter") + place)
        lines.append(drawing.bar())
        lines.extend(drawing.source(source, marks))
    if left_out:
        lines.append(drawing.bar(f"and {left_out} more related place{'' if left_out == 1 else 's'}"))
    return Frame(tuple(lines), gutter)


def marks_of(verdict: Verdict) -> tuple[list[tuple[SourceFile, list[Mark]]], int]:
    """Return the marks of each file, the verdict's own file first, and the count of those left out."""
    places: dict[tuple[str, Span], tuple[SourceFile, list[str]]] = {}
    places[verdict.file, verdict.span] = (verdict.source, [])
    for related in verdict.related:
        _, labels = places.setdefault((related.file, related.span), (related.source, []))
        if related.message and related.message not in labels:
            labels.append(related.message)
    files: dict[str, tuple[SourceFile, list[Mark]]] = {}
    for index, ((path, span), (source, labels)) in enumerate(places.items()):
        if index > _PLACES or not source.text:
            continue
        marks = files.setdefault(path, (source, []))[1]
        marks.extend(_span_marks(source, span, "; ".join(labels), primary=index == 0))
    return list(files.values()), max(len(places) - 1 - _PLACES, 0)


def _span_marks(source: SourceFile, span: Span, label: str, *, primary: bool) -> Iterator[Mark]:
    """Yield the marks of a span: one, or for several lines one under the first and one under the last."""
    last, end = span.end_line, span.end_column
    if last > span.line and not source.line(last)[: end - 1].strip():
        last, end = last - 1, len(source.line(last - 1)) + 1
    if last <= span.line:
        end = end if last == span.end_line == span.line else len(source.line(span.line)) + 1
        yield Mark(span.line, span.column, end, label, primary)
        return
    yield Mark(span.line, span.column, len(source.line(span.line).rstrip()) + 1, "", primary)
    text = source.line(last)
    yield Mark(last, len(text) - len(text.lstrip()) + 1, end, label, primary)


@dataclass(frozen=True, slots=True)
class _Drawing:
    style: Style
    gutter: int
    width: int
    severity: Severity

    def bar(self, text: str = "") -> str:
        """Draw a line that has no number."""
        bar = self.style.paint(f"{' ' * self.gutter} {self.style.bar}", "gutter")
        return f"{bar} {text}" if text else bar

    def source(self, source: SourceFile, marks: Sequence[Mark]) -> Iterator[str]:
        """Draw the marked lines of one file, from its top to its bottom."""
        before = 0
        by_line = sorted(marks, key=lambda mark: (mark.line, mark.start, mark.end))
        for line, group in groupby(by_line, key=lambda mark: mark.line):
            if before and line == before + 2:
                yield self._numbered(_Window(source.line(before + 1), (), self), before + 1)
            elif before and line > before + 2:
                yield self.style.paint(f"{' ' * self.gutter} {self.style.skipped}", "gutter")
            here = tuple(group)
            window = _Window(source.line(line), here, self)
            yield self._numbered(window, line)
            yield from self._underlines(window, here)
            before = line

    def _numbered(self, window: _Window, line: int) -> str:
        number = self.style.paint(f"{line:>{self.gutter}} {self.style.bar}", "gutter")
        return f"{number} {window.text}".rstrip()

    def _underlines(self, window: _Window, marks: Sequence[Mark]) -> Iterator[str]:
        drawn: dict[int, tuple[str, str | Severity]] = {}
        for mark in sorted(marks, key=lambda mark: mark.primary):
            start, end = window.columns(mark)
            sign, role = ("^", self.severity) if mark.primary else (self.style.rule, "gutter")
            drawn.update(dict.fromkeys(range(start, end), (sign, role)))
        row = "".join(
            " " * (start - before) + self.style.paint(sign * count, role)
            for before, start, count, sign, role in _runs(drawn)
        )
        labelled = sorted((mark for mark in marks if mark.label), key=lambda mark: -mark.start)
        end = max(drawn) + 1
        beside = ""
        if labelled and labelled[0] is max(marks, key=lambda mark: (mark.end, mark.start)):
            label = shown(labelled[0].label, unicode=self.style.unicode, limit=_LABEL)
            if end + 1 + len(label) <= window.room or window.room - end > _ALONGSIDE:
                beside, *more = wrapped(label, window.room - end - 1)
                role = self._role(labelled[0])
                yield self.bar(f"{row} {self.style.paint(beside, role)}")
                for line in more:
                    yield self.bar(" " * (end + 1) + self.style.paint(line, role))
                labelled = labelled[1:]
        if not beside:
            yield self.bar(row)
        for mark in labelled:
            start = min(window.columns(mark)[0], max(window.room - _ALONGSIDE, 0))
            label = shown(mark.label, unicode=self.style.unicode, limit=_LABEL)
            for index, line in enumerate(wrapped(label, window.room - start - 2)):
                joint = " " if index else self.style.elbow
                yield self.bar(" " * start + self.style.paint(f"{joint} {line}", self._role(mark)))

    def _role(self, mark: Mark) -> str | Severity:
        return self.severity if mark.primary else "gutter"


def _runs(
    drawn: dict[int, tuple[str, str | Severity]],
) -> Iterator[tuple[int, int, int, str, str | Severity]]:
    """Yield stretches of one sign: where the one before ended, start, length, sign, role."""
    before = 0
    columns = sorted(drawn)
    index = 0
    while index < len(columns):
        start = columns[index]
        count = 1
        while drawn.get(start + count) == drawn[start]:
            count += 1
        yield before, start, count, *drawn[start]
        before = start + count
        index += count


class _Window:
    """The part of a source line that is shown: all of it, or what fits around its marks."""

    def __init__(self, line: str, marks: Sequence[Mark], drawing: _Drawing) -> None:
        self.room = max(drawing.width - drawing.gutter - 3, 2 * _ALONGSIDE)
        self._ellipsis = drawing.style.ellipsis
        focus = min(marks, key=lambda mark: (not mark.primary, mark.start)) if marks else None
        first = focus.start - 1 if focus else 0
        self._first = max(
            first - 2 * self.room, 0
        )  # a line may be a megabyte long: cells only where it matters
        cells = source_cells(line[self._first : first + 2 * self.room], unicode=drawing.style.unicode)
        self._cut_after = first + 2 * self.room < len(line)
        self._fit(cells, first, focus.end - 1 if focus else 0)

    def _fit(self, cells: list[Cell], first: int, last: int) -> None:
        widths = [cell.width for cell in cells]
        begin = 0
        if self._first or self._cut_after or sum(widths) > self.room:
            upto = sum(widths[: min(last, first + self.room) - self._first])
            if self._first or upto > self.room - len(self._ellipsis):
                begin = max(first - self._first - self.room // 4, 0)
            begin = begin if begin + self._first else 0
        lead = self._ellipsis if begin + self._first else ""
        room = self.room - len(lead)
        end = begin
        total = 0
        while end < len(cells) and total + widths[end] <= room:
            total += widths[end]
            end += 1
        trail = ""
        if end < len(cells) or self._cut_after:
            trail = self._ellipsis
            while end > begin and total > room - len(trail):
                end -= 1
                total -= widths[end]
        self.text = lead + "".join(cell.text for cell in cells[begin:end]) + trail
        self._offsets = [len(lead)]
        for width in widths[begin:end]:
            self._offsets.append(self._offsets[-1] + width)
        self._first += begin

    def columns(self, mark: Mark) -> tuple[int, int]:
        """Return the columns (0-based, the end exclusive) of a mark; at least one."""
        shown_upto = len(self._offsets) - 1
        start = self._offsets[min(max(mark.start - 1 - self._first, 0), shown_upto)]
        end = self._offsets[min(max(mark.end - 1 - self._first, 0), shown_upto)]
        return start, max(end, start + 1)
