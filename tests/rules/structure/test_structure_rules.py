from __future__ import annotations

import pytest

from modelspec_lint.linter.testing import CLEAN, brief, lint_text
from modelspec_lint.rules.structure import RULES


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "count: 1",
            "cuont: 1",
            "17:7 error[MS101] `cuont` is not a field of spec.runtime.accelerator; did you mean `count`?",
        ),
        (
            "      count: 1\n",
            "",
            "14:5 error[MS102] `count` is missing from spec.runtime.accelerator.",
        ),
        (
            "count: 1",
            'count: "1"',
            '17:7 error[MS103] `count`: a whole number of at least 1 is wanted, this is the text "1".',
        ),
        (
            "kind: ModelSpec",
            "kind: Modelspec",
            "2:1 error[MS104] `kind`: `ModelSpec` is wanted, this is `Modelspec`.",
        ),
        (
            "count: 1",
            "count: 0",
            "17:7 error[MS105] `count`: a whole number of at least 1 is wanted, this is the number 0.",
        ),
    ],
)
def test_each_kind_of_violation_is_one_rules(old, new, said):
    assert old in CLEAN
    result = lint_text(CLEAN.replace(old, new), RULES)
    assert brief(result.verdicts) == [said]
    (verdict,) = result.verdicts
    (violation,) = result.verdicts[0].document.violations
    assert (verdict.help, verdict.fixes) == (violation.help, violation.fixes)


def test_the_key_is_marked_to_its_end():
    (verdict,) = lint_text(CLEAN.replace("count: 1", "count: 0"), RULES).verdicts
    assert (verdict.span.column, verdict.span.end_line, verdict.span.end_column) == (7, 17, 12)
    assert verdict.pointer == "/spec/runtime/accelerator/count"


def test_a_missing_field_marks_the_key_of_its_parent():
    (verdict,) = lint_text(CLEAN.replace("      count: 1\n", ""), RULES).verdicts
    assert (verdict.span.column, verdict.span.end_column) == (5, 16)
    assert verdict.pointer == "/spec/runtime/accelerator/count"


def test_a_clean_spec_has_no_violation():
    assert lint_text(CLEAN, RULES).verdicts == ()


def test_entries_of_others_are_not_held_against_the_schema():
    other = "apiVersion: apps/v1\nkind: Deployment\nmetadata: {labels: {a: 1}}\n"
    assert lint_text(f"{other}---\n{CLEAN}", RULES, path="mixed.yaml").verdicts == ()
