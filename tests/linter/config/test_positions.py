"""Positions are told by a scanner of our own: it must agree with ``tomllib`` on every value of any file."""

from __future__ import annotations

import json
import time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from modelspec_lint.linter.config.positions import DEPTH, Irregular, locate
from modelspec_lint.linter.config.read import loads, read_string

TRICKY = """\
# comment = "not a key"
profile = "strict"  # said = "twice"
"quoted # key" = 'literal # value'
a.b."c.d" = 1
list = [ # "comment"
  "one", 'two,',  # , "three"
  [1, [2]],
]
date = 1979-05-27 07:32:00
text = \"\"\"
[table] = "no" \\\"\"\" still\"\"\"\"\"
raw = '''it's ''fine''''' # end
inline = { x = 1, y = { z = "}" }, "w.v".u = [ { q = 1 } ] }
"\\u0061scii" = true

[ severity . "MS203" ]  # header
level = "error"

[[overrides]]
files = ["a"]
[overrides.where]
labels.environment = "dev"
[[overrides.more]]
x = 1
[[overrides.more]]
x = 2
[[overrides]]
files = ["b"]
[overrides.where.labels]
environment = ["prod", "live"]
"""


def walk(value: Any, path: tuple[str | int, ...] = ()):
    yield path, value
    if isinstance(value, dict):
        for key, each in value.items():
            yield from walk(each, (*path, key))
    elif isinstance(value, list):
        for position, each in enumerate(value):
            yield from walk(each, (*path, position))


def held_against_tomllib(text: str) -> None:
    """Every path has a place, every place reads as the value, every key as the key."""
    data = loads(text)
    spots = locate(text, read_string)
    paths = dict(walk(data))
    assert set(spots) == set(paths) - {()}
    for path, spot in spots.items():
        value = paths[path]
        if not isinstance(value, dict | list) or (
            isinstance(value, list) and text[spot.start] == "[" and text[spot.start : spot.start + 2] != "[["
        ):
            assert loads("x = " + text[spot.start : spot.end]) == {"x": value}, path
        if isinstance(path[-1], str):
            key = text[spot.key :]
            written = (path[-1], f'"{path[-1]}"', f"'{path[-1]}'")
            assert key.startswith(written) or "\\" in key[: len(path[-1]) * 10 + 3], path


def test_every_value_of_a_tricky_file_is_found_where_it_stands():
    held_against_tomllib(TRICKY)


def test_lines_and_columns_are_those_of_an_editor():
    spots = locate(TRICKY, read_string)
    at = lambda offset: (TRICKY.count("\n", 0, offset) + 1, offset - TRICKY.rfind("\n", 0, offset))  # noqa: E731
    assert at(spots[("profile",)].start) == (2, 11)
    assert at(spots[("a", "b", "c.d")].key) == (4, 5)
    assert at(spots[("list", 1)].start) == (6, 10)
    assert at(spots[("inline", "w.v", "u", 0, "q")].key) == (13, 50)
    assert at(spots[("overrides", 1, "where", "labels", "environment", 1)].start) == (30, 24)


def test_line_ends_of_windows_are_no_part_of_values():
    held_against_tomllib(TRICKY.replace("\n", "\r\n"))


_BARE = st.text("abcXYZ019_-", min_size=1, max_size=5)
_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x7f"), max_size=12)
_SCALARS = st.one_of(
    st.booleans(), st.integers(-(2**62), 2**62), st.floats(allow_nan=False, allow_infinity=False), _TEXT
)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_TEXT, inner, max_size=3),
    max_leaves=8,
)


def written(value: Any, draw: Any) -> str:
    """Write a value as TOML, in a style that is drawn."""
    gap = draw(st.sampled_from(["", " ", "\t"]))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        if draw(st.booleans()) and value.isprintable() and "'" not in value:
            return f"'{value}'"
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, list):
        comment = draw(st.sampled_from(["", "\n", " # ] , '\n"]))
        return (
            f"[{comment}{gap}"
            + f"{gap},{comment}".join(written(each, draw) for each in value)
            + f"{comment}]"
        )
    if isinstance(value, dict):
        entries = (
            f"{json.dumps(key, ensure_ascii=False)}{gap}={gap}{written(each, draw)}"
            for key, each in value.items()
        )
        return "{" + gap + f"{gap},{gap}".join(entries) + gap + "}"
    return repr(value)


@st.composite
def files(draw: Any) -> str:
    """Draw a TOML file with tables, arrays of tables, dotted keys and comments."""
    lines = []
    for name in draw(st.lists(_BARE, max_size=4, unique_by=str.lower)):
        header = draw(st.sampled_from(["[t-{}]", "[[t-{}]]", '[ "t-{}" . x ]', "[t-{}.x.y]"]))
        for _ in range(draw(st.integers(1, 2)) if header.startswith("[[") else 1):
            lines.append(header.format(name) + draw(st.sampled_from(["", " # ] x = 1"])))
            for key in draw(st.lists(_BARE, max_size=3, unique=True)):
                dots = draw(st.sampled_from(["k-{}", "k-{}.z", 'k-{} . "."', "'k-{}'"]))
                lines.append(f"{dots.format(key)} = {written(draw(_VALUES), draw)}")
                lines.append(draw(st.sampled_from(["", "# c = '", "   "])))
    return "\n".join(lines)


@given(files())
@settings(max_examples=200, deadline=None)
def test_positions_agree_with_tomllib_on_any_file(text: str):
    held_against_tomllib(text)


@given(st.text("ab.=[]{}\"'#,\\\n 1", max_size=60))
@settings(max_examples=500, deadline=None)
def test_what_tomllib_reads_the_scanner_reads(text: str):
    try:
        loads(text)
    except ValueError:
        return
    held_against_tomllib(text)


@pytest.mark.parametrize(
    "text",
    [
        "a" + ".a" * DEPTH + " = 1",
        "[" + "a." * DEPTH + "a]",
        "a = " + "[" * (DEPTH + 1),
        "a = " + "{a=" * (DEPTH + 1),
        "a." * 500_000 + "a = 1",
        "a = " + "[" * 1_000_000,
    ],
    ids=["keys", "header", "lists", "braces", "a mebibyte of keys", "a mebibyte of lists"],
)
def test_what_is_nested_too_deep_is_refused_at_once(text: str):
    began = time.perf_counter()
    with pytest.raises(Irregular, match="nested more than 64 deep"):
        locate(text, read_string)
    assert time.perf_counter() - began < 1


def test_too_many_entries_are_refused():
    with pytest.raises(Irregular, match="more than 20,000 entries"):
        locate("\n".join(f"k{number} = 1" for number in range(30_000)), read_string)


@pytest.mark.parametrize(
    "text", ["a", "a =", "= 1", "[a", "a = [1", 'a = "', "a = '''", 'a = """\\"""', "a = {b"]
)
def test_what_is_no_toml_is_refused_where_it_ends(text: str):
    with pytest.raises(Irregular) as refused:
        locate(text, read_string)
    assert refused.value.reason is None
    assert 0 <= refused.value.offset <= len(text)
