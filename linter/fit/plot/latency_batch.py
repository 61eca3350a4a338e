"""Time between tokens (or of a request) against sequences in flight: floor, never seen, typical band."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from modelspec_lint.linter.fit.figures import figure
from modelspec_lint.linter.fit.plot.axes import Frame, LogAxis, decades, draw_axes, powers_of_two
from modelspec_lint.linter.fit.plot.shapes import Dot, Label, Path, Place, Plot, Shape

WIDTH, HEIGHT = 480.0, 350.0
LEFT, RIGHT, TOP, BOTTOM = 62.0, 18.0, 14.0, 54.0
_MOST_TICKS = 7
_LETTER = 7.8
"""Pixels of a letter of a label, about."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """Times in milliseconds with ``batch`` sequences in flight."""

    batch: int
    floor: float
    never_seen: float
    fast: float
    median: float
    slow: float

    @property
    def usual(self) -> tuple[float, float, float]:
        """The fast twentieth, the median and the slow twentieth."""
        return self.fast, self.median, self.slow


def latency_batch(name: str, points: Sequence[Drawn], declared: int, what: str) -> Plot:
    """Draw the times of ``what`` against the batch; at least two points, all above zero."""
    frame = _frame(points)
    here = next(each for each in points if each.batch == declared)
    first, last = points[0], points[-1]
    description = (
        f"With {first.batch:,} in flight {figure(first.median)} ms are typical, with {last.batch:,} "
        f"{figure(last.median)} ms. With {declared:,}: at least {figure(here.floor)} ms by physics, "
        f"never seen below {figure(here.never_seen)} ms, typically {figure(here.median)} ms "
        f"({figure(here.fast)} to {figure(here.slow)})."
    )
    ticks = powers_of_two(frame.x, _MOST_TICKS), decades(frame.y)
    shapes = (
        *draw_axes(frame, *ticks, "sequences in flight", "milliseconds"),
        *_lines(frame, points),
        *_mark(frame, points, here),
    )
    return Plot(name, f"{what} by sequences in flight", description, WIDTH, HEIGHT, shapes)


def _frame(points: Sequence[Drawn]) -> Frame:
    least = min(each.floor for each in points)
    most = max(each.slow for each in points)
    x = LogAxis(points[0].batch, points[-1].batch, LEFT, WIDTH - RIGHT)
    y = LogAxis(least / 1.5, max(most * 1.25, 10 * least), HEIGHT - BOTTOM, TOP)
    return Frame(x, y)


def _lines(frame: Frame, points: Sequence[Drawn]) -> Iterator[Shape]:
    def line(values: Sequence[float]) -> tuple[Place, ...]:
        return tuple(
            (frame.x.at(each.batch), frame.y.at(value)) for each, value in zip(points, values, strict=True)
        )

    floor = line([each.floor for each in points])
    yield Path(
        (*floor, (frame.x.end, frame.y.start), (frame.x.start, frame.y.start)), "impossible", closed=True
    )
    slow, fast = line([each.slow for each in points]), line([each.fast for each in points])
    yield Path((*slow, *reversed(fast)), "usual", closed=True)
    yield Path(line([each.never_seen for each in points]), "unseen")
    yield Path(floor, "floor")
    yield Path(line([each.median for each in points]), "typical")


def _mark(frame: Frame, points: Sequence[Drawn], here: Drawn) -> Iterator[Shape]:
    x, y = frame.x.at(here.batch), frame.y.at(here.median)
    yield Path(((x, y), (x, frame.y.start)), "guide")
    yield Dot(x, y, 5.5, "declared", f"{here.batch:,} in flight: {figure(here.median)} ms")
    words = f"{figure(here.median)} ms at {here.batch:,}"
    start = min(max(x - _LETTER * len(words) / 2, frame.x.start + 4), frame.x.end - _LETTER * len(words))
    reached = [each for each in points if frame.x.at(each.batch) <= start + _LETTER * len(words)]
    above = min(frame.y.at(each.slow) for each in [*reached, here]) - 7  # the band rises to the right
    yield Label(start, max(above, frame.y.end + 11), words, "mark")
