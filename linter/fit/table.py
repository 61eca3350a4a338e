"""Rows set in columns, for a terminal."""

from __future__ import annotations

from collections.abc import Sequence

from modelspec_lint.linter.report.display import clipped, display_width, shown, wrapped
from modelspec_lint.linter.report.style import Style

_GAP = "  "
INDENT = "  "


def table(
    rows: Sequence[Sequence[str]], aligned: str, style: Style, width: int, heads: Sequence[str] = ()
) -> list[str]:
    """Set rows in columns: ``aligned`` has ``<`` or ``>`` for each; the last takes what ``width`` leaves.

    ``heads`` are printed faintly above. Cells may hold anything: what is not printable is written out.
    """
    cells = [[shown(cell, unicode=style.unicode) for cell in row] for row in rows]
    widths = [
        max((display_width(row[column]) for row in [*cells, *([heads] if heads else [])]), default=0)
        for column in range(len(aligned))
    ]
    room = max(12, width - len(INDENT) - sum(each + len(_GAP) for each in widths[:-1]))
    lines = [_line(row, aligned, widths, room, style) for row in cells]
    if heads:
        lines.insert(0, style.paint(_line(heads, aligned, widths, room, style), "faint"))
    return lines


def paragraph(text: str, style: Style, width: int, indent: str = INDENT) -> list[str]:
    """Set a sentence in lines of at most ``width`` columns."""
    return [indent + line for line in wrapped(shown(text, unicode=style.unicode), width - len(indent))]


def _line(row: Sequence[str], aligned: str, widths: Sequence[int], room: int, style: Style) -> str:
    parts = []
    last = len(aligned) - 1
    for column, (cell, side) in enumerate(zip(row, aligned, strict=True)):
        if column == last:
            cell = clipped(cell, room, style.ellipsis)
        gap = " " * (min(widths[column], room if column == last else widths[column]) - display_width(cell))
        parts.append(gap + cell if side == ">" else cell + gap)
    return (INDENT + _GAP.join(parts)).rstrip()
