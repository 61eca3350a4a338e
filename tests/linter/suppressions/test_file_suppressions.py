"""What suppressions accept, and what is unused or bad when a run has ended."""

from __future__ import annotations

from datetime import date

import pytest

from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.engine import lint
from modelspec_lint.linter.plan import Judging, UniformPlan
from modelspec_lint.linter.plugins import load_packs
from modelspec_lint.linter.suppressions import read_suppressions
from modelspec_lint.linter.testing import CLEAN

CROWDED = CLEAN.replace("maxBatchSize: 32", "maxBatchSize: 512")
"""A spec with one warning of MS203, at ``maxBatchSize``, line 19."""

CODES = frozenset({"MS004", "MS103", "MS201", "MS203", "MS302", "MS406"})


@pytest.fixture
def run(terms, knowledge):
    """Lint a text; return what is reported, what is told of its suppressions, and the suppressions."""

    def run(text, *, ran=lambda rule, document: rule.code in CODES, **changed):
        source = read_source("x.modelspec.yaml", text.encode())
        found = read_suppressions(source)
        result = lint([source], UniformPlan(Judging(CODES)), load_packs(), knowledge)
        verdicts = [*result.verdicts, *(each.verdict for each in result.accepted)]
        terms_of = terms(**changed)
        told = [
            f"{verdict.span.line} {verdict.code}"
            for verdict in verdicts
            if verdict.rule.on != "suppressions" and not found.accepts(verdict, terms_of(verdict.document))
        ]
        judged = found.judged(terms_of, ran)
        unused = [(each.span.line, each.span.column, each.codes, each.all) for each in judged.unused]
        bad = [f"{each.span.line}:{each.span.column} {each.message}" for each in judged.bad]
        return told, unused, bad

    return run


def commented(comment, text=CROWDED):
    return text.replace("maxBatchSize: 512", f"maxBatchSize: 512 # modelspec: {comment}")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(commented("ignore[MS203]"), id="at the end of the line"),
        pytest.param(commented("ignore[ms203, MS203]").replace(", MS203", ""), id="in lower case"),
        pytest.param(commented("ignore[batch-exceeds-kv-cache]"), id="by name"),
        pytest.param(
            CROWDED.replace("      maxBatchSize", "# modelspec: ignore[MS203]\n\n      maxBatchSize"),
            id="on the line above",
        ),
        pytest.param(f"# modelspec: ignore-file[MS203]\n{CROWDED}", id="for the file"),
        pytest.param(
            CROWDED.replace("name: chat", "name: chat\n  annotations:\n    modelspec-lint/ignore: MS203"),
            id="by the annotation",
        ),
        pytest.param(commented("ignore[MS203] until: 2026-07-01"), id="on its last day"),
    ],
)
def test_a_finding_is_accepted(run, text):
    assert run(text) == ([], [], [])


def test_only_the_rule_that_is_named_is_accepted_and_only_there(run):
    text = commented("ignore[MS201]").replace("    batch:", "    batch: # modelspec: ignore[MS203]")
    told, unused, bad = run(text)
    assert told == ["19 MS203"]
    assert unused == [(18, 12, ("MS203",), True), (19, 25, ("MS201",), True)]
    assert bad == []


def test_a_finding_about_an_absent_field_is_accepted_at_the_key_that_it_stands_at(run):
    text = CLEAN.replace("      count: 1\n", "      count: none # modelspec: ignore[MS103]\n")
    assert run(text) == ([], [], [])


def test_a_finding_about_the_file_is_accepted_by_the_annotation_of_the_document_around_it(run):
    text = CLEAN.replace("      count: 1\n", "      count: 1\n      count: 1\n").replace(
        "name: chat", "name: chat\n  annotations:\n    modelspec-lint/ignore: MS004"
    )
    assert run(text) == ([], [], [])
    assert run(f"{text}---\n{text.replace('modelspec-lint/ignore: MS004', 'a: b')}")[0] == ["44 MS004"]


def test_the_narrowest_suppression_is_used_and_the_others_are_unused(run):
    text = commented("ignore[MS203]").replace(
        "name: chat", "name: chat\n  annotations:\n    modelspec-lint/ignore: MS203"
    )
    text = text.replace("      maxBatchSize", "      # modelspec: ignore[MS203]\n      maxBatchSize")
    told, unused, _ = run(f"# modelspec: ignore-file[MS203]\n{text}")
    assert told == []
    assert [line for line, *_ in unused] == [1, 7, 22]


def test_one_document_of_several_is_not_covered_by_the_annotation_of_another(run):
    annotated = CROWDED.replace("name: chat", "name: a\n  annotations:\n    modelspec-lint/ignore: MS203")
    told, unused, _ = run(f"{annotated}---\n{CROWDED}---\n{annotated.replace(': 512', ': 32')}")
    assert told == ["42 MS203"]
    assert unused == [(50, 28, ("MS203",), True)]


def test_a_suppression_for_the_file_is_used_where_one_document_needs_it(run):
    assert run(f"# modelspec: ignore-file[MS203]\n{CLEAN}---\n{CROWDED}") == ([], [], [])


def test_a_rule_out_of_several_is_unused_at_its_own_place(run):
    assert run(commented("ignore[MS201, MS203]"))[1] == [(19, 45, ("MS201",), False)]
    assert run(commented("ignore[MS203, MS201, MS302]"))[1] == [(19, 52, ("MS201", "MS302"), False)]
    assert run(commented("ignore[MS201, MS201]"))[1] == [(19, 25, ("MS201",), True)]


