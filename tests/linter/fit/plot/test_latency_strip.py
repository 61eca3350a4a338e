import re
from itertools import pairwise

import pytest

from modelspec_lint.knowledge_base import Band, Estimate
from modelspec_lint.linter.fit.plot.latency_strip import duration, latency_strip
from modelspec_lint.linter.fit.plot.shapes import Label, Rectangle


def band(floor=100.0, never_seen=200.0, low=400.0, expected=800.0, high=1600.0):
    return Band(
        Estimate("floor", floor, floor, floor, "ms", ""),
        never_seen,
        Estimate("typical", low, expected, high, "ms", ""),
    )


def named(plot, role):
    return [each for each in plot.shapes if isinstance(each, Rectangle) and each.role == role]


def test_what_stands_further_right_takes_longer():
    plot = latency_strip("latency-1", band(), 300.0)
    (impossible,), (unseen,), (usual,) = (
        named(plot, role) for role in ("impossible", "unseen-zone", "usual")
    )
    (median,), (target,) = named(plot, "median"), named(plot, "target")

    assert impossible.x == 0
    assert impossible.width == pytest.approx(unseen.x, abs=0.01)
    assert unseen.x + unseen.width < target.x < usual.x < median.x < usual.x + usual.width < 100


def test_it_says_in_words_what_it_shows():
    plot = latency_strip("latency-1", band(), 300.0)

    assert plot.description == (
        "Impossible below 100 ms, never seen below 200 ms, typically 800 ms (400 ms to 1.60 s); "
        "the target is 300 ms."
    )
    assert plot.title == "Latency of a whole request against its target"


@pytest.mark.parametrize("target", [1e-3, 1.0, 50.0, 1e9, 0.0, None])
@pytest.mark.parametrize("floor", [0.0, 1e-6, 199.9])
def test_nothing_leaves_the_strip_and_no_labels_touch(target, floor):
    plot = latency_strip("latency-1", band(floor=floor), target)

    for each in plot.shapes:
        if isinstance(each, Rectangle):
            assert 0 <= each.x <= each.x + each.width <= 100.000001
    ticks = [each.x for each in plot.shapes if isinstance(each, Label) and each.role == "tick"]
    assert all(after - before >= 14 for before, after in pairwise(ticks))
    assert bool(named(plot, "target")) is (target is not None)
    assert not re.search("nan|inf", plot.svg())


@pytest.mark.parametrize(
    ("milliseconds", "words"), [(0.5, "0.500 ms"), (999.4, "999 ms"), (1000, "1.00 s"), (125_000, "125 s")]
)
def test_times_are_written_in_the_unit_that_suits_them(milliseconds, words):
    assert duration(milliseconds) == words
