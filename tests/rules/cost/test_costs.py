"""MS901, MS905 and MS906: what tokens and replicas cost, against what is promised."""

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.testing import brief, lint_fragment, lint_text, merge
from modelspec_lint.rules.cost.cost_target_missing import cost_target_missing
from modelspec_lint.rules.cost.cost_target_unreachable import cost_target_unreachable
from modelspec_lint.rules.cost.unbounded_cost import unbounded_cost

A100 = "NVIDIA A100 80GB SXM4"
USUAL = (256, 1024)


def spec(cost="{}", tokens=(None, None), scaling="{}", labels="{}", variables="", **parts):
    fields = {"type": "a100-sxm4-80gb", "count": 1, "task": "text-generation", **parts}
    names = ("modelspec-lint/input-tokens", "modelspec-lint/output-tokens")
    annotations = ", ".join(
        f'{name}: "{each}"' for name, each in zip(names, tokens, strict=True) if each is not None
    )
    return (
        f"metadata: {{labels: {labels}, annotations: {{{annotations}}}}}\n"
        f"spec: {{identity: {{model: {{task: {fields['task']}}}}}, runtime: {{accelerator: "
        f"{{type: {fields['type']}, count: {fields['count']}}}, "
        f"environment: {{variables: {{{variables}}}}}}}, operations: {{scaling: "
        f"{scaling}}}, governance: {{cost: {cost}}}}}"
    )


def target(usd, tokens=USUAL, pricing="spotAllowed: false", options=None, **parts):
    cost = f"{{targetCostPer1kTokensUsd: {usd:.9f}, pricingHints: {{{pricing}}}}}"
    return lint_fragment(spec(cost, tokens, **parts), cost_target_unreachable, options)


def test_a_target_that_no_discount_reaches_is_an_error_at_the_target():
    (verdict,) = target(0.000001, pricing="instanceType: p4de.24xlarge, spotAllowed: false")
    assert brief([verdict]) == [
        f"31:33 error[MS901] 1,000 tokens cost at least 0.00021 USD on {A100}, at full load and 256 "
        "tokens in and "
        "1024 out; the target is 0.000001 USD."
    ]
    assert verdict.help == (
        "at the usual rate they cost 0.00047 USD, p4de.24xlarge (aws, us-east-1, 2026-07-20; 1 of its 8 "
        "accelerators used)",
    )
    assert [(each.name, each.unit) for each in verdict.evidence] == [("1,000 tokens", "USD")]


def test_a_type_of_several_variants_costs_what_the_cheapest_does():
    (verdict,) = target(0.000001, type="a100-80gb")
    assert verdict.severity.label == "error"
    exact = [target(0.000001, type=type)[0].evidence[0] for type in ("a100-sxm4-80gb", "a100-pcie-80gb")]
    assert verdict.evidence[0].expected <= min(each.expected for each in exact)


def test_below_twice_the_bound_at_the_list_price_is_a_warning():
    pricing = "instanceType: p4de.24xlarge, spotAllowed: false"
    for usd in (0.0001, 0.0004):
        assert [each.severity.label for each in target(usd, pricing=pricing)] == ["warning"]
    assert target(0.0005, pricing=pricing) == ()


def test_the_named_cloud_and_spot_capacity_set_the_price():
    bounds = [
        target(0.00001, pricing=pricing)[0].evidence[0].source
        for pricing in ("cloudProvider: gcp, spotAllowed: false", "cloudProvider: gcp, spotAllowed: true")
    ]
    assert ["gcp" in each for each in bounds] == [True, True]
    assert ["spot" in each for each in bounds] == [False, True]


def test_the_discount_is_an_option():
    pricing = "instanceType: p4de.24xlarge, spotAllowed: false"
    options = {"MS901": {"largest-discount": 0.0}}
    assert [each.severity.label for each in target(0.0001, pricing=pricing, options=options)] == ["error"]


def test_tokens_that_are_assumed_and_loose_bounds_make_it_a_note():
    (assumed,) = target(0.000001, (None, None))
    assert assumed.severity.label == "note"
    assert "1024 tokens in and 256 out (assumed for text generation and chat)" in assumed.message
    (loose,) = target(0.000001, variables='VLLM_ARGS: "--speculative-config {}"')
    assert loose.severity.label == "note"


