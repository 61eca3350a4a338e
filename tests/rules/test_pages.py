"""Every rule's page is complete, and its examples behave as they say."""

import pytest

from modelspec_lint.linter.testing import page_problems
from modelspec_lint.rules import RULES

BYTES = ("MS001", "MS002")
"""What these speak of cannot be written as YAML: a rule that crashes, a file that cannot be read."""


@pytest.mark.parametrize("rule", RULES, ids=[rule.code for rule in RULES])
def test_the_page_is_complete_and_its_examples_behave_as_they_say(rule):
    problems = page_problems(rule)
    if rule.code in BYTES:
        problems = tuple(each for each in problems if "Bad" not in each and "Good" not in each)
    assert problems == ()


def test_codes_and_names_are_used_once_and_the_list_is_sorted():
    codes = [rule.code for rule in RULES]
    assert codes == sorted(set(codes))
    assert len({rule.name for rule in RULES}) == len(RULES)


def test_a_rule_lives_in_a_file_of_its_name():
    for rule in RULES:
        if rule.on == "deployment":
            assert rule.module.rpartition(".")[2] == rule.name.replace("-", "_")


def test_rules_that_silence_a_rule_exist():
    codes = {rule.code for rule in RULES}
    assert {code for rule in RULES for code in rule.silenced_by} <= codes
