"""The bar of memory in characters: to scale, in blocks that differ without colour too."""

from __future__ import annotations

from itertools import pairwise

from modelspec_lint.linter.fit.memory_sum import Bar, Role
from modelspec_lint.linter.report.style import Style

SIGNS: dict[Role, tuple[str, str, str]] = {
    "weights": ("█", "W", "gutter"),
    "activation": ("▓", "A", "warning"),
    "overhead": ("▒", "o", "note"),
    "load": ("▆", "K", "help"),
    "free": ("▁", "_", "faint"),
    "undecided": ("?", "?", "faint"),
    "unusable": ("·", ".", "faint"),
}
"""By role: a block, its letter where blocks cannot be shown, and its colour."""
_MISSING = ("╳", "X", "error")
_OVERHANG = 0.25
"""The part of the width that shows what is missing is no larger than this, however much it is."""


def bar_line(bar: Bar, style: Style, width: int) -> str:
    """Draw the bar in ``width`` columns; what is missing stands behind the device's end."""
    beyond = 0
    if bar.missing:
        beyond = max(1, round(width * min(_OVERHANG, bar.missing / (bar.device + bar.missing))))
    inside = width - beyond
    columns = columns_of([each.size for each in bar.segments], inside)
    line = "".join(
        style.paint(_sign(SIGNS[each.role], style) * count, SIGNS[each.role][2])
        for each, count in zip(bar.segments, columns, strict=True)
    )
    end = style.bar
    return f"{end}{line}{end}{style.paint(_sign(_MISSING, style) * beyond, _MISSING[2])}"


def sign_of(role: Role, style: Style) -> str:
    """Return the sign of a role, for a legend."""
    return style.paint(_sign(SIGNS[role], style), SIGNS[role][2])


def columns_of(sizes: list[float], width: int) -> list[int]:
    """Share ``width`` columns out in proportion to ``sizes``; they add up to it exactly.

    What is not nothing gets a column, taken from the largest.
    """
    whole = sum(sizes)
    if whole <= 0:
        return [0] * (len(sizes) - 1) + [width]
    ends = [0]
    reached = 0.0
    for size in sizes:
        reached += size
        ends.append(round(width * reached / whole))
    columns = [end - start for start, end in pairwise(ends)]
    for index, size in enumerate(sizes):
        largest = max(range(len(columns)), key=columns.__getitem__)
        if size > 0 and not columns[index] and columns[largest] > 1:
            columns[index] += 1
            columns[largest] -= 1
    return columns


def _sign(signs: tuple[str, str, str], style: Style) -> str:
    return signs[0] if style.unicode else signs[1]
