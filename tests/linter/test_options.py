"""A rule's options: defaults, values that are set, and values that will not do."""

import pytest

from modelspec_lint.linter import Option, Severity, finding, rule
from modelspec_lint.linter.testing import brief, lint_fragment

DAYS = Option("max-days", 30, "Longest retention.", least=1)
SHARE = Option("share", 0.5, "A share.")
MODE = Option("mode", "open", "A mode.", choices=("open", "closed"))
WORDS = Option("words", ("a",), "Words.")
STRICT = Option("strict", False, "Whether to be strict.")


@rule(
    "TST001",
    "shows-options",
    severity=Severity.NOTE,
    tags=("test",),
    options=(DAYS, SHARE, MODE, WORDS, STRICT),
)
def shows_options(deployment, options):
    """Says its options."""
    yield finding(
        "/kind",
        f"{options.whole('max-days')} {options.number('share')} {options.text('mode')} "
        f"{options.texts('words')} {options.flag('strict')}",
    )


def test_a_rule_gets_its_defaults():
    assert brief(lint_fragment("{}", shows_options)) == ["2:7 note[TST001] 30 0.5 open ('a',) False"]


def test_a_rule_gets_what_is_set_and_the_defaults_of_the_rest():
    given = {"TST001": {"max-days": 7, "words": ["x", "y"], "share": 1}, "TST002": {"max-days": 1}}
    said = brief(lint_fragment("{}", shows_options, given))
    assert said == ["2:7 note[TST001] 7 1.0 open ('x', 'y') False"]


@pytest.mark.parametrize(
    ("option", "value", "problem"),
    [
        (DAYS, 7, None),
        (DAYS, 0, "at least 1 is wanted"),
        (DAYS, 7.5, "a whole number is wanted"),
        (DAYS, True, "a whole number is wanted"),
        (DAYS, "7", "a whole number is wanted"),
        (SHARE, 1, None),
        (SHARE, False, "a number is wanted"),
        (MODE, "closed", None),
        (MODE, "shut", "one of open, closed is wanted"),
        (WORDS, ["x"], None),
        (WORDS, "x", "a list of texts is wanted"),
        (WORDS, [1], "a list of texts is wanted"),
        (STRICT, True, None),
        (STRICT, 1, "true or false is wanted"),
    ],
)
def test_a_value_of_another_kind_will_not_do(option, value, problem):
    assert option.problem(value) == problem
