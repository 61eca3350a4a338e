"""Axes that grow by factors: where a value stands, and which values are worth a line and a label."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from modelspec_lint.linter.fit.plot.shapes import Label, Path, Shape

_FEW_DECADES = 2.2


@dataclass(frozen=True, slots=True)
class LogAxis:
    """Values from ``least`` to ``most`` (both above zero) laid out from ``start`` to ``end``, by factors."""

    least: float
    most: float
    start: float
    end: float

    def at(self, value: float) -> float:
        """Return where a value stands; one beyond the axis stands at its end."""
        inside = min(max(value, self.least), self.most)
        share = math.log(inside / self.least) / math.log(self.most / self.least)
        return self.start + share * (self.end - self.start)


@dataclass(frozen=True, slots=True)
class Frame:
    """The area of a plot between its axes."""

    x: LogAxis
    y: LogAxis


def powers_of_two(axis: LogAxis, most: int) -> list[float]:
    """Return powers of two on an axis, at most ``most`` of them, evenly apart."""
    first = math.ceil(math.log2(axis.least) - 1e-9)
    last = math.floor(math.log2(axis.most) + 1e-9)
    step = max(1, math.ceil((last - first + 1) / most))
    return [2.0**power for power in range(first, last + 1, step)]


def decades(axis: LogAxis) -> list[float]:
    """Return powers of ten on an axis; between few of them twice and five times as much, too."""
    first, last = math.floor(math.log10(axis.least)), math.ceil(math.log10(axis.most))
    factors = (1, 2, 5) if math.log10(axis.most / axis.least) < _FEW_DECADES else (1,)
    ticks = [factor * 10.0**power for power in range(first, last + 1) for factor in factors]
    return [tick for tick in ticks if axis.least * (1 - 1e-9) <= tick <= axis.most * (1 + 1e-9)]


def draw_axes(
    frame: Frame, x_ticks: list[float], y_ticks: list[float], x_name: str, y_name: str
) -> Iterator[Shape]:
    """Draw lines and labels of both axes, and their names."""
    x, y = frame.x, frame.y
    for tick in y_ticks:
        yield Path(((x.start, y.at(tick)), (x.end, y.at(tick))), "grid")
        yield Label(x.start - 8, y.at(tick) + 4.5, short(tick), "tick", "end")
    for tick in x_ticks:
        yield Path(((x.at(tick), y.start), (x.at(tick), y.end)), "grid")
        yield Label(x.at(tick), y.start + 19, short(tick), "tick", "middle")
    yield Path(((x.start, y.end), (x.start, y.start), (x.end, y.start)), "axis")
    yield Label((x.start + x.end) / 2, y.start + 41, x_name, "name", "middle")
    yield Label(14, (y.start + y.end) / 2, y_name, "name", "middle", turned=True)


def short(value: float) -> str:
    """Write a tick: ``512``, ``8K`` and ``128K`` (of 1024) for powers of two, ``2k`` for thousands."""
    if value >= 1024 and math.log2(value).is_integer():
        return f"{value / 1024:,.0f}K" if value < 2**20 else f"{value / 2**20:,.0f}M"
    for size, sign in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if value >= size:
            return f"{value / size:g}{sign}"
    return f"{value:g}"
