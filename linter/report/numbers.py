"""Numbers as people read them: one unit, one number of decimals, so that sums can be checked by eye."""

from __future__ import annotations

import math
from collections.abc import Iterable

_MOST_DECIMALS = 4


def decimals_for(values: Iterable[float]) -> int:
    """Return the decimals that suit ``values`` together: none for whole numbers, else as few as will do."""
    sizes = [abs(value) for value in values if math.isfinite(value)]
    if all(size == int(size) for size in sizes):
        return 0
    largest, smallest = max(sizes), min(size for size in sizes if size)
    if smallest >= 1 or largest >= 100:
        return 1
    decimals = 2
    while decimals < _MOST_DECIMALS and largest < 10.0 ** (1 - decimals):
        decimals += 1
    return decimals


def number(value: float, decimals: int) -> str:
    """Write a number: ``70,553,706,496``, ``131.4``; one too small for its decimals as ``<0.1``."""
    if not math.isfinite(value):
        return "unbounded" if value > 0 else "unknown"
    if value and not round(value, decimals):
        return f"{'<' if value > 0 else '>-'}{10.0**-decimals:.{decimals}f}"
    return f"{value:,.{decimals}f}"
