"""The batch-length frontier: how many sequences fit at each length, and where the declared load stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from modelspec_lint.linter.fit.limits import Limits, Point
from modelspec_lint.linter.fit.plot.axes import Frame, LogAxis, decades, draw_axes, powers_of_two
from modelspec_lint.linter.fit.plot.shapes import Dot, Label, Path, Place, Plot, Shape

WIDTH, HEIGHT = 480.0, 350.0
LEFT, RIGHT, TOP, BOTTOM = 62.0, 18.0, 14.0, 54.0
_MOST_TICKS = 7
_LETTER = 7.8
"""Pixels of a letter of a label, about."""


def batch_length(name: str, points: Sequence[Point], limits: Limits, *, declared: bool) -> Plot | None:
    """Draw the frontier; ``None`` where there is none to draw: not one sequence fits, or any number does.

    ``declared`` says whether the batch is declared, so that its point is one.
    """
    finite = [point for point in points if point.batch.expected]
    if len(finite) < 2:
        return None
    frame = _frame(finite, limits)
    description = (
        f"From {finite[0].length:,} tokens, of which {finite[0].batch.expected:,} sequences are expected to "
        f"fit at once, to {finite[-1].length:,} tokens, of which {finite[-1].batch.expected:,} are. "
        f"At {limits.at_length:,} tokens it is {_count(limits.batch.expected)}, "
        f"and {_count(limits.batch.guaranteed)} under every setting."
    )
    shapes = (
        *draw_axes(
            frame,
            powers_of_two(frame.x, _MOST_TICKS),
            decades(frame.y),
            "tokens of each sequence",
            "sequences at once",
        ),
        *_band(frame, finite),
        *_point(frame, limits, declared=declared),
    )
    title = "Largest batch by sequence length"
    return Plot(name, title, description, WIDTH, HEIGHT, shapes)


def _frame(points: Sequence[Point], limits: Limits) -> Frame:
    most = max(*(point.batch.expected or 1 for point in points), limits.at_batch)
    shortest = min(points[0].length, limits.at_length)
    longest = max(points[-1].length, limits.at_length)
    x = LogAxis(shortest, max(longest, 2 * shortest), LEFT, WIDTH - RIGHT)
    y = LogAxis(1, max(10.0, 1.25 * most), HEIGHT - BOTTOM, TOP)
    return Frame(x, y)


def _band(frame: Frame, points: Sequence[Point]) -> Iterator[Shape]:
    """Draw what is expected as a line, and what is guaranteed as the lower edge of a band below it."""
    expected = tuple((frame.x.at(each.length), frame.y.at(each.batch.expected or 1)) for each in points)
    surely = tuple((frame.x.at(each.length), frame.y.at(each.batch.guaranteed or 1)) for each in points)
    floor = ((expected[-1][0], frame.y.start), (expected[0][0], frame.y.start))
    yield Path((*surely, *floor), "sure", closed=True)
    yield Path((*expected, *reversed(surely)), "likely", closed=True)
    yield Path(expected, "expected")
    held = [each for each in points if each.batch.guaranteed]
    if len(held) > 1:
        yield Path(
            tuple((frame.x.at(each.length), frame.y.at(each.batch.guaranteed or 1)) for each in held), "least"
        )


def _point(frame: Frame, limits: Limits, *, declared: bool) -> Iterator[Shape]:
    x, y = frame.x.at(limits.at_length), frame.y.at(limits.at_batch)
    words = f"{limits.at_batch:,} × {limits.at_length:,}"
    yield Path(((x, y), (x, frame.y.start)), "guide")
    yield Path(((frame.x.start, y), (x, y)), "guide")
    yield Dot(x, y, 5.5, "declared", words)
    label = words if declared else f"one of {limits.at_length:,}"
    yield _label(frame, (x, y), label, outside=limits.at_batch > (limits.batch.expected or 0))


def _label(frame: Frame, place: Place, text: str, *, outside: bool) -> Label:
    """Set a point's label where the curve is not: above a point outside of it, below one inside."""
    x, y = place
    width = _LETTER * len(text)
    if outside:
        middle = min(max(x, frame.x.start + width / 2), frame.x.end - width / 2)
        return Label(middle, max(y - 12, frame.y.end + 12), text, "mark", "middle")
    below = y + 20 if y + 26 < frame.y.start else y - 10
    if x - 10 - width > frame.x.start:
        return Label(x - 10, below, text, "mark", "end")
    return Label(x + 10, below, text, "mark")


def _count(limit: int | None) -> str:
    return "any number" if limit is None else f"{limit:,}"
