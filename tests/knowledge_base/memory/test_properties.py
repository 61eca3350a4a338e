"""What must hold for any model on any accelerator in any precision."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelspec_lint.knowledge_base import (
    KnowledgeBase,
    MemoryRequest,
    Undecided,
    estimate_memory,
    parallelism_refusals,
)

KNOWLEDGE = KnowledgeBase.load()
TERMS = (
    "visible",
    "usable",
    "weights",
    "activation",
    "non_torch",
    "graphs",
    "kv_available",
    "admission",
    "steady",
    "slots",
    "kv_tokens",
)

requests = st.builds(
    lambda model, accelerator, precision, engine, t, p, length, batch: MemoryRequest(
        model=KNOWLEDGE.models.get(model),
        accelerators=(KNOWLEDGE.accelerators.get(accelerator),),
        precisions=(KNOWLEDGE.precisions.get(precision),),
        engine=KNOWLEDGE.engines.get(engine),
        count=t * p,
        tensor_parallel=t,
        pipeline_parallel=p,
        sequence_length=length,
        batch=batch,
    ),
    st.sampled_from(KNOWLEDGE.models.ids()),
    st.sampled_from(KNOWLEDGE.accelerators.ids()),
    st.sampled_from(KNOWLEDGE.precisions.ids()),
    st.sampled_from(KNOWLEDGE.engines.ids()),
    st.sampled_from([1, 2, 3, 4, 8]),
    st.sampled_from([1, 2]),
    st.none() | st.integers(1, 2_000_000),
    st.none() | st.integers(1, 4096),
)


@settings(max_examples=400, deadline=None)
@given(requests)
def test_an_estimate_is_an_interval_or_undecided_and_never_anything_else(request):
    for term in TERMS:
        try:
            estimate = getattr(estimate_memory(request), term)
        except Undecided:
            continue
        assert estimate.low <= estimate.expected <= estimate.high, (term, estimate)
    try:
        starts = estimate_memory(request).starts
        assert starts is not True or not estimate_memory(request).weights_exceed
    except Undecided:
        pass
    for refusal in parallelism_refusals(request):
        assert refusal.reason.endswith(".")
        assert refusal.source


@settings(max_examples=150, deadline=None)
@given(requests, st.integers(1, 100_000))
def test_a_longer_sequence_never_needs_less(request, more):
    length = request.sequence_length or 1
    try:
        short = estimate_memory(replace(request, sequence_length=length)).admission
        long = estimate_memory(replace(request, sequence_length=length + more)).admission
    except Undecided:
        return
    assert long.low >= short.low
    assert long.high >= short.high


@settings(max_examples=150, deadline=None)
@given(requests)
def test_more_ranks_never_hold_more_weights_each(request):
    try:
        few = estimate_memory(replace(request, tensor_parallel=1, pipeline_parallel=1, count=1)).weights
        many = estimate_memory(replace(request, tensor_parallel=4, pipeline_parallel=1, count=4)).weights
    except Undecided:
        return
    assert many.expected <= few.expected * 1.0001


def test_an_ambiguous_accelerator_spans_all_that_may_be_meant():
    both = KNOWLEDGE.accelerators.resolve("a100").facts
    assert len(both) > 2
    base = MemoryRequest(
        model=KNOWLEDGE.models.resolve("llama-3-8b-instruct").fact,
        accelerators=both,
        precisions=(KNOWLEDGE.precisions.get("bf16"),),
        engine=KNOWLEDGE.engines.get("vllm"),
        sequence_length=8192,
    )
    whole = estimate_memory(base).kv_available
    for each in both:
        one = estimate_memory(replace(base, accelerators=(each,))).kv_available
        assert whole.low <= one.low
        assert one.high <= whole.high


def test_the_precision_has_to_be_known():
    base = MemoryRequest(
        model=KNOWLEDGE.models.resolve("llama-3-8b-instruct").fact,
        accelerators=KNOWLEDGE.accelerators.resolve("l4").facts,
        precisions=(),
        engine=None,
    )
    with pytest.raises(Undecided, match="precision"):
        estimate_memory(base)
