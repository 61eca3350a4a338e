"""Patterns mean what they mean in a ``.gitignore``, and no pattern takes long."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from modelspec_lint.linter.config.patterns import compile_patterns, problem

ROOT = "/r"


def excluded(patterns: list[str], name: str) -> bool:
    return compile_patterns(ROOT, patterns).match(f"{ROOT}/{name}")


@pytest.mark.parametrize(
    ("patterns", "name", "meant"),
    [
        (["vendor/**"], "vendor/a/b.yaml", True),
        (["vendor/**"], "x/vendor/b.yaml", False),
        (["vendor"], "x/vendor/b.yaml", True),
        (["vendor/"], "vendor", False),
        (["vendor/"], "x/vendor/vendor", True),
        (["*/"], "a", False),
        (["/a.yaml"], "x/a.yaml", False),
        (["a.yaml"], "x/a.yaml", True),
        (["**/test/*.yaml"], "x/test/a.yaml", True),
        (["**/test/*.yaml"], "test/x/a.yaml", False),
        (["*.yaml", "!keep.yaml"], "x/keep.yaml", False),
        (["*.yaml", "!keep.yaml", "keep.yaml"], "keep.yaml", True),
        (["a[0-9].yaml"], "a7.yaml", True),
        (["a?.yaml"], "ab.yaml", True),
        (["*"], "x/y", True),
    ],
)
def test_patterns_mean_what_gitignore_means(patterns: list[str], name: str, meant: bool):
    assert excluded(patterns, name) is meant


_NAMES = st.lists(st.sampled_from(["a", "b", "ab", "a.b", "c1"]), min_size=1, max_size=4).map("/".join)
_STEPS = st.sampled_from(["a", "b", "*", "**", "a*", "?", "*.b", "[a-b]", "ab"])


@st.composite
def patterns(draw: st.DrawFn) -> str:
    steps = draw(st.lists(_STEPS, min_size=1, max_size=4))
    text = "/".join(steps)
    if set(text) <= set("*/"):
        text += "/a"  # of patterns of stars alone every implementation has its own reading
    end = "" if text.endswith("**") else draw(st.sampled_from(["", "/"]))  # of a/**/ pathspec takes a/file
    return draw(st.sampled_from(["", "/"])) + text + end


@given(st.lists(patterns(), min_size=1, max_size=1), _NAMES)
@settings(max_examples=500, deadline=None)
def test_one_pattern_agrees_with_pathspec(texts: list[str], name: str):
    assert excluded(texts, name) is GitIgnoreSpec.from_lines(texts).match_file(name)


def test_what_is_outside_of_the_folder_is_never_meant():
    assert not compile_patterns("/r/sub", ["*"]).match("/r/a.yaml")


@pytest.mark.parametrize(
    ("texts", "name"),
    [
        (["**/a/" * 100 + "b"], "a/" * 1000 + "c"),
        (["*a" * 200], "a" * 250 + "c"),
        (["**/" * 150 + "b"], "a/" * 1000 + "c"),
        (["[" * 400], "a"),
        (["a*" * 200 + "[!b]"], "a" * 250),
    ],
)
def test_no_pattern_takes_long(texts: list[str], name: str):
    began = time.perf_counter()
    assert not excluded(texts, name) or name.startswith("aaa")
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("a\\b", "'a\\\\b': folders are separated by /, and a backslash means nothing here"),
        ("../a", "'../a' leads out of the folder of this file: patterns mean what is below it"),
        ("!", "'!' is no pattern"),
        ("/", "'/' is no pattern"),
        ("# a", "'# a' is no pattern"),
        ("a" * 501, "a pattern of more than 500 characters is not read"),
        ("a/**", None),
    ],
)
def test_what_is_no_pattern_is_said(text: str, wrong: str | None):
    assert problem(text) == wrong
