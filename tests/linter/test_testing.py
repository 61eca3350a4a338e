import pytest

from modelspec_lint.linter import Deployment, Severity, finding, rule
from modelspec_lint.linter.testing import CLEAN, brief, lint_fragment, lint_text, merge, page_problems

PAGE = """The deployment is called chat.

## What it does
Looks at the name.

## Why it matters
There are better names.

## Bad
```yaml
metadata:
  name: chat
```

## Good
```yaml
metadata:
  name: support-assistant
```

## Options
None.

## Sources
- none
"""


def called_chat(page=PAGE, severity=Severity.NOTE, says=None):
    def check(deployment: Deployment):
        if deployment.spec.metadata.name == "chat":
            yield finding("/metadata/name", "It is called chat.", severity=says)

    check.__doc__ = page
    return rule("ACME001", "called-chat", severity=severity, tags=("acme",))(check)


def test_no_rule_has_anything_to_say_about_the_clean_spec():
    result = lint_text(CLEAN)
    assert (result.verdicts, result.undecided) == ((), ())


def test_maps_are_merged_lists_replaced_and_null_removes():
    merged = merge(
        "spec: {identity: {model: {precision: null}}, pipeline: {dependencies: [a], preprocess: {x: null}}}"
    )
    assert "precision" not in merged
    assert "framework: vllm" in merged
    assert merged.endswith("  pipeline:\n    dependencies:\n    - a\n    preprocess: {}\n")


def test_a_whole_file_stays_as_it_is():
    assert merge(CLEAN + "# a comment\n") == CLEAN + "# a comment\n"


def test_a_rule_of_ones_own_runs_over_a_fragment():
    assert brief(lint_fragment("metadata: {name: chat}", called_chat())) == [
        "4:9 note[ACME001] It is called chat."
    ]
    assert lint_fragment("metadata: {name: other}", called_chat()) == ()


def test_a_rule_that_raises_fails_the_test():
    def check(deployment: Deployment):
        """Break."""
        raise RuntimeError("no such thing")

    broken = rule("ACME002", "rule-broken", severity=Severity.NOTE, tags=("acme",))(check)
    with pytest.raises(
        AssertionError, match=r"ACME002 raised at test_testing.py:\d+ in check: RuntimeError: no such"
    ):
        lint_fragment("", broken)


def test_a_page_that_tells_the_truth_has_no_problems():
    assert page_problems(called_chat()) == ()


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (("## Sources\n- none\n", ""), "The page has no section 'Sources'."),
        (
            ("The deployment is called chat.", ""),
            "The page does not begin with a sentence that says what is wrong.",
        ),
        (("```yaml\nmetadata:\n  name: chat\n```", "Any."), "The page has no example under 'Bad'."),
        (("  name: chat", "  name: other"), "Bad example 1: ACME001 says nothing."),
        (("  name: support-assistant", "  name: chat"), "Good example 1: ACME001 says: It is called chat."),
        (
            ("  name: chat\n", "  name: chat\nspec: {runtime: {accelerator: {vendor: amd}}}\n"),
            "Bad example 1: MS304 vendor-mismatch speaks too: "
            "The vendor is amd, but a100-sxm4-80gb is made by nvidia.",
        ),
    ],
)
def test_what_a_page_lacks_or_gets_wrong_is_said(change, problem):
    assert page_problems(called_chat(PAGE.replace(*change))) == (problem,)


def test_an_example_has_to_show_the_default_severity():
    assert page_problems(called_chat(says=Severity.WARNING)) == (
        "Bad example 1: ACME001 speaks as warning, its default is note.",
    )
