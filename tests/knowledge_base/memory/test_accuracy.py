"""The figures of ``docs/accuracy.md`` on start-up logs that others published: they may not get worse."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from benchmarks.accuracy.memory import MemoryAccuracy, evaluate
from benchmarks.accuracy.rows import read_rows
from modelspec_lint.knowledge_base import KnowledgeBase

MEASUREMENTS = Path(__file__).parents[2] / "measurements" / "memory.jsonl"


@cache
def measured() -> MemoryAccuracy:
    return evaluate(read_rows(MEASUREMENTS), KnowledgeBase.load())


def test_no_server_that_started_is_refused():
    assert [each.row["model_id"] for each in measured().answered if each.falsely_refused] == []


def test_rows_are_left_out_only_for_what_they_do_not_say():
    assert measured().left_out.total() <= 34


def test_nine_of_ten_rows_that_say_what_ran_are_decided():
    accuracy = measured()
    assert len(accuracy.decided) >= 0.9 * len(accuracy.judged)


@pytest.mark.parametrize(
    ("term", "which", "least", "middle", "nearly_all"),
    [
        ("weights", "answered", 80, 0.003, 0.06),
        ("KV cache, GiB", "stated", 50, 0.002, 0.10),
        ("KV cache, GiB", "all_stated", 40, 0.002, 0.05),
        ("KV cache, tokens", "stated", 45, 0.002, 0.10),
        ("KV cache, tokens", "all_stated", 40, 0.002, 0.05),
        ("activation peak", "stated", 50, 0.01, 0.25),
    ],
)
def test_the_errors_of_a_term_are_small(term: str, which: str, least: int, middle: float, nearly_all: float):
    errors = measured().errors(term, lambda judged: bool(getattr(judged, which)))
    assert errors is not None
    assert errors.count >= least
    assert errors.middle <= middle
    assert errors.p95 <= nearly_all


@pytest.mark.parametrize(
    "term", ["weights", "KV cache, GiB", "KV cache, tokens", "activation peak", "non-torch"]
)
def test_nine_of_ten_measured_values_lie_inside_the_interval(term: str):
    errors = measured().errors(term)
    assert errors is not None
    assert errors.inside >= 0.9


def test_intervals_are_narrow_enough_to_be_of_use():
    widths = {
        (term, stated): errors.width
        for term in ("weights", "KV cache, GiB")
        for stated in (False, True)
        if (errors := measured().errors(term, lambda judged, stated=stated: judged.stated or not stated))
    }
    assert widths["weights", False] <= 0.02
    assert widths["KV cache, GiB", False] <= 0.125
    assert widths["KV cache, GiB", True] <= 0.04


def test_who_starts_is_said_rightly_or_left_open():
    counted = measured().outcomes()
    assert counted[True] >= 95
    # Another tenant on the GPU; a sampler that found no room beside the graphs.
    assert counted[False] <= 3
