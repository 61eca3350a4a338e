"""MS407 to MS410 and MS414: how many replicas run, and what moves their number."""

import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.scaling import RULES
from modelspec_lint.rules.scaling.manual_strategy_with_range import manual_strategy_with_range
from modelspec_lint.rules.scaling.replicas_reversed import replicas_reversed
from modelspec_lint.rules.scaling.scale_to_zero_breaks_slo import scale_to_zero_breaks_slo
from modelspec_lint.rules.scaling.scaling_without_target import scaling_without_target
from modelspec_lint.rules.scaling.single_replica import single_replica
from modelspec_lint.rules.scaling.warm_pool_exceeds_replicas import warm_pool_exceeds_replicas

PRODUCTION = "metadata: {labels: {env: prod}}\n"


def judged(rules, scaling, before="", model="meta-llama/Meta-Llama-3-8B-Instruct"):
    return lint_fragment(
        f"{before}spec: {{identity: {{model: {{id: {model}}}}}, operations: {{scaling: {scaling}}}}}", rules
    )


@pytest.mark.parametrize(
    ("scaling", "said"),
    [
        ("{minReplicas: 1}", "a single replica"),
        ("{minReplicas: 0, maxReplicas: 3}", "no replica"),
        ("{maxReplicas: 1}", "a single replica"),
    ],
)
def test_fewer_than_two_replicas_in_production_are_a_warning(scaling, said):
    (verdict,) = judged(single_replica, scaling, PRODUCTION)
    assert brief([verdict]) == [f"25:20 warning[MS407] A production deployment may run on {said}."]
    assert verdict.help == ("minReplicas: 2, on different nodes",)


@pytest.mark.parametrize(
    ("scaling", "before"),
    [
        ("{minReplicas: 1}", ""),
        ("{minReplicas: 2}", PRODUCTION),
        ("{minReplicas: 1, warmPool: {size: 1}}", PRODUCTION),
        ("{maxReplicas: 3}", PRODUCTION),
        ("{targetRps: 3}", PRODUCTION),
    ],
)
def test_two_replicas_one_that_stands_by_and_what_is_no_production_say_nothing(scaling, before):
    assert judged(single_replica, scaling, before) == ()


def test_scaling_to_nothing_under_a_latency_target_is_a_warning_with_the_time_to_load():
    (verdict,) = judged(
        scale_to_zero_breaks_slo, "{minReplicas: 0, maxReplicas: 4, targetLatencyMsP95: 8000}"
    )
    assert brief([verdict]) == [
        "23:20 warning[MS408] Without traffic no replica is left, and to load the weights alone usually "
        "takes "
        "9.4 s, up to 130 s; the target is 8000 ms."
    ]
    assert [(each.name, each.unit) for each in verdict.evidence] == [("reading the weights", "s")]
    assert [(each.message, each.span.line) for each in verdict.related] == [("the target", 25)]


def test_a_model_that_is_not_known_starts_cold_as_well():
    (verdict,) = judged(
        scale_to_zero_breaks_slo, "{minReplicas: 0, targetLatencyMsP95: 8000}", model="acme/own"
    )
    assert verdict.message == (
        "Without traffic no replica is left, and a cold start loads the model first; the target is 8000 ms."
    )
    assert verdict.evidence == ()


@pytest.mark.parametrize(
    "scaling",
    [
        "{minReplicas: 1, targetLatencyMsP95: 8000}",
        "{minReplicas: 0, targetRps: 8}",
        "{minReplicas: 0, targetLatencyMsP95: 8000, warmPool: {size: 1}}",
        "{minReplicas: 0, targetLatencyMsP95: 8000, warmPool: {strategy: standby}}",
        "{minReplicas: 0, targetLatencyMsP95: 600000}",
        "{minReplicas: 0, maxReplicas: 0, targetLatencyMsP95: 8000}",
        "{targetLatencyMsP95: 8000}",
    ],
)
def test_a_warm_pool_a_lenient_target_or_none_says_nothing(scaling):
    assert judged(scale_to_zero_breaks_slo, scaling) == ()


def test_an_empty_warm_pool_is_none():
    scaling = "{minReplicas: 0, targetLatencyMsP95: 8000, warmPool: {size: 0}}"
    assert [each.code for each in judged(scale_to_zero_breaks_slo, scaling)] == ["MS408"]


def test_a_range_that_nothing_moves_is_a_warning_at_the_strategy():
    (verdict,) = judged(manual_strategy_with_range, "{strategy: manual, minReplicas: 2, maxReplicas: 6}")
    assert brief([verdict]) == [
        "23:17 warning[MS409] Replicas are set by hand, but between 2 and 6 of them are declared."
    ]
    assert [(each.message, each.span.line) for each in verdict.related] == [
        ("the lower end", 24),
        ("the upper end", 25),
    ]


@pytest.mark.parametrize(
    "scaling",
    [
        "{strategy: manual, minReplicas: 2, maxReplicas: 2}",
        "{strategy: reactive, minReplicas: 2, maxReplicas: 6}",
        "{strategy: manual, maxReplicas: 6}",
    ],
)
def test_one_number_another_strategy_or_one_end_say_nothing(scaling):
    assert judged(manual_strategy_with_range, scaling) == ()


def test_a_reversed_range_is_said_once():
    scaling = "{strategy: manual, minReplicas: 6, maxReplicas: 2}"
    assert [each.code for each in judged(RULES, scaling)] == ["MS406"]
    assert replicas_reversed in RULES


def test_more_that_stand_by_than_may_run_is_a_warning_at_the_size():
    (verdict,) = judged(warm_pool_exceeds_replicas, "{maxReplicas: 2, warmPool: {size: 4}}")
    assert brief([verdict]) == ["25:15 warning[MS410] 4 replicas stand by, and at most 2 may run."]
    assert judged(warm_pool_exceeds_replicas, "{maxReplicas: 4, warmPool: {size: 4}}") == ()
    assert judged(warm_pool_exceeds_replicas, "{warmPool: {size: 4}}") == ()


def test_scaling_for_no_declared_sake_is_a_note_at_the_scaling():
    assert brief(judged(scaling_without_target, "{minReplicas: 1, maxReplicas: 4}")) == [
        "22:5 note[MS414] Between 1 and 4 replicas run, and no target says when there are too few."
    ]


@pytest.mark.parametrize(
    "scaling",
    [
        "{minReplicas: 1, maxReplicas: 4, targetRps: 4}",
        "{minReplicas: 1, maxReplicas: 4, targetLatencyMsP95: 9000}",
        "{minReplicas: 4, maxReplicas: 4}",
        "{maxReplicas: 4}",
    ],
)
def test_a_target_or_a_fixed_number_says_nothing(scaling):
    assert judged(scaling_without_target, scaling) == ()


def test_a_range_set_by_hand_is_not_said_twice():
    scaling = "{strategy: manual, minReplicas: 2, maxReplicas: 6}"
    assert [each.code for each in judged(RULES, scaling)] == ["MS409"]


def test_no_replica_at_rest_is_told_once():
    fragment = (
        "{metadata: {labels: {env: prod}}, spec: {operations: {scaling: "
        "{minReplicas: 0, maxReplicas: 2, targetLatencyMsP95: 5000}}}}"
    )
    codes = [each.code for each in lint_fragment(fragment)]
    assert [code for code in codes if code in ("MS407", "MS408")] == ["MS408"]
