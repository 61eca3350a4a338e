"""The limits are exact: what is returned holds, and one more does not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelspec_lint.knowledge_base import (
    Declaration,
    KnowledgeBase,
    MemoryRequest,
    estimate_memory,
    memory_request,
)
from modelspec_lint.linter.fit.limits import Limit, frontier, holds, largest_batch, limits, longest

KNOWLEDGE = KnowledgeBase.load()
MODELS = {
    "dense": "meta-llama/Llama-3.1-8B-Instruct",
    "sliding windows": "google/gemma-3-12b-it",
    "latent attention": "deepseek-ai/DeepSeek-V2-Lite-Chat",
    "states beside attention": "Qwen/Qwen3-Next-80B-A3B-Instruct",
    "mixture of experts": "openai/gpt-oss-20b",
}


def request(model: str, accelerator: str = "h100-sxm5-80gb", **others: object) -> MemoryRequest:
    declared = {"engine": "vllm", "sequence_length": 8192, "batch": 16, **others}
    return memory_request(Declaration(model=model, accelerator=accelerator, **declared), KNOWLEDGE)  # type: ignore[arg-type]


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS.keys())
@pytest.mark.parametrize("end", ["expected", "guaranteed"])
def test_one_more_sequence_than_the_largest_batch_does_not_fit(model, end):
    asked = request(model, count=2)
    most = getattr(largest_batch(asked, 8192), end)

    assert most == 0 or holds(replace(asked, batch=most), most, end)
    assert not holds(replace(asked, batch=most + 1), most + 1, end)


@pytest.mark.parametrize("model", MODELS.values(), ids=MODELS.keys())
@pytest.mark.parametrize("end", ["expected", "guaranteed"])
def test_one_more_token_than_the_longest_sequence_does_not_fit(model, end):
    asked = request(model, count=2)
    most = getattr(longest(asked, 16), end)

    assert most == 0 or holds(replace(asked, sequence_length=most), 16, end)
    assert not holds(replace(asked, sequence_length=most + 1), 16, end)


@settings(max_examples=40, deadline=None)
@given(length=st.integers(1, 200_000), batch=st.integers(1, 4096))
def test_a_batch_fits_exactly_where_it_is_no_larger_than_the_largest(length, batch):
    asked = request(MODELS["dense"], sequence_length=length, batch=batch)
    limit = largest_batch(asked, length)

    assert holds(asked, batch, "expected") == (batch <= limit.expected)
    assert holds(asked, batch, "guaranteed") == (batch <= limit.guaranteed)


def test_what_is_guaranteed_is_never_more_than_what_is_expected():
    points = frontier(request(MODELS["dense"]), [2**power for power in range(7, 18)])

    assert all(point.batch.guaranteed <= point.batch.expected for point in points)
    batches = [point.batch.expected for point in points]
    assert batches == sorted(batches, reverse=True)


def test_llama_3_1_8b_on_an_l40s_is_the_sum_on_paper():
    found = limits(estimate_memory(request(MODELS["dense"], "l40s-48gb")))

    left = estimate_memory(replace(request(MODELS["dense"], "l40s-48gb"), batch=24)).kv_available
    assert int(left.expected) == 24  # a sequence of 8192 tokens takes exactly 1 GiB
    assert found.batch.expected == 24
    assert found.context == 131072


def test_a_model_that_does_not_load_holds_nothing():
    assert limits(estimate_memory(request("meta-llama/Llama-3.1-70B-Instruct"))).alone == Limit(0, 0)


def test_replicas_share_out_the_batch():
    one = request(MODELS["dense"])
    two = replace(one, count=2)

    assert two.replicas == 2
    assert largest_batch(two, 8192).expected > 1.9 * largest_batch(one, 8192).expected


def test_the_least_length_and_an_absurd_one_have_limits_too():
    asked = request(MODELS["dense"])

    assert largest_batch(asked, 1).expected > 1000
    assert largest_batch(asked, 10**9) == Limit(0, 0)
