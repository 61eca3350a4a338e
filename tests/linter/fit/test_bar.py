"""The bar is to scale: its segments are the device, its columns the width."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelspec_lint.knowledge_base import Declaration, KnowledgeBase, estimate_memory, memory_request
from modelspec_lint.linter.fit.bar_text import bar_line, columns_of
from modelspec_lint.linter.fit.memory_sum import Bar, Segment, bar_of, memory_sum
from modelspec_lint.linter.report.style import Style

KNOWLEDGE = KnowledgeBase.load()
PLAIN, ASCII = Style(color=False, unicode=True), Style(color=False, unicode=False)


def bar(model: str, accelerator: str, engine: str | None = "vllm", **others: object) -> Bar:
    declaration = Declaration(model=model, accelerator=accelerator, engine=engine, **others)  # type: ignore[arg-type]
    found = bar_of(memory_sum(estimate_memory(memory_request(declaration, KNOWLEDGE))))
    assert found is not None
    return found


@pytest.mark.parametrize("engine", ["vllm", "sglang", "tensorrt-llm", "tgi", "llama.cpp", None])
@pytest.mark.parametrize("accelerator", ["l4-24gb", "h100-sxm5-80gb", "a100"])
@pytest.mark.parametrize("model", ["meta-llama/Llama-3.1-8B-Instruct", "Qwen/Qwen2.5-72B-Instruct"])
def test_the_segments_add_up_to_the_device(model, accelerator, engine):
    found = bar(model, accelerator, engine, precision="bf16", batch=8, sequence_length=4096)

    assert sum(each.size for each in found.segments) == pytest.approx(found.device, abs=1e-9)
    assert all(each.size >= 0 for each in found.segments)


def test_what_does_not_fit_is_missing():
    found = bar("Qwen/Qwen2.5-72B-Instruct", "l4-24gb")

    assert found.segments[0].size == found.device
    assert found.missing > 100


def test_the_declared_load_and_what_stays_free_are_what_is_left():
    found = {
        each.role: each.size
        for each in bar(
            "meta-llama/Llama-3.1-8B-Instruct", "l40s-48gb", batch=16, sequence_length=8192
        ).segments
    }

    assert found["load"] == 16.0
    assert 8 < found["free"] < 9


@given(
    sizes=st.lists(st.floats(0, 1000), min_size=1, max_size=8).filter(lambda each: sum(each) > 0),
    width=st.integers(10, 200),
)
def test_columns_add_up_to_the_width_and_are_to_scale(sizes, width):
    columns = columns_of(sizes, width)

    assert sum(columns) == width
    for size, count in zip(sizes, columns, strict=True):
        assert count >= 0
        assert abs(count - width * size / sum(sizes)) <= len(sizes) + 1


def test_a_bar_in_characters_has_its_width_and_says_what_is_missing():
    fits = Bar((Segment("weights", "weights", 3.0), Segment("not usable", "unusable", 1.0)), 4.0, 0.0)
    lacks = Bar((Segment("weights", "weights", 4.0), Segment("not usable", "unusable", 0.0)), 4.0, 4.0)

    assert bar_line(fits, PLAIN, 40) == "│" + "█" * 30 + "·" * 10 + "│"
    assert bar_line(lacks, ASCII, 40) == "|" + "W" * 30 + "|" + "X" * 10
