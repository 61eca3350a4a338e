"""A catalogue as a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modelspec_lint.linter.cli.kb.columns import COLUMNS, NOTES, Column
from modelspec_lint.linter.cli.kb.found import Found
from modelspec_lint.linter.fit.table import table
from modelspec_lint.linter.report import ReportOptions
from modelspec_lint.linter.report.display import display_width, shown, wrapped
from modelspec_lint.linter.report.style import Style

_GAP = 2
_READABLE = 24  # columns that the last cell gets at least before a column gives way


def listing(found: Found, total: int, options: ReportOptions, *, narrow: bool) -> str:
    """Set the facts, of ``total`` in all, in a table; ``narrow`` drops columns until it fits the width."""
    style = Style.of(options)
    columns: Sequence[Column] = COLUMNS[found.catalogue]
    if narrow:
        columns = _fitting(columns, found.facts, options.width)
    rows = [[column.cell(fact) for column in columns] for fact in found.facts]
    sides = "".join(column.side for column in columns)
    width = options.width if narrow else 10**6
    lines = table(rows, sides, style, width, [column.head for column in columns])
    if found.reason:
        lines = [*_sentence(found.reason, options), "", *lines]
    foot = f"{len(rows):,} of {total:,} {found.catalogue}"
    note = NOTES.get(found.catalogue, "")
    return "\n".join([*lines, "", *_faint(f"{foot}. {note}".rstrip(), options), ""])


def _fitting(columns: Sequence[Column], facts: Sequence[Any], width: int) -> list[Column]:
    """Drop the columns that matter least until the table fits."""
    kept = list(columns)
    widths = {
        column.head: max([len(column.head), *(display_width(column.cell(fact)) for fact in facts)])
        for column in columns
    }
    while len(kept) > 1:
        *before, last = kept
        needed = _GAP + sum(widths[column.head] + _GAP for column in before)
        needed += min(widths[last.head], _READABLE)
        droppable = [column for column in kept if column.keep]
        if needed <= width or not droppable:
            break
        kept.remove(max(droppable, key=lambda column: column.keep))
    return kept


def _sentence(text: str, options: ReportOptions) -> list[str]:
    return wrapped(shown(text, unicode=options.unicode), options.width)


def _faint(text: str, options: ReportOptions) -> list[str]:
    style = Style.of(options)
    return [style.paint(line, "faint") for line in _sentence(text, options)]
