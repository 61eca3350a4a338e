"""Profiles: which rules belong to them, how findings are judged, and editions."""

import pytest

from modelspec_lint.linter import Policy, Profile, Severity, finding, rule
from modelspec_lint.linter.plugins import load_packs
from modelspec_lint.linter.profile import UnknownProfile, find_profile
from modelspec_lint.linter.testing import CLEAN, lint_text


@rule("TST001", "an-old-rule", severity=Severity.NOTE, tags=("test",))
def old(deployment):
    """Old."""
    yield finding("/kind", "production" if deployment.production else "not production")


@rule("TST002", "a-new-rule", severity=Severity.ERROR, tags=("test",), since="2027.1")
def new(deployment):
    """New."""
    yield finding("/kind", "new")


RULES = (old, new)
EVERY = Profile("every", "All.", lambda rule: True)
PROVABLE = Profile("provable", "Errors.", lambda rule: rule.severity is Severity.ERROR)


def test_a_pinned_profile_does_not_get_rules_that_joined_later():
    assert find_profile("every", (EVERY, PROVABLE), RULES).codes(RULES) == {"TST001", "TST002"}
    assert find_profile("every@2026.1", (EVERY, PROVABLE), RULES).codes(RULES) == {"TST001"}
    assert find_profile("every@2027.1", (EVERY, PROVABLE), RULES).codes(RULES) == {"TST001", "TST002"}
    assert find_profile("provable@2026.1", (EVERY, PROVABLE), RULES).codes(RULES) == frozenset()


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        ("evry", "There is no profile 'evry'; did you mean 'every'?"),
        ("every@2026.2", "There is no edition '2026.2' of the rules"),
        ("every@", "There is no edition '' of the rules; there is 2026.1, 2027.1"),
    ],
)
def test_a_profile_or_edition_that_there_is_not_is_named_with_the_nearest(wanted, message):
    with pytest.raises(UnknownProfile) as caught:
        find_profile(wanted, (EVERY, PROVABLE), RULES)
    assert str(caught.value).startswith(message)


def test_an_edition_of_another_shape_is_no_edition():
    with pytest.raises(ValueError, match="a year and a number are wanted"):
        rule("TST003", "a-rule", severity=Severity.NOTE, tags=(), since="spring")


def test_the_built_in_profiles_hold_more_and_more():
    packs = load_packs()
    rules = [each for each, _ in packs.rules()]
    sizes = {each.name: len(each.codes(rules)) for each in packs.profiles()}
    assert list(sizes) == ["minimal", "recommended", "production", "strict"]
    assert sizes["minimal"] < sizes["recommended"] == sizes["production"] == sizes["strict"] == len(rules)


def judged(policy):
    return [(each.message, each.severity) for each in lint_text(CLEAN, old, policy=policy).verdicts]


def test_a_policy_makes_every_spec_one_of_production():
    assert judged(Policy()) == [("not production", Severity.NOTE)]
    assert judged(Policy(production=True)) == [("production", Severity.NOTE)]


def test_notes_count_as_warnings_and_what_is_set_for_a_rule_wins():
    assert judged(Policy(notes_as=Severity.WARNING))[0][1] is Severity.WARNING
    severities = {"TST001": Severity.ERROR}
    assert judged(Policy(notes_as=Severity.WARNING, severities=severities))[0][1] is Severity.ERROR
