"""What must hold for any model on any accelerator in any precision, whatever is asked of it."""

from dataclasses import replace
from math import isfinite

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from modelspec_lint.knowledge_base import (
    KnowledgeBase,
    LatencyRequest,
    MemoryRequest,
    Undecided,
    estimate_latency,
)

KNOWLEDGE = KnowledgeBase.load()
BANDS = ("time_to_first_token", "time_per_output_token", "request")

requests = st.builds(
    lambda model, accelerator, precision, engine, t, p, copies, tokens, load: LatencyRequest(
        memory=MemoryRequest(
            model=KNOWLEDGE.models.get(model),
            accelerators=(KNOWLEDGE.accelerators.get(accelerator),),
            precisions=(KNOWLEDGE.precisions.get(precision),),
            engine=None if engine is None else KNOWLEDGE.engines.get(engine),
            count=t * p * copies,
            tensor_parallel=t,
            pipeline_parallel=p,
        ),
        input_tokens=tokens[0],
        output_tokens=tokens[1],
        concurrency=load,
    ),
    st.sampled_from(KNOWLEDGE.models.ids()),
    st.sampled_from(KNOWLEDGE.accelerators.ids()),
    st.sampled_from(KNOWLEDGE.precisions.ids()),
    st.none() | st.sampled_from(KNOWLEDGE.engines.ids()),
    st.sampled_from([1, 2, 3, 4, 8]),
    st.sampled_from([1, 2]),
    st.sampled_from([1, 2]),
    st.tuples(st.integers(1, 100_000), st.integers(1, 8192)),
    st.sampled_from([1, 2, 7, 64, 1000]),
)


def answered(request, *names):
    """Return the bands asked for; examples of which something is undecided say nothing."""
    try:
        latency = estimate_latency(request)
        return [getattr(latency, name) for name in names]
    except Undecided:
        assume(False)


@settings(max_examples=300, deadline=None)
@given(requests)
def test_an_estimate_is_a_band_or_undecided_and_never_anything_else(request):
    for name in BANDS:
        try:
            band = getattr(estimate_latency(request), name)
        except Undecided:
            continue
        ends = (band.floor.expected, band.typical.low, band.typical.expected, band.typical.high)
        assert all(isfinite(each) and each >= 0 for each in (*ends, band.never_seen))
        assert list(ends) == sorted(ends)
        assert band.floor.exact
        assert band.floor.expected <= band.never_seen


@settings(max_examples=200, deadline=None)
@given(requests)
def test_no_usual_rate_is_above_the_bound(request):
    (rate,) = answered(request, "rate")
    assume(isfinite(rate.bound.expected))

    assert rate.typical.low <= rate.typical.expected <= rate.typical.high <= rate.bound.expected
    assert rate.never_seen <= rate.bound.expected


@settings(max_examples=200, deadline=None)
@given(requests, st.integers(2, 5))
def test_more_of_anything_takes_no_less_time(request, factor):
    before = answered(request, *BANDS)
    longer = replace(request, input_tokens=request.input_tokens * factor)
    wordier = replace(request, output_tokens=request.output_tokens * factor)
    busier = replace(request, concurrency=request.concurrency * factor)

    for less, more in zip(before, answered(longer, *BANDS), strict=True):
        assert more.floor.expected >= less.floor.expected * 0.999999
    assert answered(wordier, "request")[0].floor.expected >= before[2].floor.expected * 0.999999
    assert answered(busier, "request")[0].floor.expected >= before[2].floor.expected * 0.999999


@settings(max_examples=200, deadline=None)
@given(requests)
def test_more_ranks_read_no_slower(request):
    memory = request.memory
    wider = replace(memory, count=memory.count * 2, tensor_parallel=memory.tensor_parallel * 2)
    (one,) = answered(request, "time_per_output_token")
    (two,) = answered(replace(request, memory=wider), "time_per_output_token")

    assert two.floor.expected <= one.floor.expected


@settings(max_examples=100, deadline=None)
@given(requests)
def test_the_terms_of_a_floor_are_its_sum(request):
    for band in answered(request, *BANDS):
        total = sum(term.expected for term in band.floor.terms)
        assert abs(total - band.floor.expected) <= 1e-9 * max(1.0, band.floor.expected)