def test_without_a_price_the_target_is_undecided():
    text = merge(spec("{targetCostPer1kTokensUsd: 0.000001}", USUAL, type="rtx-4090-24gb"))
    result = lint_text(text, cost_target_unreachable)
    assert result.verdicts == ()
    assert [(each.code, each.reason) for each in result.undecided] == [
        ("MS901", "no price of NVIDIA GeForce RTX 4090 is known")
    ]


def test_no_target_and_a_generous_one_say_nothing():
    assert lint_fragment(spec(), cost_target_unreachable) == ()
    assert target(0.01) == ()


def replicas(scaling, options=None, cost="{pricingHints: {instanceType: p4de.24xlarge}}", **parts):
    return lint_fragment(spec(cost, scaling=scaling, **parts), unbounded_cost, options)


def test_ten_times_the_bill_at_rest_is_a_note_at_the_maximum():
    (verdict,) = replicas("{minReplicas: 2, maxReplicas: 40}", count=8)
    assert brief([verdict]) == [
        f"28:20 note[MS905] 40 replicas of 8 x {A100} cost 801454 USD a month; 2 replicas cost 40073 USD."
    ]
    assert verdict.help == ("a budget alert in the cloud, or fewer than 20 replicas",)
    assert [(each.message, each.span.line) for each in verdict.related] == [("at rest", 27)]
    assert [each.source for each in verdict.evidence] == ["p4de.24xlarge (aws, us-east-1, 2026-07-20)"]


def test_a_replica_pays_for_its_part_of_a_machine():
    (verdict,) = replicas("{maxReplicas: 10}")
    assert verdict.message == (f"10 replicas of {A100} cost 25045 USD a month; 1 replica costs 2505 USD.")


def test_a_limit_of_ones_own_is_an_error_above_and_nothing_below():
    (verdict,) = replicas("{minReplicas: 1, maxReplicas: 4}", {"MS905": {"max-usd-per-month": 6000.0}})
    assert brief([verdict]) == [
        f"28:20 error[MS905] 4 replicas of {A100} cost 10018 USD a month; the limit is 6000 USD."
    ]
    assert verdict.help == ("maxReplicas: 2 or fewer, as the limit allows",)
    assert replicas("{minReplicas: 1, maxReplicas: 40}", {"MS905": {"max-usd-per-month": 200000.0}}) == ()


def test_how_many_times_is_an_option():
    assert [each.severity.label for each in replicas("{maxReplicas: 4}", {"MS905": {"times": 4.0}})] == [
        "note"
    ]


@pytest.mark.parametrize(
    "scaling", ["{minReplicas: 4, maxReplicas: 39}", "{minReplicas: 4}", "{maxReplicas: 0}"]
)
def test_a_small_range_or_no_maximum_says_nothing(scaling):
    assert replicas(scaling) == ()


def test_no_price_says_nothing():
    assert replicas("{maxReplicas: 39}", cost="{}", type="rtx-4090-24gb") == ()


PRODUCTION = "{env: prod}"


def test_a_production_deployment_without_a_cost_target_is_a_note():
    assert brief(
        lint_fragment(spec("{pricingHints: {spotAllowed: false}}", labels=PRODUCTION), cost_target_missing)
    ) == ["29:5 note[MS906] A production deployment states no target for what 1,000 tokens may cost."]


def test_images_a_target_and_what_is_no_production_say_nothing():
    assert lint_fragment(spec(labels=PRODUCTION, task="text-to-image"), cost_target_missing) == ()
    assert (
        lint_fragment(spec("{targetCostPer1kTokensUsd: 0.1}", labels=PRODUCTION), cost_target_missing) == ()
    )
    assert lint_fragment(spec(), cost_target_missing) == ()


def test_clouds_that_instance_types_name_are_in_the_vocabulary():
    known = KnowledgeBase.load()
    clouds = known.vocabulary("clouds")
    assert {each.cloud for each in known.instances} <= set(clouds.values())
    assert all(clouds[name] == name for name in {each.cloud for each in known.instances})


def test_a_tiny_target_is_written_out():
    (verdict,) = target(0.00000001)
    assert verdict.message.endswith("; the target is 0.00000001 USD.")


def test_a_target_between_once_and_twice_the_bound_is_told_so():
    (exact,) = target(0.00000001)
    bound = exact.evidence[0].expected
    (verdict,) = target(1.5 * bound)
    assert verdict.message.endswith(" USD, less than twice that.")
