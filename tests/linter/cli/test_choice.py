"""Choosing rules on the command line: profiles, severities, durations."""

import re

import pytest
from click.testing import CliRunner

from modelspec_lint.linter.cli import main
from modelspec_lint.linter.testing import merge

NO_LENGTH = merge("spec: {runtime: {batch: {maxSequenceLengthTokens: null}}}")
"""A note, MS213 or a warning, MS212."""


def run(*arguments, text=NO_LENGTH):
    return CliRunner().invoke(
        main, ["lint", "-q", "--stdin-filename", "x.modelspec.yaml", "-", *arguments], input=text
    )


def codes(result):
    return re.findall(r"(error|warning|note)\[(MS\d+)\]", result.output)


def test_the_minimal_profile_keeps_what_is_provable():
    assert ("warning", "MS212") in codes(run())
    assert codes(run("--profile", "minimal")) == []


def test_extend_select_adds_to_a_profile():
    assert codes(run("--profile", "minimal", "--extend-select", "MS212")) == [("warning", "MS212")]


def test_select_goes_before_the_profile():
    assert codes(run("--profile", "minimal", "--select", "MS212")) == [("warning", "MS212")]


def test_a_severity_is_set_for_a_rule_by_code_or_name():
    assert ("error", "MS212") in codes(run("--severity", "MS212=error"))
    assert ("note", "MS212") in codes(run("--severity", "sequence-length-undeclared=note"))


def test_production_makes_a_warning_an_error_where_the_rule_says_so():
    result = run("--profile", "production@2026.1", "--select", "MS212")
    assert codes(result) == [("error", "MS212")]
    assert result.exit_code == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--profile", "productoin"), "There is no profile 'productoin'; did you mean 'production'?"),
        (("--profile", "strict@1999.1"), "There is no edition '1999.1' of the rules"),
        (("--severity", "MS212"), "--severity wants RULE=LEVEL, such as MS204=warning; 'MS212' has no ="),
        (("--severity", "MS212=eror"), "did you mean 'error'?"),
        (("--severity", "MS2122=error"), "There is no rule 'MS2122'; did you mean 'MS212'?"),
        (("--extend-select", "MX"), "No rule, tag or prefix is called 'MX'"),
    ],
)
def test_a_word_that_means_nothing_is_a_usage_error(arguments, message):
    result = run(*arguments)
    assert result.exit_code == 2
    assert message in result.output


def test_durations_are_said_by_rule():
    result = CliRunner().invoke(
        main, ["lint", "--durations", "--stdin-filename", "x.modelspec.yaml", "-"], input=NO_LENGTH
    )
    assert re.search(
        r"^MS212 sequence-length-undeclared +\d+\.\d\d ms +\d+\.\d us$", result.output, re.MULTILINE
    )
