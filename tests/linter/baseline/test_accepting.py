from __future__ import annotations

from dataclasses import replace

from modelspec_lint.linter import Severity, rule
from modelspec_lint.linter.baseline import Baseline, Scope, apply_baseline, extended, pruned, stale_entries
from modelspec_lint.linter.testing import CLEAN
from tests.linter.baseline.cases import FOLDER, accepting, all_of, lint_texts, points_at

A = "models/a.modelspec.yaml"
TYPE, COUNT = "/spec/runtime/accelerator/type", "/spec/runtime/accelerator/count"
STEPS = """\
  pipeline:
    preprocess:
      steps:
        - {name: trim, type: truncate}
        - {name: mask, type: redact}
        - plain
        - [1, 2]
        - {type: one, of: many}
"""


def lint(text=CLEAN, *pointers, code="TST001", path=A):
    return lint_texts({path: text}, points_at(code, *(pointers or (TYPE,))))


def codes(result):
    return [each.code for each in result.verdicts]


def test_what_was_accepted_is_counted_and_not_reported():
    baseline = accepting(lint())
    result = apply_baseline(lint(), baseline)
    assert (result.verdicts, result.summary.findings, result.summary.baselined) == ((), 0, 1)
    assert [(each.verdict.code, each.how, each.reason) for each in result.accepted] == [
        ("TST001", "baselined", None)
    ]


def test_a_finding_elsewhere_is_new():
    baseline = accepting(lint())
    result = apply_baseline(lint(CLEAN, TYPE, COUNT), baseline)
    assert [each.pointer for each in result.verdicts] == [COUNT]
    assert (result.summary.errors, result.summary.baselined) == (1, 1)


def test_another_value_is_new():
    result = apply_baseline(lint(CLEAN.replace("a100-sxm4-80gb", "h100-sxm5-80gb")), accepting(lint()))
    assert (codes(result), result.summary.baselined) == (["TST001"], 0)


def test_another_rule_file_or_document_is_new():
    baseline = accepting(lint())
    assert codes(apply_baseline(lint(code="TST002"), baseline)) == ["TST002"]
    assert codes(apply_baseline(lint(path="models/b.modelspec.yaml"), baseline)) == ["TST001"]
    assert codes(apply_baseline(lint(CLEAN.replace("name: chat", "name: talk")), baseline)) == ["TST001"]


def test_the_spelling_of_a_value_does_not_matter():
    quoted = CLEAN.replace("a100-sxm4-80gb", '"a100-sxm4-80gb"')
    assert codes(apply_baseline(lint(quoted), accepting(lint()))) == []
    assert (
        codes(
            apply_baseline(
                lint(CLEAN.replace("count: 1", "count: 0x1"), COUNT), accepting(lint(CLEAN, COUNT))
            )
        )
        == []
    )


def test_the_words_of_a_message_do_not_matter():
    moved = "# this moves the line that the message names\n" + CLEAN
    assert codes(apply_baseline(lint(moved), accepting(lint()))) == []


def test_of_two_equal_findings_both_are_accepted_only_if_two_were():
    one, two = CLEAN, f"{CLEAN}---\n{CLEAN}"
    result = apply_baseline(lint(two), accepting(lint(one)))
    assert [each.span.line for each in result.verdicts] == [lint(two).verdicts[1].span.line]
    assert codes(apply_baseline(lint(two), accepting(lint(two)))) == []
    assert [entry.count for entry in accepting(lint(two)).entries] == [2]


def test_items_of_lists_go_by_their_name_and_others_by_their_content():
    pointers = [f"/spec/pipeline/preprocess/steps/{index}" for index in range(5)]
    result = lint(CLEAN + STEPS, *pointers)
    assert [each.identity.pointer.rpartition("/")[2] for each in result.verdicts] == [
        "[name=trim]",
        "[name=mask]",
        "[plain]",
        "[49a64717d5d4cb19]",
        "[3f12047ccb1162d7]",
    ]


def test_a_line_in_a_message_about_the_file_is_no_part_of_it():
    double = CLEAN.replace("    batch:\n", "    batch: {}\n    batch:\n")
    accepted = accepting(lint_texts({A: double}))
    moved = apply_baseline(lint_texts({A: "\n\n# moved\n" + double}), accepted)
    assert "MS004" in {entry.key.rule for entry in accepted.entries}
    assert codes(moved) == []


def test_what_no_longer_occurs_is_stale():
    baseline = accepting(lint(f"{CLEAN}---\n{CLEAN}", TYPE, COUNT))
    result = apply_baseline(lint(CLEAN, TYPE), baseline)
    stale = stale_entries(result, baseline, all_of(A))
    assert [(entry.key.pointer, entry.count) for entry in stale] == [(COUNT, 2), (TYPE, 1)]
    assert pruned(baseline, stale).counts == accepting(lint(CLEAN, TYPE)).counts


def test_nothing_is_said_of_files_and_rules_that_the_run_left_out():
    baseline = accepting(lint())
    clean = apply_baseline(lint(CLEAN, "/nowhere"), baseline)
    assert stale_entries(clean, baseline, all_of("models/b.modelspec.yaml")) == ()
    assert stale_entries(clean, baseline, Scope(frozenset([A]), left_out=frozenset(["TST001"]))) == ()
    assert stale_entries(clean, baseline, Scope(frozenset(), gone=frozenset([A]))) == baseline.entries


def test_updating_adds_the_new_and_keeps_what_was_not_looked_at():
    first = accepting(lint(path="models/b.modelspec.yaml"))
    second = extended(first, apply_baseline(lint(CLEAN, COUNT), first))
    assert [(entry.key.file, entry.key.pointer) for entry in second.entries] == [
        (A, COUNT),
        ("models/b.modelspec.yaml", TYPE),
    ]
    again = apply_baseline(lint(CLEAN, COUNT), second)
    assert extended(second, again) == second


def test_a_result_of_which_nothing_is_accepted_stays_itself():
    result = lint()
    assert apply_baseline(result, Baseline(FOLDER)) is result


def test_a_crash_is_never_accepted():
    @rule("TST009", "tells-it", severity=Severity.ERROR, tags=("test",), on="crash")
    def told(crash):
        """Tell of a crash."""
        yield from ()

    result = lint()
    crashed = replace(result, verdicts=tuple(replace(each, rule=told) for each in result.verdicts))
    assert accepting(crashed).entries == ()


def test_what_is_unsuppressable_is_never_accepted():
    result = lint()
    locked = replace(result, verdicts=tuple(replace(each, unsuppressable=True) for each in result.verdicts))
    assert apply_baseline(locked, accepting(result)) is locked
    assert accepting(locked).entries == ()
