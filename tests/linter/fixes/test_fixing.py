from __future__ import annotations

import pytest

from modelspec_lint.linter import Edit, Fix, Severity, finding, rule
from modelspec_lint.linter.testing import CLEAN
from tests.linter.fixes.cases import HEAD, complaining, fix, fixer, read, replacing


def titles(done):
    return [each.fix.title for each in done.made]


def test_a_fix_that_removes_its_finding_is_made():
    done = fix(HEAD + "# one\n", [replacing("TST001", "# one", "# two")])
    assert (done.after.text, titles(done), done.rolled_back) == (HEAD + "# two\n", ["write # two"], 0)


def test_a_fix_that_does_not_remove_its_finding_is_rolled_back():
    done = fix(HEAD + "# one\n", [replacing("TST001", "# one", "# one more")])
    assert (done.after.text, titles(done), done.rolled_back) == (HEAD + "# one\n", [], 1)
    assert done.after is done.before
    assert [each.reason for each in done.refused] == ["its finding would still be there"]


def test_a_fix_that_adds_another_finding_is_rolled_back():
    rules = [replacing("TST001", "# one", "# two"), complaining("TST002", "# two")]
    done = fix(HEAD + "# one\n", rules)
    assert (done.after.text, done.rolled_back) == (HEAD + "# one\n", 1)
    (refused,) = done.refused
    assert refused.proposal.verdict.code == "TST001"
    assert refused.reason.startswith("it would bring TST002 ")


def test_only_the_bad_one_of_many_is_rolled_back():
    words = [f"# word{number}." for number in range(9)]
    rules = [
        replacing(f"TST00{number}", word, f"# text{number}.", name=f"replaces-{'abcdefghi'[number]}")
        for number, word in enumerate(words)
    ]
    done = fix(HEAD + "\n".join(words) + "\n", [*rules, complaining("TST010", "# text5.")])
    assert len(done.made) == 8
    assert done.rolled_back == 1
    assert done.after.text == HEAD + "".join(
        f"# {'word' if number == 5 else 'text'}{number}.\n" for number in range(9)
    )


def test_of_two_fixes_of_one_finding_the_next_is_tried_when_the_first_fails():
    rules = [replacing("TST001", "# one", "# two", "# three"), complaining("TST002", "# two")]
    done = fix(HEAD + "# one\n", rules)
    assert (done.after.text, titles(done)) == (HEAD + "# three\n", ["write # three"])


def test_of_two_that_touch_the_first_is_made_and_the_other_in_the_next_round():
    rules = [
        replacing("TST001", "# one", "# 1"),
        replacing("TST002", "one two", "uno due", "x", name="replaces-more"),
    ]
    assert fix(HEAD + "# one two\n", rules).after.text == HEAD + "# 1 two\n"
    chain = [
        replacing("TST001", "# one", "# two"),
        replacing("TST002", "# two", "# three", name="replaces-more"),
    ]
    assert titles(fix(HEAD + "# one\n", [chain[0]])) == ["write # two"]
    assert fix(HEAD + "# one\n", chain).after.text == HEAD + "# one\n"  # two would be a new finding


def test_a_fix_is_tried_again_when_another_was_made():
    rules = [
        replacing("TST001", "# one", "# two"),
        complaining("TST003", "# two", name="wants-no-two"),
        replacing("TST002", "# four", "# five", name="replaces-more"),
    ]
    done = fix(HEAD + "# one\n# four\n", rules)
    assert (titles(done), done.rolled_back) == (["write # five"], 1)


def test_unsafe_fixes_are_made_only_on_demand():
    rules = [replacing("TST001", "# one", "# two", safe=False)]
    assert fix(HEAD + "# one\n", rules).rolled_back == 0
    assert fix(HEAD + "# one\n", rules).after.text == HEAD + "# one\n"
    assert fix(HEAD + "# one\n", rules, unsafe=True).after.text == HEAD + "# two\n"


def test_accepted_findings_are_not_fixed():
    rules = [replacing("TST001", "# one", "# two")]
    done = fix(HEAD + "# one\n", rules, accepted=["TST001"])
    assert (done.after.text, done.made, done.rolled_back) == (HEAD + "# one\n", (), 0)


