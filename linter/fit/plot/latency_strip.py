"""A target against what is possible and what is usual: one strip of time, which grows by factors."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.knowledge_base import Band
from modelspec_lint.linter.fit.figures import figure
from modelspec_lint.linter.fit.plot.axes import LogAxis, decades
from modelspec_lint.linter.fit.plot.shapes import Anchor, Label, Plot, Rectangle, Shape

HEIGHT = 58.0
TOP, BAR = 20.0, 20.0
_MARK = 0.5
"""Width of a mark, in per cent of the whole."""
_APART = 14.0
"""Least distance of two labels, in per cent of the whole."""
_ROOM = 1.4
"""How much further the strip goes than what stands on it, as a factor."""


def latency_strip(name: str, band: Band, target: float | None) -> Plot:
    """Draw the times of a request in milliseconds; positions are parts of the whole width, in per cent."""
    axis = _axis(band, target)
    return Plot(
        name,
        "Latency of a whole request" + (" against its target" if target is not None else ""),
        _words(band, target),
        100.0,
        HEIGHT,
        (*_zones(axis, band), *_ticks(axis), *_target(axis, target)),
        stretches=True,
    )


def duration(milliseconds: float) -> str:
    """Write a time in the unit that suits it."""
    if milliseconds < 1000:
        return f"{figure(milliseconds)} ms"
    return f"{figure(milliseconds / 1000)} s"


def _axis(band: Band, target: float | None) -> LogAxis:
    values = [band.never_seen, band.typical.low, band.typical.high]
    values += [each for each in (band.floor.expected, target) if each is not None and each > 0]
    return LogAxis(min(values) / _ROOM, max(values) * _ROOM, 0.0, 100.0)


def _zones(axis: LogAxis, band: Band) -> Iterator[Shape]:
    floor, unseen, usual = band.floor.expected, band.never_seen, band.typical
    start = axis.at(floor) if floor > 0 else 0.0
    yield _zone(0.0, start, "impossible", f"impossible below {duration(floor)}")
    yield _zone(start, axis.at(unseen), "unseen-zone", f"never seen below {duration(unseen)}")
    nine_in_ten = f"nine in ten: {duration(usual.low)} to {duration(usual.high)}"
    yield _zone(axis.at(usual.low), axis.at(usual.high), "usual", nine_in_ten)
    yield _mark(axis.at(usual.expected), TOP, BAR, "median", f"typical: {duration(usual.expected)}")


def _zone(start: float, end: float, role: str, title: str) -> Rectangle:
    return Rectangle(start, TOP, max(0.0, end - start), BAR, role, title, "%")


def _mark(x: float, top: float, height: float, role: str, title: str) -> Rectangle:
    return Rectangle(min(max(x - _MARK / 2, 0.0), 100.0 - _MARK), top, _MARK, height, role, title, "%")


def _ticks(axis: LogAxis) -> Iterator[Shape]:
    labelled = -_APART
    for tick in decades(axis):
        x = axis.at(tick)
        yield _mark(x, TOP + BAR, 4.0, "tick-mark", "")
        if x - labelled >= _APART and _APART / 2 <= x <= 100 - _APART / 2:
            labelled = x
            words = f"{tick:g} ms" if tick < 1000 else f"{tick / 1000:,.0f} s"
            yield Label(x, TOP + BAR + 17, words, "tick", "middle", unit="%")


def _target(axis: LogAxis, target: float | None) -> Iterator[Shape]:
    if target is None:
        return
    x = axis.at(target) if target > 0 else 0.0
    words = f"target {duration(target)}"
    anchor: Anchor = "start" if x < 15 else "end" if x > 85 else "middle"
    yield _mark(x, TOP - 4, BAR + 8, "target", words)
    yield Label(x, TOP - 8, words, "mark", anchor, unit="%")


def _words(band: Band, target: float | None) -> str:
    usual = band.typical
    said = (
        f"Impossible below {duration(band.floor.expected)}, never seen below {duration(band.never_seen)}, "
        f"typically {duration(usual.expected)} ({duration(usual.low)} to {duration(usual.high)})"
    )
    return f"{said}; the target is {duration(target)}." if target is not None else f"{said}."
