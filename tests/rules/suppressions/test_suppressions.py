"""MS007 and MS008: what they say, where, and how to mend it."""

from __future__ import annotations

from datetime import date

import pytest

from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.suppressions import read_suppressions
from modelspec_lint.linter.suppressions.terms import RuleNames, Terms
from modelspec_lint.linter.testing import CLEAN, brief, lint_text
from modelspec_lint.linter.verdicts import Pack, judge
from modelspec_lint.rules import RULES as BUILTIN
from modelspec_lint.rules.suppressions import RULES
from modelspec_lint.rules.suppressions.bad_suppression import bad_suppression
from modelspec_lint.rules.suppressions.unused_suppression import unused_suppression

TODAY = date(2026, 7, 1)
NAMES = RuleNames(BUILTIN)


def speak(rule, text, **terms):
    """Return what a rule says of the suppressions of a text, after all other rules have run."""
    chosen = Terms(NAMES, **{"today": TODAY, **terms})
    source = read_source("case.modelspec.yaml", text.encode())
    found = read_suppressions(source)
    if found is None:
        return []
    result = lint_text(text)
    for verdict in (*result.verdicts, *(each.verdict for each in result.accepted)):
        found.accepts(verdict, chosen)
    subject = found.judged(lambda document: chosen, lambda rule, document: rule.on == "deployment")
    pack = Pack("builtin", "0", "")
    return [judge(each, rule, pack, rule.severity, source, None) for each in rule.findings(subject)]


def commented(comment):
    return CLEAN.replace("maxBatchSize: 32", f"maxBatchSize: 32 # modelspec: {comment}")


def changed(verdict, text):
    (fix,) = verdict.fixes
    assert fix.safe
    for edit in sorted(fix.edits, key=lambda each: -each.span.start):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def test_a_suppression_of_nothing_is_told_and_removed():
    text = commented("ignore[batch-exceeds-kv-cache] reason: load test")
    (verdict,) = speak(unused_suppression, text)
    assert brief([verdict]) == [
        "19:24 warning[MS007] Nothing is suppressed here: MS203 finds nothing on the line that it covers."
    ]
    assert verdict.help == ("Remove the suppression.",)
    assert changed(verdict, text) == CLEAN


def test_a_line_with_nothing_but_the_suppression_is_removed_whole():
    text = CLEAN.replace("      maxBatchSize", "      # modelspec: ignore[MS203, MS204]\n      maxBatchSize")
    (verdict,) = speak(unused_suppression, text)
    assert verdict.message == (
        "Nothing is suppressed here: MS203 and MS204 find nothing on the line that it covers."
    )
    assert changed(verdict, text) == CLEAN


def test_a_rule_is_removed_from_a_suppression_that_is_needed():
    text = commented("ignore[MS201, MS203, MS206]").replace(": 32 ", ": 512 ")
    (verdict,) = speak(unused_suppression, text)
    assert brief([verdict]) == [
        "19:45 warning[MS007] Nothing is suppressed here: "
        "MS201 and MS206 find nothing on the line that it covers."
    ]
    assert changed(verdict, text) == text.replace("MS201, MS203, MS206", "MS203")


def test_a_suppression_for_file_or_document_says_so():
    annotated = CLEAN.replace("name: chat", "name: chat\n  annotations: {modelspec-lint/ignore: MS203}")
    told = speak(unused_suppression, f"# modelspec: ignore-file[MS201]\n{annotated}")
    assert brief(told) == [
        "1:1 warning[MS007] Nothing is suppressed here: MS201 finds nothing in this file.",
        "6:40 warning[MS007] Nothing is suppressed here: MS203 finds nothing in this document.",
    ]
    assert [len(each.fixes) for each in told] == [1, 0]


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize(
    "text",
    [
        CLEAN,
        commented("ignore[MS203] reason: load test, until: 2026-07-01").replace(": 32 ", ": 512 "),
        CLEAN.replace("name: chat", "name: chat\n  description: 'x # modelspec: ignore'"),
        f"# ModelSpec: the chat assistant\n{CLEAN}",
    ],
)
def test_they_are_silent_where_suppressions_are_needed_and_right(rule, text):
    assert speak(rule, text) == []


def test_a_suppression_of_a_rule_that_came_to_no_judgement_is_not_unused():
    assert speak(unused_suppression, commented("ignore[MS004]")) == []


@pytest.mark.parametrize(
    ("comment", "terms", "told"),
    [
        ("ignore", {}, "24 `ignore` names no rule in brackets, so it suppresses nothing."),
        (
            "ignore[MS2]",
            {},
            "44 `MS2` stands for a group of rules; a suppression names its rules one by one.",
        ),
        ("ignore[MS1003]", {}, "44 There is no rule `MS1003`; did you mean 'MS003' or 'MS103'?"),
        (
            "ignore[MS203] until: 2026-06-30",
            {},
            "58 The suppression has expired: its last day was 2026-06-30.",
        ),
        ("ignore[MS203] reasons: x", {}, "51 A suppression has no `reasons`; did you mean 'reason'?"),
        (
            "ignore-file[MS203]",
            {},
            "24 `ignore-file` counts at the top of a file only, before its first line of content.",
        ),
        (
            "ignore[MS203]",
            {"reasons_required": True},
            "24 The suppression gives no reason, which is required here, so it counts for nothing.",
        ),
        (
            "ignore[MS203]",
            {"unsuppressable": frozenset({"MS203"})},
            "44 MS203 batch-exceeds-kv-cache cannot be suppressed: the configuration forbids it.",
        ),
    ],
)
def test_what_may_not_count_is_told_at_its_place(comment, terms, told):
    (said,) = brief(speak(bad_suppression, commented(comment), **terms))
    column, _, message = told.partition(" ")
    assert said == f"19:{column} warning[MS008] {message}"


def test_no_text_of_a_suppression_drives_a_terminal():
    hostile = "\u202e\u2066x\u200b"
    text = commented(f"ignore[{hostile}, MS203] {hostile}: {hostile} until: {hostile}, {hostile}")
    told = speak(bad_suppression, text)
    assert len(told) >= 3
    assert all(each.message.isprintable() and "".join(each.help).isprintable() for each in told)


def test_the_examples_of_the_pages_behave_as_they_say():
    for rule in RULES:
        (bad,), (good,) = rule.page.examples("Bad"), rule.page.examples("Good")
        assert [each.code for other in RULES for each in speak(other, bad)] == [rule.code]
        assert [each.code for other in RULES for each in speak(other, good)] == []