def test_a_fix_may_not_hide_the_document():
    other = HEAD.partition("metadata")[0]
    done = fix(HEAD, [replacing("TST001", other, "apiVersion: v1\nkind: Pod\n")])
    assert (done.after.text, done.rolled_back) == (HEAD, 1)
    done = fix(HEAD, [replacing("TST001", "kind: ModelSpec", "kind: [")])
    assert (done.after.text, done.rolled_back) == (HEAD, 1)


@pytest.mark.parametrize(
    "edits",
    [
        [(0, 10_000, "x")],
        [(0, 4, "x"), (3, 6, "y")],
        [(0, 0, "")],
        [(3, 3, "\ud800")],
        [],
    ],
)
def test_edits_that_cannot_be_made_are_left(edits):
    from modelspec_lint.linter.document import Span

    @rule("TST001", "has-bad-edits", severity=Severity.NOTE, tags=("test",), on="document")
    def bad(document):
        """Say something."""
        made = tuple(Edit(Span(1, 1, 1, 1, start, end), text) for start, end, text in edits)
        yield finding("/kind", "This is wrong.", fixes=[Fix("mend it", made, safe=True)])

    done = fix(HEAD, [bad])
    assert (done.after.text, done.rolled_back) == (HEAD, 1)


def test_a_fix_that_makes_a_rule_about_all_files_speak_is_rolled_back_and_no_other():
    rules = [
        replacing("TST001", "# one", "# two"),
        replacing("TST002", "# four", "# five", name="replaces-more"),
    ]
    together = [complaining("TST003", "# two", on="project")]
    texts = [HEAD + "# one\n# four\n", HEAD + "# four\n"]
    done = fixer(rules, together=together).fix(
        [read(text, f"{number}.modelspec.yaml") for number, text in enumerate(texts)]
    )
    assert [each.after.text for each in done] == [HEAD + "# one\n# five\n", HEAD + "# five\n"]
    assert [each.rolled_back for each in done] == [1, 0]


def test_what_a_rule_about_all_files_says_is_fixed_too():
    @rule("TST004", "sees-all-files", severity=Severity.NOTE, tags=("test",), on="project")
    def together(project):
        """Say something."""
        from modelspec_lint.linter import Place

        for document in project.documents:
            start = document.file.text.find("# one")
            if start >= 0:
                edit = Edit(document.file.span(start, start + 5), "# two")
                yield finding(
                    Place("/kind", document=document), "One.", fixes=[Fix("write two", (edit,), safe=True)]
                )

    done = fixer((), together=[together]).fix(
        [read(HEAD, "1.modelspec.yaml"), read(HEAD + "# one\n", "2.modelspec.yaml")]
    )
    assert [each.after.text for each in done] == [HEAD, HEAD + "# two\n"]


def test_the_built_in_rules_have_fixes_that_prove_good():
    right = CLEAN.replace("vllm", "vllm # fast")
    broken = right.replace("maxBatchSize", "max_batch_size").replace("8192", '"8192"')
    done = fix(broken)
    assert done.after.text == right
    assert (len(done.made), done.rolled_back) == (2, 0)


def test_a_fix_that_uncovers_another_mistake_is_rolled_back():
    broken = CLEAN.replace("maxSequenceLengthTokens: 8192", "max_sequence_length_tokens: 131072")
    done = fix(broken)
    assert done.after.text == broken


def test_a_fix_that_uncovers_what_is_less_severe_stands():
    broken = CLEAN.replace("maxBatchSize: 32", "max_batch_size: 4000")
    done = fix(broken)
    assert done.after.text == CLEAN.replace("maxBatchSize: 32", "maxBatchSize: 4000")
    rules = [replacing("TST001", "# one", "# two"), complaining("TST002", "# two", severity=Severity.NOTE)]
    assert fix(HEAD + "# one\n", rules).rolled_back == 0


def test_lines_that_a_fix_adds_end_like_those_of_the_file():
    rules = [replacing("TST001", "# one", "# two\n# three\n# four")]
    for end in ("\n", "\r\n", "\r"):
        done = fix((HEAD + "# one\n").replace("\n", end), rules)
        assert done.after.text == (HEAD + "# two\n# three\n# four\n").replace("\n", end)
