"""What machines cost, and the tokens that they write."""

from dataclasses import replace

import pytest

from modelspec_lint.knowledge_base import (
    Estimate,
    KnowledgeBase,
    Rate,
    Undecided,
    cheapest_instances,
    estimate_cost,
)

KNOWLEDGE = KnowledgeBase.load()


def accelerator(name):
    return KNOWLEDGE.accelerators.get(name)


def exactly(value):
    return Estimate("rate", value, value, value, "requests/s", "test")


RATE = Rate(exactly(10.0), 8.0, Estimate("rate", 1.0, 2.0, 4.0, "requests/s", "test"))


def test_one_machine_holds_all_where_one_can():
    found = cheapest_instances(KNOWLEDGE, accelerator("a100-sxm4-80gb"), 8)

    assert {each.machines for each in found} == {1}
    assert [each.usd_per_hour for each in found] == sorted(each.usd_per_hour for each in found)


def test_where_no_machine_is_large_enough_it_is_as_few_of_the_largest_as_can_be():
    found = cheapest_instances(KNOWLEDGE, accelerator("h100-sxm5-80gb"), 16)

    assert {(each.machines, each.instance.count) for each in found} == {(2, 8)}
    assert "2 x" in found[0].source


def test_a_part_of_a_larger_machine_is_said_and_only_its_share_is_counted():
    rental = next(
        each
        for each in cheapest_instances(KNOWLEDGE, accelerator("h100-sxm5-80gb"), 2)
        if each.instance.id == "p5.48xlarge"
    )

    assert rental.used == 0.25
    assert rental.usd_per_hour == 55.04
    assert "2 of its 8 accelerators used" in rental.source
    assert "us-east-1" in rental.source


def test_the_price_of_tokens_is_that_of_an_hour_over_what_is_written_in_it():
    cost = estimate_cost(KNOWLEDGE, accelerator("l4-24gb"), 1, RATE, 100)
    hourly = cost.per_hour.expected

    assert cost.floor.expected == pytest.approx(hourly / 3600 / (10 * 100) * 1000)
    assert cost.floor.exact
    assert cost.typical.expected == pytest.approx(5 * cost.floor.expected)
    assert cost.typical.low == pytest.approx(cost.floor.expected * 10 / 4)
    assert cost.typical.high == pytest.approx(cost.floor.expected * 10)
    assert [term.unit for term in cost.floor.terms] == ["USD/hour", "requests/s"]


def test_spot_prices_stand_apart():
    cost = estimate_cost(KNOWLEDGE, accelerator("h100-sxm5-80gb"), 1, None, 0)

    assert cost.spot_per_hour.expected < cost.per_hour.expected
    assert "spot" in cost.spot_per_hour.source
    assert "spot" not in cost.per_hour.source
    assert (cost.floor, cost.typical) == (None, None)


def test_an_accelerator_with_a_price_of_its_own_needs_no_instance():
    own = replace(accelerator("h100-sxm5-80gb"), on_demand_usd_per_hour=0.5)

    cost = estimate_cost(KNOWLEDGE, own, 3, None, 0)

    assert cost.per_hour.expected == 1.5
    assert "stated price" in cost.per_hour.source


def test_without_a_price_the_cost_is_undecided():
    with pytest.raises(Undecided, match="no price"):
        estimate_cost(KNOWLEDGE, accelerator("gtx-1080-8gb"), 1, None, 0)
