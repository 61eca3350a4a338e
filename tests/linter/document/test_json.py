import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelspec_lint.linter.document import read_source

SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=20,
)


def place(document, pointer, part="value"):
    span = document.span(pointer, part)
    return (span.line, span.column, span.end_line, span.end_column)


def test_places_in_json_with_tabs(document):
    spec = document(
        '{\n\t"kind": "ModelSpec",\r\n\t"a": [1, {"b/c": "x\\/y"}, -1.5e3]\n}\n', "x.modelspec.json"
    )
    assert spec.data == {"kind": "ModelSpec", "a": [1, {"b/c": "x/y"}, -1500.0]}
    assert place(spec, "/kind", "key") == (2, 2, 2, 8)
    assert place(spec, "/kind") == (2, 10, 2, 21)
    assert place(spec, "/a/1/b~1c") == (3, 19, 3, 25)
    assert place(spec, "/a/2") == (3, 28, 3, 34)
    assert place(spec, "/a") == (3, 7, 3, 35)
    assert place(spec, "") == (1, 1, 4, 2)


def test_json_is_read_as_json_and_not_as_yaml(document):
    spec = document(
        '{"a": 1e3, "b": "2026-01-01", "c": "no", "d": "\\ud83d\\ude00", "<<": {"x": 1}, "e": -0}',
        "a.modelspec.json",
    )
    assert spec.data == {"a": 1000.0, "b": "2026-01-01", "c": "no", "d": "😀", "<<": {"x": 1}, "e": 0}


def test_valid_json_in_a_yaml_file_is_read_where_yaml_gives_up(document):
    spec = document('{"kind": "ModelSpec", "a": "\\ud83d\\ude00"}')
    assert spec.data == {"kind": "ModelSpec", "a": "😀"}
    assert place(spec, "/a") == (1, 28, 1, 42)


def test_half_of_a_surrogate_pair_becomes_a_replacement_character(document):
    assert document('{"a": "\\ud83d"}', "a.modelspec.json").data == {"a": "\ufffd"}


def test_numbers_that_are_none_and_numbers_without_end(document):
    data = document('{"a": NaN, "b": -Infinity, "c": ' + "9" * 5000 + "}", "a.modelspec.json").data
    assert math.isnan(data["a"])
    assert (data["b"], data["c"]) == (-math.inf, 10**308)


def test_duplicate_keys_and_depth_are_watched_in_json_too(read):
    (problem,) = read('{"a": 1,\n "a": 2}', "a.modelspec.json").problems
    assert (problem.kind, problem.span.line, problem.span.column) == ("duplicate-key", 2, 2)
    (problem,) = read("[" * 200_000, "a.modelspec.json").problems
    assert (problem.kind, problem.span.line, problem.span.column) == ("over-budget", 1, 65)


def test_a_json_file_without_content_holds_no_document(read):
    source = read(" \n", "a.modelspec.json")
    assert (source.documents, source.problems) == ((), ())


@pytest.mark.parametrize(
    ("text", "message", "place"),
    [
        ('{"a": 1,}', "JSON allows no comma after the last entry.", (1, 8)),
        ('{"a": 1 "b": 2}', "A comma or `}` is expected here.", (1, 9)),
        ('{"a" 1}', "A colon is expected here.", (1, 6)),
        ("{a: 1}", "A key in double quotes is expected here.", (1, 2)),
        ("{'a': 1}", "A key in double quotes is expected here.", (1, 2)),
        ("{\"a\": 'x'}", "JSON knows only double quotes.", (1, 7)),
        ('{"a": yes}', "`yes` is no JSON value.", (1, 7)),
        ('{"a": 017}', "`017` is no JSON value.", (1, 7)),
        ('{"a": }', "A value is expected here.", (1, 7)),
        ('{\n // note\n "a": 1}', "JSON has no comments.", (2, 2)),
        ('{"a": 1} // note', "JSON has no comments.", (1, 10)),
        ('{"a": [1, {"b": 2}', "The `[` that opens here is never closed.", (1, 7)),
        ('{"a": ', "The `{` that opens here is never closed.", (1, 1)),
        ('{"a": "x\n"}', "The text that opens here is not closed on its line.", (1, 7)),
        ('{"a": "\\q"}', "This escape is not valid in JSON.", (1, 8)),
        ('{"a": "x\ty"}', "The control character U+0009 is not allowed in a JSON text.", (1, 9)),
        ('{"a": 1} {"b": 2}', "The JSON value has ended before this.", (1, 10)),
        ("kind: ModelSpec\n", "The file is named as JSON, but begins with `kind`.", (1, 1)),
    ],
)
def test_mistakes_in_json_are_told_in_words(read, text, message, place):
    (problem,) = read(text, "a.modelspec.json").problems
    assert (problem.kind, problem.message) == ("syntax", message)
    assert (problem.span.line, problem.span.column) == place


def _same(ours, theirs):
    if isinstance(theirs, float) and math.isnan(theirs):
        return isinstance(ours, float) and math.isnan(ours)
    if isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(_same(ours[key], theirs[key]) for key in theirs)
    if isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(_same, ours, theirs))
    return ours == theirs and type(ours) is type(theirs)


@given(VALUES, st.sampled_from([None, 2, "\t"]), st.booleans())
def test_all_json_is_read_as_json_reads_it(value, indent, ascii_only):
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    source = read_source("a.modelspec.json", text.encode())
    assert source.problems == ()
    assert _same(source.documents[0].data, json.loads(text))
    _check_places(source.documents[0], "", json.loads(text))


def _check_places(document, pointer, value):
    span = document.span(pointer)
    assert _same(json.loads(document.file.text[span.start : span.end]), value)
    if isinstance(value, dict):
        for key, child in value.items():
            _check_places(document, f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}", child)
    elif isinstance(value, list):
        for index, child in enumerate(value):
            _check_places(document, f"{pointer}/{index}", child)
