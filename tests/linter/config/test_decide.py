"""Precedence: the command line, then overrides, then the file, then the profile."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelspec_lint.linter import Severity
from modelspec_lint.linter.config.condition import Condition
from modelspec_lint.linter.config.decide import how_bad, may_run, option_of, runs, whether_it_runs
from modelspec_lint.linter.config.layer import Layer, Setting
from modelspec_lint.linter.plugins import load_packs
from modelspec_lint.linter.selection import codes_named, select_rules

PACKS = load_packs()
PAIRS = tuple(PACKS.rules())
RULES = {rule.code: rule for rule, _ in PAIRS}
PROFILES = {profile.name: profile for profile in PACKS.profiles()}
SEVERITIES = {each.label: each for each in Severity}


def words(texts):
    return {code: Setting(text, text) for text in reversed(texts) for code in codes_named(PAIRS, text)}


def layer(title, *, profile=None, select=(), also=(), ignore=(), severity=None, options=None, when=None):
    return Layer(
        title,
        when=when,
        profile=Setting(PROFILES[profile], profile) if profile else None,
        holds=PROFILES[profile].codes(RULES.values()) if profile else frozenset(),
        select=words(select) if select else None,
        also=words(also),
        ignore=words(ignore),
        severities={code: Setting(SEVERITIES[level], level) for code, level in (severity or {}).items()},
        options={
            code: {name: Setting(value, name) for name, value in values.items()}
            for code, values in (options or {}).items()
        },
    )


def decided(code, *layers):
    first = next(whether_it_runs(RULES[code], layers))
    return first.value, first.layer


NOTE, ERROR = "MS205", "MS201"  # minimal has the error, and not the note


@pytest.mark.parametrize(
    ("code", "layers", "expected"),
    [
        (NOTE, [{}], (True, "recommended, the profile where none is named")),
        (NOTE, [{"profile": "minimal"}], (False, "0")),
        (ERROR, [{"profile": "minimal"}], (True, "0")),
        (NOTE, [{"profile": "minimal"}, {"profile": "strict"}], (True, "1")),
        (NOTE, [{"ignore": ["MS2"]}, {"profile": "strict"}], (False, "0")),
        (NOTE, [{"also": ["MS205"]}, {"profile": "minimal"}], (True, "0")),
        (NOTE, [{"select": ["MS2"]}, {"profile": "minimal"}], (False, "1")),
        (NOTE, [{"profile": "minimal"}, {"select": ["MS2"]}], (True, "1")),
        (NOTE, [{"profile": "minimal", "select": ["MS2"]}], (True, "0")),
        (NOTE, [{"ignore": ["MS2"]}, {"select": ["MS205"]}], (True, "1")),
        (NOTE, [{"ignore": ["MS2"]}, {"also": ["MS205"]}], (True, "1")),
        (NOTE, [{"select": ["MS2"], "ignore": ["MS205"]}], (False, "0")),
        (NOTE, [{"also": ["MS2"], "ignore": ["MS205"]}], (False, "0")),
        (NOTE, [{"select": ["MS2"]}, {"select": ["MS1"]}], (False, "1")),
        (NOTE, [{"select": ["MS1"]}, {}, {"also": ["memory"]}], (True, "2")),
        ("MS002", [{"select": ["MS2"]}], (True, "recommended, the profile where none is named")),
        ("MS002", [{"select": ["MS2"], "ignore": ["MS002"]}], (False, "0")),
    ],
)
def test_the_strongest_layer_that_says_something_of_a_rule_decides(code, layers, expected):
    stack = [layer(str(number), **said) for number, said in enumerate(layers)]
    assert decided(code, *stack) == expected


def test_everything_that_was_said_is_listed_the_strongest_first():
    stack = [
        layer("file", profile="minimal", ignore=["MS2"]),
        layer("override", also=["MS205"]),
        layer("command"),
    ]
    said = [(each.layer, each.value, each.said) for each in whether_it_runs(RULES[NOTE], stack)]
    assert said == [
        ("override", True, "MS205"),
        ("file", False, "MS2"),
        ("file", False, "minimal"),
        ("recommended, the profile where none is named", True, "every rule runs"),
    ]


def test_a_severity_is_that_of_the_strongest_layer_then_the_profile_s_then_the_rule_s():
    stack = [
        layer("file", profile="strict", severity={"MS205": "error"}),
        layer("override", severity={"MS205": "note"}),
    ]
    assert [(each.layer, each.value.label) for each in how_bad(RULES["MS205"], stack)] == [
        ("override", "note"),
        ("file", "error"),
        ("file", "warning"),
        ("the rule itself", "note"),
    ]


def test_options_are_decided_one_by_one():
    rule = RULES["MS805"]
    stack = [
        layer("file", options={"MS805": {"max-days": 30}}),
        layer("override", options={"MS805": {"max-days": 7}}),
    ]
    option = next(each for each in rule.options if each.name == "max-days")
    assert [(each.layer, each.value) for each in option_of(rule, option, stack)] == [
        ("override", 7),
        ("file", 30),
        ("the rule itself", option.default),
    ]


_WORDS = st.lists(
    st.sampled_from(["MS2", "MS201", "memory", "MS0", "ALL", "governance", "MS805"]), max_size=2
)
_PROFILE = st.sampled_from([None, "minimal", "recommended", "production", "strict"])


@given(_PROFILE, _WORDS, _WORDS, _WORDS)
@settings(max_examples=100, deadline=None)
def test_one_layer_selects_what_the_command_line_alone_selects(profile, select, also, ignore):
    alone = select_rules(
        PAIRS,
        select,
        ignore,
        also=also,
        profile=PROFILES[profile].codes(RULES.values()) if profile else None,
    )
    one = [layer("command line", profile=profile, select=select, also=also, ignore=ignore)]
    assert {code for code, rule in RULES.items() if runs(rule, one)} == {rule.code for rule, _ in alone}


_LAYERS = st.lists(st.tuples(st.booleans(), _PROFILE, _WORDS, _WORDS, _WORDS), max_size=4)


@given(_LAYERS)
@settings(max_examples=100, deadline=None)
def test_what_runs_under_any_overrides_may_run(drawn):
    stack = [
        layer(
            str(number),
            profile=profile,
            select=select,
            also=also,
            ignore=ignore,
            when=Condition() if conditional else None,
        )
        for number, (conditional, profile, select, also, ignore) in enumerate(drawn)
    ]
    conditional = [each for each in stack if each.when]
    for holding in product([True, False], repeat=len(conditional)):
        left_out = {each.title for each, holds in zip(conditional, holding, strict=True) if not holds}
        held = [each for each in stack if each.title not in left_out]
        for rule in RULES.values():
            assert may_run(rule, stack) or not runs(rule, held)
