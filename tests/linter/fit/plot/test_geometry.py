"""The plots are to scale: bars add up to their device, points lie where their values are."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelspec_lint.linter.fit.curves import batch_by_length
from modelspec_lint.linter.fit.memory_sum import Bar, Segment
from modelspec_lint.linter.fit.plot.axes import LogAxis, decades, powers_of_two, short
from modelspec_lint.linter.fit.plot.batch_length import HEIGHT, WIDTH, batch_length
from modelspec_lint.linter.fit.plot.latency_batch import Drawn, latency_batch
from modelspec_lint.linter.fit.plot.memory_bars import BAR, LABEL, ROW, Row, memory_bars
from modelspec_lint.linter.fit.plot.shapes import Dot, Label, Path, Plot, Rectangle
from tests.linter.fit.cases import CASES, fit_of

LEFT, RIGHT, TOP, BOTTOM = 62.0, WIDTH - 18.0, 14.0, HEIGHT - 54.0
BARRED = [name for name in CASES if fit_of(name).bar is not None]
SMALL = Bar((Segment("weights", "weights", 10.0), Segment("not usable", "unusable", 10.0)), 20.0, 0.0)
LARGE = Bar((Segment("weights", "weights", 40.0), Segment("KV cache: free", "free", 40.0)), 80.0, 0.0)
LACKING = Bar((Segment("weights", "weights", 20.0), Segment("not usable", "unusable", 0.0)), 20.0, 2.0)


def rectangles(plot: Plot) -> list[Rectangle]:
    return [shape for shape in plot.shapes if isinstance(shape, Rectangle)]


def dots(plot: Plot) -> list[Dot]:
    return [shape for shape in plot.shapes if isinstance(shape, Dot)]


@pytest.mark.parametrize("name", BARRED)
def test_the_rectangles_of_a_bar_add_up_to_its_device(name: str) -> None:
    bar = fit_of(name).bar
    assert bar is not None
    drawn = rectangles(memory_bars("memory", "Memory", [Row(name, "", bar)]))
    inside = [each for each in drawn if each.role != "missing"]
    whole = bar.device * (1 + min(0.3, bar.missing / bar.device))

    assert sum(each.width for each in inside) == pytest.approx(100 * bar.device / whole)
    reached = 0.0
    for each in drawn:
        assert each.x == pytest.approx(reached)
        reached += each.width
    assert reached == pytest.approx(100)


def test_bars_of_several_devices_are_to_one_scale() -> None:
    small, _, large, _ = rectangles(memory_bars("bars", "Bars", [Row("a", "", SMALL), Row("b", "", LARGE)]))

    assert (small.x, small.width, small.y, small.height) == (0.0, 12.5, LABEL + 2, BAR)
    assert (large.x, large.width, large.y) == (0.0, 50.0, ROW + LABEL + 2)


def test_what_is_missing_stands_behind_the_end_of_its_device() -> None:
    weights, missing = rectangles(memory_bars("bars", "Bars", [Row("a", "", LACKING)]))

    assert (weights.width, missing.x, missing.role) == (
        pytest.approx(100 / 1.1),
        pytest.approx(100 / 1.1),
        "missing",
    )
    assert missing.width == pytest.approx(10 / 1.1)


@pytest.mark.parametrize(
    "name", ["fits", "defaults", "latent experts", "slice", "replicas", "files", "one token"]
)
def test_the_frontier_lies_within_its_frame(name: str) -> None:
    fit = fit_of(name)
    points = batch_by_length(fit.request, fit.limits, 6)  # type: ignore[arg-type]
    plot = batch_length("frontier", points, fit.limits, declared=True)  # type: ignore[arg-type]
    assert plot is not None

    for shape in plot.shapes:
        if isinstance(shape, Path):
            for x, y in shape.points:
                assert LEFT - 1e-9 <= x <= RIGHT + 1e-9
                assert TOP - 1e-9 <= y <= BOTTOM + 1e-9
        if isinstance(shape, Label):
            reach = 7.5 * len(shape.text) if not shape.turned else 0
            start = shape.x - {"start": 0, "middle": reach / 2, "end": reach}[shape.anchor]
            assert start >= -20
            assert start + reach <= WIDTH + 20
    (mark,) = dots(plot)
    assert LEFT <= mark.x <= RIGHT
    assert TOP <= mark.y <= BOTTOM


def test_the_declared_point_stands_on_its_values_and_below_the_curve() -> None:
    fit = fit_of("fits")
    points = batch_by_length(fit.request, fit.limits, 6)  # type: ignore[arg-type]
    plot = batch_length("frontier", points, fit.limits, declared=True)  # type: ignore[arg-type]
    assert plot is not None
    (mark,) = dots(plot)
    curve = next(shape for shape in plot.shapes if isinstance(shape, Path) and shape.role == "expected")
    above = next(y for x, y in curve.points if x == mark.x)

    assert mark.x == pytest.approx(LEFT + (RIGHT - LEFT) * math.log(8192 / 128) / math.log(131072 / 128))
    assert above < mark.y  # y grows downwards: 24 fit, 16 are declared


def test_the_curve_falls_as_sequences_grow() -> None:
    fit = fit_of("fits")
    points = batch_by_length(fit.request, fit.limits, 6)  # type: ignore[arg-type]
    plot = batch_length("frontier", points, fit.limits, declared=True)  # type: ignore[arg-type]
    assert plot is not None
    curve = next(shape for shape in plot.shapes if isinstance(shape, Path) and shape.role == "expected")

    assert [x for x, _ in curve.points] == sorted(x for x, _ in curve.points)
    assert [y for _, y in curve.points] == sorted(y for _, y in curve.points)


def test_there_is_no_frontier_where_nothing_fits() -> None:
    fit = fit_of("too large")
    points = batch_by_length(fit.request, fit.limits, 6)  # type: ignore[arg-type]

    assert batch_length("frontier", points, fit.limits, declared=True) is None  # type: ignore[arg-type]


def test_the_latency_plot_marks_the_declared_batch_on_the_median() -> None:
    points = [Drawn(batch, 10.0, 12.0, 15.0, 20.0 * batch, 90.0 * batch) for batch in (1, 2, 4)]
    plot = latency_batch("latency", points, 2, "Time between tokens")
    (mark,) = dots(plot)
    median = next(shape for shape in plot.shapes if isinstance(shape, Path) and shape.role == "typical")
    floor = next(shape for shape in plot.shapes if isinstance(shape, Path) and shape.role == "floor")

    assert mark.x == pytest.approx((LEFT + RIGHT) / 2)
    assert (mark.x, mark.y) == median.points[1]
    assert len({y for _, y in floor.points}) == 1
    assert all(TOP <= y <= BOTTOM for shape in (median, floor) for _, y in shape.points)
    assert "With 2: at least 10.0 ms by physics" in plot.description


@given(
    least=st.floats(1e-3, 1e6),
    factor=st.floats(1.1, 1e6),
    share=st.floats(0, 1),
)
def test_an_axis_puts_equal_factors_equally_far_apart(least: float, factor: float, share: float) -> None:
    axis = LogAxis(least, least * factor, 10.0, 110.0)

    assert axis.at(least * factor**share) == pytest.approx(10 + 100 * share, abs=1e-6)
    assert axis.at(least / 2) == 10.0
    assert axis.at(least * factor * 2) == 110.0


def test_ticks_are_round_and_not_too_many() -> None:
    assert powers_of_two(LogAxis(128, 131072, 0, 1), 7) == [128, 512, 2048, 8192, 32768, 131072]
    assert powers_of_two(LogAxis(1, 24, 0, 1), 7) == [1, 2, 4, 8, 16]
    assert decades(LogAxis(1, 1500, 0, 1)) == [1, 10, 100, 1000]
    assert decades(LogAxis(11, 180, 0, 1)) == [20, 50, 100]
    assert [short(each) for each in (0.5, 128, 2048, 131072, 2**21, 1000, 20000, 5e6)] == [
        "0.5",
        "128",
        "2K",
        "128K",
        "2M",
        "1k",
        "20k",
        "5M",
    ]


def test_text_in_a_plot_is_escaped() -> None:
    svg = Plot("a", "<b>", "\x00&", 10, 10, (Label(0, 0, "<script>", "row"),)).svg()

    assert '<title id="a-title">&lt;b&gt;</title>' in svg
    assert "&lt;script&gt;" in svg
    assert "\x00" not in svg
