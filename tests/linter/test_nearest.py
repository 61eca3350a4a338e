from __future__ import annotations

import pytest

from modelspec_lint.linter.nearest import Near, nearest
from modelspec_lint.linter.structure.fields import all_fields

SCALING = ("minReplicas", "maxReplicas", "strategy", "targetLatencyMsP95", "targetRps", "warmPool")


@pytest.mark.parametrize(
    ("name", "known", "expected"),
    [
        ("max_replicas", SCALING, [("maxReplicas", "same")]),
        ("MAX-REPLICAS", SCALING, [("maxReplicas", "same")]),
        ("maxReplica", SCALING, [("maxReplicas", "slip")]),
        ("maxxReplicas", SCALING, [("maxReplicas", "slip")]),
        ("maxReplicsa", SCALING, [("maxReplicas", "slip")]),
        ("strtegi", SCALING, [("strategy", "near")]),
        ("replicas", SCALING, [("minReplicas", "words"), ("maxReplicas", "words")]),
        ("targetLatency", SCALING, [("targetLatencyMsP95", "words")]),
        ("scalingStrategy", SCALING, [("strategy", "words")]),
        ("strat", SCALING, [("strategy", "words")]),
        ("warmpoolsize", SCALING, [("warmPool", "words")]),
        ("autoscaling", ("serving", "scaling"), [("scaling", "words")]),
        ("autoscaler", SCALING, []),
        ("x", ("id", "role"), []),
        ("di", ("id", "role"), []),
        ("i d", ("id", "role"), [("id", "same")]),
        ("typ", ("type",), [("type", "near")]),
        ("", SCALING, []),
        ("a" * 100_000, SCALING, []),
        ("名前", SCALING, []),
    ],
)
def test_the_nearest_name_is_found(name, known, expected):
    assert nearest(name, known) == tuple(Near(each, nearness) for each, nearness in expected)


def test_every_field_of_the_format_is_its_own_nearest():
    for field in all_fields():
        for name in field.fields:
            assert nearest(name, field.fields) == (Near(name, "same"),)


def test_no_two_fields_of_one_object_are_a_slip_apart():
    for field in all_fields():
        for name in field.fields:
            others = [each for each in field.fields if each != name]
            assert all(near.nearness not in ("same", "slip") for near in nearest(name, others)), name
