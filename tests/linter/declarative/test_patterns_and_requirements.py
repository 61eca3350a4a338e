from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelspec_lint.linter.declarative.patterns import NoPattern, read_pattern
from modelspec_lint.linter.declarative.requirement import NoRequirement, satisfied


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("^CC-[0-9]{4}$", "CC-0042", True),
        ("^CC-[0-9]{4}$", "CC-0042\n", False),
        ("^CC-[0-9]{4}$", "xCC-0042", False),
        ("prod", "preprod-eu", True),
        ("^(dev|prod)$", "prod", True),
        ("^\\d+$", "12", True),
        ("^ä$", "ä", True),
        ("^.$", "\ud800", False),
    ],
)
def test_a_pattern_is_found_anywhere_unless_it_is_anchored(pattern, text, found):
    assert read_pattern(pattern).found_in(text) is found


@pytest.mark.parametrize(
    "pattern", ["^(a+)+$", "(a|a)*b", "(.*)*x", "(a?){25}a{25}", "(x+x+)+y", "^(([a-z])+.)+[A-Z]$"]
)
def test_no_pattern_explodes(pattern):
    start = time.perf_counter()
    read_pattern(pattern).found_in("a" * 4000 + "!")
    assert time.perf_counter() - start < 0.5


@pytest.mark.parametrize(
    "pattern", ["(a)\\1", "(?=a)b", "(?<!a)b", "[", "(", "*", "a{100000}", "((a{999}){999}){999}", "x" * 501]
)
def test_what_cannot_be_matched_in_linear_time_or_is_large_is_refused(pattern):
    start = time.perf_counter()
    with pytest.raises(NoPattern):
        read_pattern(pattern)
    assert time.perf_counter() - start < 0.25


@settings(max_examples=300, deadline=None)
@given(st.text(alphabet="ab()[]{}*+?|^$\\.-,0123456789dwp", max_size=30), st.text(max_size=40))
def test_any_text_is_a_pattern_or_refused(pattern, text):
    try:
        found = read_pattern(pattern).found_in(text)
    except NoPattern:
        return
    assert found in (True, False)


@pytest.mark.parametrize(
    ("requirement", "version", "answer"),
    [
        (">=1.0,<2", "1.5.3", True),
        (">=1.0,<2", "2.0", False),
        (">=1.0,<2", "0.9", False),
        (">= 0.1 , < 2", "0.1.0", True),
        ("==1.2", "1.2.0", True),
        ("!=1.2", "1.2.0", False),
        (">1.2", "1.10", True),
        ("<=1.2", "1.2.dev3", True),
    ],
)
def test_versions_are_compared_number_by_number(requirement, version, answer):
    assert satisfied(requirement, version) is answer


@pytest.mark.parametrize("text", ["1.0", ">=1.0;<2", "~=1.0", ">=one", "", ">=" + "1" * 200])
def test_what_says_no_versions_is_refused(text):
    with pytest.raises(NoRequirement):
        satisfied(text, "1.0")
