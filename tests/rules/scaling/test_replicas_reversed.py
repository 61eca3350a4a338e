from modelspec_lint.linter.testing import brief, lint_fragment, lint_text, merge
from modelspec_lint.rules.scaling.replicas_reversed import replicas_reversed

SAID = "At least 4 replicas are asked for, but at most 2 are allowed."


def judged(scaling):
    return lint_fragment(f"spec: {{operations: {{scaling: {scaling}}}}}", replicas_reversed)


def test_more_at_least_than_at_most_is_an_error_at_the_smaller_end():
    (verdict,) = judged("{minReplicas: 4, maxReplicas: 2}")
    assert brief([verdict]) == [f"23:20 error[MS406] {SAID}"]
    assert verdict.span.end_column == 21
    assert [(each.message, each.span.line, each.span.column) for each in verdict.related] == [
        ("the upper end", 24, 20)
    ]


def test_no_replica_at_all_is_less_than_one():
    assert [each.message for each in judged("{minReplicas: 1, maxReplicas: 0}")] == [
        "At least 1 replica is asked for, but at most 0 are allowed."
    ]


def test_equal_ends_and_one_end_alone_are_legal():
    for scaling in (
        "{minReplicas: 2, maxReplicas: 2}",
        "{minReplicas: 4}",
        "{maxReplicas: 0}",
        "{minReplicas: 0, maxReplicas: 4}",
    ):
        assert judged(scaling) == ()


def test_the_place_is_right_in_flow_style():
    text = merge("").replace(
        "spec:\n", "spec:\n  operations: {scaling: {maxReplicas: 2, minReplicas: 4}}\n", 1
    )
    assert brief(lint_text(text, replicas_reversed).verdicts) == [f"6:55 error[MS406] {SAID}"]


def test_a_field_of_the_wrong_type_is_left_to_the_structure():
    assert judged("{minReplicas: many, maxReplicas: 2}") == ()
