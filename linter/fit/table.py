"""Rows set in columns, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from modelspec_lint.linter.report.display import clipped, display_width, shown, wrapped
from modelspec_lint.linter.report.style import Style

_GAP = "  "
INDENT = "  "
_LEAST = 20
"""Columns that the last cell has at least, however narrow the terminal."""
_BESIDE = 36
"""Columns that a reason needs to stand beside what it is about."""


def table(
    rows: Sequence[Sequence[str]], aligned: str, style: Style, width: int, heads: Sequence[str] = ()
) -> list[str]:
    """Set rows in columns: ``aligned`` has ``<`` or ``>`` for each; the last takes what ``width`` leaves.

    ``heads`` are printed faintly above. Cells may hold anything: what is not printable is written out.
    """
    cells = [[shown(cell, unicode=style.unicode) for cell in row] for row in rows]
    widths = _widths([*cells, *([heads] if heads else [])])
    room = max(_LEAST, width - len(INDENT) - sum(each + len(_GAP) for each in widths[:-1]))
    lines = [_line(row, aligned, widths, room, style) for row in cells]
    if heads:
        lines.insert(0, style.paint(_line(heads, aligned, widths, room, style), "faint"))
    return lines


def explained(rows: Sequence[tuple[str, str, str]], style: Style, width: int) -> Iterator[str]:
    """Set names, values and reasons; a reason goes on below itself, or below its value where that is long."""
    cells = [tuple(shown(cell, unicode=style.unicode) for cell in row) for row in rows]
    name_width, value_width, _ = _widths(cells)
    column = len(INDENT) + name_width + value_width + 2 * len(_GAP)
    beside = width - column >= _BESIDE
    for name, value, reason in cells:
        start = f"{INDENT}{_padded(name, name_width)}{_GAP}"
        if not beside:
            yield from paragraph(value, style, width, start, " " * display_width(start))
            yield from paragraph(reason, style, width, " " * display_width(start))
            continue
        start += f"{_padded(value, value_width)}{_GAP}"
        yield from paragraph(reason, style, width, start, " " * column)


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(map(display_width, column)) for column in zip(*rows, strict=True)]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))


def paragraph(text: str, style: Style, width: int, start: str = INDENT, indent: str = "") -> list[str]:
    """Set a sentence in lines of at most ``width`` columns, the first after ``start``."""
    indent = indent or " " * display_width(start)
    first, *more = wrapped(shown(text, unicode=style.unicode), width - display_width(indent))
    return [f"{start}{first}".rstrip(), *(indent + line for line in more)]


def _line(row: Sequence[str], aligned: str, widths: Sequence[int], room: int, style: Style) -> str:
    parts = []
    last = len(aligned) - 1
    for column, (cell, side) in enumerate(zip(row, aligned, strict=True)):
        if column == last:
            cell = clipped(cell, room, style.ellipsis)
        gap = " " * (min(widths[column], room if column == last else widths[column]) - display_width(cell))
        parts.append(gap + cell if side == ">" else cell + gap)
    return (INDENT + _GAP.join(parts)).rstrip()
