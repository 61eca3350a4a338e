"""Latency estimates against tables that others published (``tests/measurements/latency.jsonl``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from time import perf_counter

import pytest

from benchmarks.accuracy.latency import LatencyAccuracy, evaluate
from benchmarks.accuracy.rows import read_rows
from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.knowledge_base.latency.efficiency import device_class

MEASUREMENTS = Path(__file__).parents[2] / "measurements" / "latency.jsonl"


@cache
def measured() -> tuple[LatencyAccuracy, float]:
    rows, knowledge = read_rows(MEASUREMENTS), KnowledgeBase.load()
    start = perf_counter()
    return evaluate(rows, knowledge), perf_counter() - start


def accuracy() -> LatencyAccuracy:
    return measured()[0]


def test_nearly_all_rows_can_be_judged():
    found = accuracy()

    assert len(found.judged) + found.left_out.total() + found.undecided.total() == 7265
    assert found.undecided.total() == 0
    assert len(found.judged) >= 6900
    assert len(found.counting) >= 6000


def test_no_row_that_counts_is_called_impossible():
    assert [
        (each.judged.row["id"], each.reason) for each in accuracy().misses if "called imp" in each.what
    ] == []


def test_every_row_that_beats_physics_is_called_impossible():
    assert len(accuracy().exceeding) == 33
    assert [each.row["id"] for each in accuracy().not_caught] == []


def test_hardly_any_row_that_counts_is_called_never_seen():
    assert accuracy().unseen_share <= 0.003


def test_every_miss_has_a_reason():
    assert len(accuracy().misses) == len(accuracy().unseen)
    assert all("bound" in each.reason for each in accuracy().misses)


@pytest.mark.parametrize(
    ("quantity", "least", "middle"),
    [
        (None, 4200, 0.18),
        ("token", 250, 0.24),
        ("request", 2100, 0.14),
        ("rate", 1450, 0.22),
        ("first-token", 350, 0.47),
    ],
)
def test_the_usual_value_is_near_the_median_of_servers(quantity, least, middle):
    errors = accuracy().server_errors(quantity)

    assert errors is not None
    assert errors.count >= least
    assert errors.middle <= middle


def test_nine_of_ten_figures_lie_between_the_fast_and_the_slow_twentieth():
    errors = accuracy().errors(None)

    assert errors is not None
    assert errors.inside >= 0.89


def test_the_floor_is_near_the_best_published_row_of_each_class():
    """AMD's best row, gpt-fast on one half of an MI250X, is 1.62 times what its datasheet allows."""
    found = accuracy().tightness(lambda judged: device_class(judged.reading.request.memory.accelerators[0]))

    limits = dict.fromkeys(("nvidia-hbm", "nvidia-gddr", "nvidia-lpddr", "amd-rdna", "apple"), 1.45)
    for name, limit in (limits | {"amd-cdna": 1.63}).items():
        rows, best = found[name]
        assert rows >= 10
        assert 1.0 <= best <= limit


def test_all_rows_are_judged_in_seconds():
    assert measured()[1] < 15
