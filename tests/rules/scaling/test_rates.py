"""MS404, MS405 and MS415: the rate that is promised, and what all replicas can bear."""

import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.scaling.rate_contradicts_concurrency import rate_contradicts_concurrency
from modelspec_lint.rules.scaling.rate_near_capacity import rate_near_capacity
from modelspec_lint.rules.scaling.rate_unreachable import rate_unreachable

RULES = (rate_unreachable, rate_contradicts_concurrency, rate_near_capacity)
A100 = "NVIDIA A100 80GB SXM4"
USUAL = (1024, 256)


def judged(
    scaling,
    tokens=(None, None),
    serving="{}",
    batch="{}",
    variables="",
    count=1,
    model="meta-llama/Meta-Llama-3-8B-Instruct",
    task="text-generation",
    engine="vllm",
):
    names = ("modelspec-lint/input-tokens", "modelspec-lint/output-tokens")
    annotations = ", ".join(
        f'{name}: "{each}"' for name, each in zip(names, tokens, strict=True) if each is not None
    )
    return lint_fragment(
        f"metadata: {{annotations: {{{annotations}}}}}\n"
        f"spec: {{identity: {{model: {{id: {model}, task: {task}, framework: {engine}}}}}, runtime: "
        f"{{accelerator: {{count: {count}}}, batch: {batch}, environment: {{variables: {{{variables}}}}}}}, "
        f"operations: {{serving: {serving}, scaling: {scaling}}}}}",
        RULES,
    )


def test_more_than_the_roofline_of_all_replicas_is_an_error_at_the_rate():
    (verdict,) = judged("{maxReplicas: 2, targetRps: 200}", USUAL)
    assert brief([verdict]) == [
        f"30:18 error[MS404] 2 replicas of {A100} can finish at most 25.7 requests a second of 1024 "
        "tokens in "
        "and 256 out, 200 are asked for."
    ]
    assert [(each.message, each.span.line) for each in verdict.related] == [("at most", 29)]
    assert verdict.help == ("51 replicas usually bear it, at 1024 tokens in and 256 out",)
    assert [each.unit for each in verdict.evidence] == ["requests/s"]


def test_without_declared_tokens_the_smallest_request_is_judged():
    assert brief(judged("{maxReplicas: 2, targetRps: 9000}")) == [
        f"28:18 error[MS404] 2 replicas of {A100} can finish at most 8694 requests a second of 1 token "
        "in and "
        "1 out, 9000 are asked for."
    ]


def test_a_rate_without_a_replica_is_a_contradiction():
    assert brief(judged("{maxReplicas: 0, targetRps: 1}", model="acme/own")) == [
        "28:18 error[MS404] The target is 1 request a second, and no replica is allowed."
    ]


@pytest.mark.parametrize("scaling", ["{minReplicas: 2, targetRps: 99999}", "{maxReplicas: 2, targetRps: 0}"])
def test_without_a_maximum_or_a_rate_nothing_is_said(scaling):
    assert judged(scaling, USUAL) == ()


def test_prompts_that_may_be_cached_and_speculation_prove_nothing():
    (cached,) = judged("{maxReplicas: 1, targetRps: 20}", (8000, 16))
    assert (cached.code, cached.severity.label) == ("MS404", "warning")
    flags = 'VLLM_ARGS: "--speculative-config {}"'
    (loose,) = judged("{maxReplicas: 2, targetRps: 200}", USUAL, variables=flags)
    assert (loose.code, loose.severity.label) == ("MS404", "warning")


def test_encoders_have_a_bound_as_well():
    encoder = {"model": "BAAI/bge-m3", "task": "embedding", "engine": "tei"}
    (verdict,) = judged("{maxReplicas: 1, targetRps: 100000}", (512, None), **encoder)
    assert (verdict.code, verdict.severity.label) == ("MS404", "error")
    assert verdict.message.endswith("a second of 512 tokens in, 100000 are asked for.")


def test_more_in_flight_than_replicas_let_in_is_a_warning():
    (verdict,) = judged("{maxReplicas: 2, targetRps: 10}", USUAL, serving="{maxConcurrency: 8}")
    assert brief([verdict]) == [
        "31:18 warning[MS405] 10 requests a second of 1024 tokens in and 256 out are at least 19 in "
        "flight at "
        f"once: each takes 1943 ms or more on {A100}; 2 replicas let in 16."
    ]
    assert [(each.message, each.span.line) for each in verdict.related] == [
        ("at most", 30),
        ("let in at once by a replica", 28),
    ]
    assert verdict.help == ("3 replicas or more, or more requests at once in each",)


def test_assumed_tokens_and_loose_bounds_make_it_a_note():
    (assumed,) = judged("{maxReplicas: 2, targetRps: 10}", serving="{maxConcurrency: 8}")
    assert brief([assumed]) == [
        "29:18 note[MS405] 10 requests a second of 1024 tokens in and 256 out (assumed for text "
        "generation and "
        f"chat) are at least 19 in flight at once: each takes 1943 ms or more on {A100}; 2 replicas let "
        "in 16."
    ]
    (loose,) = judged(
        "{maxReplicas: 1, targetRps: 10}",
        USUAL,
        serving="{maxConcurrency: 8}",
        variables='VLLM_ARGS: "-dp 2"',
        count=2,
    )
    assert (loose.code, loose.severity.label) == ("MS405", "note")
    assert loose.message.endswith("1 replica lets in 8.")


def test_the_cache_may_be_what_limits():
    (verdict,) = judged(
        "{maxReplicas: 1, targetRps: 1.3}",
        (1000, 1000),
        batch="{maxBatchSize: 256, maxSequenceLengthTokens: 4096}",
        model="meta-llama/Llama-3.3-70B-Instruct",
        count=2,
    )
    assert brief([verdict]) == [
        "30:18 warning[MS405] 1.3 requests a second of 1000 tokens in and 1000 out are at least 45 in "
        "flight at "
        f"once: each takes 34395 ms or more on 2 x {A100}; 1 replica lets in 40."
    ]
    assert [each.message for each in verdict.related] == ["at most", "what the KV cache holds at once"]


def test_what_replicas_bear_says_nothing():
    assert judged("{maxReplicas: 2, targetRps: 5}", USUAL, serving="{maxConcurrency: 32}") == ()


def test_above_seven_tenths_of_the_bound_is_a_note():
    (verdict,) = judged("{maxReplicas: 4, targetRps: 55}", USUAL, batch="{maxBatchSize: 48}")
    assert brief([verdict]) == [
        "30:18 note[MS415] 55 requests a second of 1024 tokens in and 256 out are 82% of what 4 replicas of "
        f"{A100} can finish at the very most."
    ]
    assert verdict.help == ("12 replicas usually bear it",)
    assert judged("{maxReplicas: 4, targetRps: 40}", USUAL, batch="{maxBatchSize: 48}") == ()
