"""The source lines of a finding for a browser: what is marked is marked in the text, not below it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from modelspec_lint.linter.document import SourceFile
from modelspec_lint.linter.report.display import TAB_WIDTH, shown
from modelspec_lint.linter.report.frame import Mark, marks_of
from modelspec_lint.linter.verdicts import Verdict

_LONGEST, _BEFORE = 320, 80
"""Characters of a line that are shown, and how many of them before its first mark."""
_LABEL = 200


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a line: ``mark`` is ``""``, ``primary`` or ``related``."""

    text: str
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A source line with what is said about its marks; without a number it stands for lines left out."""

    number: int = 0
    stretches: tuple[Stretch, ...] = ()
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Excerpt:
    """Lines of one file; ``place`` names it where it is not the finding's own."""

    place: str
    lines: tuple[Line, ...]


def excerpts_of(verdict: Verdict) -> tuple[Excerpt, ...]:
    """Return the lines that a finding is about, those of its own file first; a file without text has none."""
    by_file, _ = marks_of(verdict)
    return tuple(
        Excerpt(shown(f"{source.path}:{marks[0].line}") if index else "", tuple(_lines(source, marks)))
        for index, (source, marks) in enumerate(by_file)
    )


def _lines(source: SourceFile, marks: Sequence[Mark]) -> Iterator[Line]:
    before = 0
    by_line = sorted(marks, key=lambda mark: (mark.line, mark.start, mark.end))
    for number, group in groupby(by_line, key=lambda mark: mark.line):
        if before and number == before + 2:
            yield Line(before + 1, (Stretch(_text(source.line(before + 1)[:_LONGEST])),))
        elif before and number > before + 2:
            yield Line()
        here = list(group)
        labels = tuple(shown(mark.label, limit=_LABEL) for mark in here if mark.label)
        yield Line(number, tuple(_stretches(source.line(number), here)), labels)
        before = number


def _stretches(line: str, marks: Sequence[Mark]) -> Iterator[Stretch]:
    """Yield the parts of a line from mark to mark; where two overlap, the finding's own is shown."""
    first = min(mark.start for mark in marks) - 1
    begin = max(0, first - _BEFORE) if len(line) > _LONGEST else 0
    end = begin + _LONGEST
    roles = [""] * (min(len(line), end) - begin + 1)
    for mark in sorted(marks, key=lambda mark: mark.primary):
        start, stop = (min(max(each - 1 - begin, 0), len(roles) - 1) for each in (mark.start, mark.end))
        role = "primary" if mark.primary else "related"
        roles[start : max(stop, start + 1)] = [role] * (max(stop, start + 1) - start)
    if begin:
        yield Stretch("…")
    position = begin
    for role, group in groupby(roles):
        length = len(list(group))
        text = line[position : position + length]
        position += length
        if text or role:
            yield Stretch(_text(text) or " ", role)
    if len(line) > end:
        yield Stretch("…")


def _text(text: str) -> str:
    return (" " * TAB_WIDTH).join(map(shown, text.split("\t")))