def test_nothing_is_unused_where_its_rule_came_to_no_judgement(run):
    text = commented("ignore[MS201]")
    assert run(text, ran=lambda rule, document: False)[1] == []
    assert run(commented("ignore[MS999]"))[1] == []


def test_a_suppression_for_the_file_is_unused_only_where_its_rule_judged_all_documents(run):
    text = f"# modelspec: ignore-file[MS201]\n{CROWDED}---\n{CLEAN}"
    assert len(run(text)[1]) == 1
    assert run(text, ran=lambda rule, document: document.index == 0)[1] == []


def test_a_comment_that_covers_nothing_is_asked_of_the_file(run):
    text = f"{CROWDED}# modelspec: ignore[MS203]\n"
    assert run(text, ran=lambda rule, document: document is not None)[1] == []
    assert run(text, ran=lambda rule, document: document is None)[1] == [(21, 1, ("MS203",), True)]


@pytest.mark.parametrize(
    ("comment", "told"),
    [
        pytest.param(
            "ignore[MS203] until: 2026-06-30",
            ["19:59 The suppression has expired: its last day was 2026-06-30."],
            id="the day after its last",
        ),
        pytest.param(
            "ignore[MS203] until: soon", ["19:59 `soon` is no date as `until` wants it."], id="a day"
        ),
        pytest.param(
            "ignore", ["19:25 `ignore` names no rule in brackets, so it suppresses nothing."], id="bare"
        ),
    ],
)
def test_one_with_a_mistake_or_past_its_last_day_accepts_nothing(run, comment, told):
    assert run(commented(comment)) == (["19 MS203"], [], told)


@pytest.mark.parametrize(
    ("word", "message"),
    [
        ("MS2003", "There is no rule `MS2003`; did you mean 'MS003' or 'MS203'?"),
        (
            "batch-exceed-kv-cache",
            "There is no rule `batch-exceed-kv-cache`; did you mean 'batch-exceeds-kv-cache'?",
        ),
        ("nothing-like-it-at-all", "There is no rule `nothing-like-it-at-all`."),
        ("\u202egnp", "There is no rule `\\u202egnp`."),
        ("x" * 100, f"There is no rule `{'x' * 37}...`."),
    ],
)
def test_an_unknown_rule_is_told_and_leaves_the_others_in_force(run, word, message):
    assert run(commented(f"ignore[{word}, MS203]")) == ([], [], [f"19:45 {message}"])


@pytest.mark.parametrize("word", ["MS2", "memory", "ALL", "ms"])
def test_a_group_of_rules_is_refused(run, word):
    told, _, bad = run(commented(f"ignore[{word}]"))
    assert told == ["19 MS203"]
    assert bad == [f"19:45 `{word}` stands for a group of rules; a suppression names its rules one by one."]


@pytest.mark.parametrize("word", ["MS001", "MS007", "bad-suppression"])
def test_that_a_rule_crashed_and_what_is_wrong_with_suppressions_cannot_be_suppressed(run, word):
    (message,) = run(commented(f"ignore[{word}, MS203]"))[2]
    assert message.endswith("cannot be suppressed: it says whether a run can be trusted.")


def test_an_unsuppressable_rule_is_reported_all_the_same(run):
    assert run(commented("ignore[MS203, MS201]"), unsuppressable=frozenset({"MS203"})) == (
        ["19 MS203"],
        [(19, 52, ("MS201",), False)],
        ["19:45 MS203 batch-exceeds-kv-cache cannot be suppressed: the configuration forbids it."],
    )


def test_a_reason_is_asked_for_only_where_it_is_required(run):
    missing = "19:25 The suppression gives no reason, which is required here, so it counts for nothing."
    assert run(commented("ignore[MS203]"), reasons_required=True) == (["19 MS203"], [], [missing])
    assert run(commented("ignore[MS203] reason: a"), reasons_required=True) == ([], [], [])
    assert len(run(commented("ignore[MS203] because: a"), reasons_required=True)[2]) == 1


def test_mistakes_without_number_are_not_all_told(run):
    bad = run(commented(f"ignore[{','.join(f'X{n}' for n in range(1000))}]"))[2]
    assert len(bad) == 21
    assert bad[-1] == "19:25 The suppression has more than 20 mistakes; these are the first."


def test_a_reason_for_one_document_may_be_asked_of_a_suppression_for_the_file(terms):
    source = read_source(
        "x.modelspec.yaml", f"# modelspec: ignore-file[MS203]\n{CLEAN}---\n{CROWDED}".encode()
    )
    found = read_suppressions(source)
    strict, lax = terms(reasons_required=True)(None), terms()(None)
    judged = found.judged(lambda document: strict if document.index else lax, lambda rule, document: True)
    assert [each.message for each in judged.bad] == [
        "The suppression gives no reason, which is required here, so it counts for nothing."
    ]
    assert judged.unused == ()


def test_the_last_day_is_the_day_itself(terms):
    (only,) = read_suppressions(
        read_source("x.modelspec.yaml", commented("ignore[MS203] until: 2026-07-01").encode())
    ).all
    assert [only.expired(date(2026, 7, day)) for day in (1, 2)] == [False, True]
