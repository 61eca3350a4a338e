from __future__ import annotations

import json
import os

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelspec_lint.linter.baseline import BadBaseline, Baseline, Entry, Key, read_baseline, write_baseline
from modelspec_lint.linter.baseline.file import LARGEST
from modelspec_lint.schema import load_schema

ENTRY = {
    "rule": "MS201",
    "file": "models/a.yaml",
    "document": "piqc.ai/v1alpha1 ModelSpec chat",
    "pointer": "/spec",
    "value": "00",
    "message": "Too large.",
}
VALID = jsonschema_rs.Draft202012Validator(load_schema("baseline.v1"))

text = st.text(max_size=8)
entries = st.builds(
    Entry,
    st.builds(Key, text, st.none() | text, st.none() | text, text, text),
    text,
    st.integers(1, 1_000_000),
)


def read(tmp_path, content):
    file = tmp_path / "baseline.json"
    file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return read_baseline(file)


@given(st.lists(entries, max_size=5, unique_by=lambda entry: entry.key))
def test_what_is_written_is_read_again_and_in_one_order(tmp_path_factory, some):
    folder = tmp_path_factory.mktemp("baseline")
    baseline = Baseline(os.path.realpath(folder)).with_entries(some)
    data = write_baseline(baseline)
    assert read(folder, data).entries == baseline.entries
    assert write_baseline(baseline.with_entries(reversed(baseline.entries))) == data
    assert VALID.is_valid(json.loads(data))


def test_an_entry_takes_a_line_for_each_of_its_parts(tmp_path):
    assert write_baseline(read(tmp_path, {"version": "1", "findings": [ENTRY]})).decode() == (
        '{\n  "version": "1",\n  "findings": [\n    {\n      "rule": "MS201",\n'
        '      "file": "models/a.yaml",\n      "document": "piqc.ai/v1alpha1 ModelSpec chat",\n'
        '      "pointer": "/spec",\n      "value": "00",\n'
        '      "message": "Too large."\n    }\n  ]\n}\n'
    )


def test_an_entry_that_a_merge_doubled_accepts_no_more(tmp_path):
    doubled = [ENTRY, {**ENTRY, "count": 2}, ENTRY]
    assert [each.count for each in read(tmp_path, {"version": "1", "findings": doubled}).entries] == [2]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", ":1:1: this is no JSON: expecting value"),
        (b'{"version": "1",\n "findings": [}', ":2:15: this is no JSON: expecting value"),
        (b"\xff\xfe{}", " is no baseline: it is not UTF-8"),
        (b"[" * 100_000, " is no baseline: it holds a number or a nesting beyond all need"),
        (b"9" * 5_000, " is no baseline: it holds a number or a nesting beyond all need"),
        (
            b'{"version": "1", "findings": [NaN]}',
            " is no baseline: it holds a number or a nesting beyond all need",
        ),
        ([], ' is no baseline: {"version": "1", "findings": [...]} is wanted'),
        ({}, ' is no baseline: {"version": "1", "findings": [...]} is wanted'),
        ({"findings": []}, ' is no baseline of version "1", which is the one this program reads'),
        (
            {"version": "2", "findings": []},
            ' is no baseline of version "1", which is the one this program reads',
        ),
        ({"version": "1", "findings": {}}, ": findings: a list is wanted"),
        (
            {"version": "1", "findings": [], "finding": 1},
            ": there is no field 'finding'; did you mean 'findings'?",
        ),
        ({"version": "1", "findings": [7]}, ": findings[0]: an object is wanted"),
        ({"version": "1", "findings": [{"\x1b[1m": 7}]}, ": findings[0]: there is no field '\\\\x1b[1m'"),
        ({"version": "1", "findings": [{**ENTRY, "file": None}]}, ": findings[0].file: a text is wanted"),
        ({"version": "1", "findings": [{**ENTRY, "value": 3}]}, ": findings[0].value: a text is wanted"),
        (
            {"version": "1", "findings": [{**ENTRY, "count": True}]},
            ": findings[0].count: a whole number from 1 to 1,000,000 is wanted",
        ),
        (
            {"version": "1", "findings": [ENTRY, {**ENTRY, "count": 10**9}]},
            ": findings[1].count: a whole number from 1 to 1,000,000 is wanted",
        ),
    ],
)
def test_a_hostile_file_is_one_sentence(tmp_path, content, said):
    with pytest.raises(BadBaseline) as error:
        read(tmp_path, content)
    assert str(error.value) == f"{tmp_path / 'baseline.json'}{said}"


def test_what_is_no_file_is_one_sentence(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    large = tmp_path / "large"
    with large.open("wb") as stream:
        stream.truncate(LARGEST + 1)
    for path, said in [
        (pipe, f"{pipe} is no baseline: it is not a regular file"),
        (tmp_path, f"{tmp_path} cannot be read: is a directory"),
        (large, f"{large} is no baseline: it is larger than 33,554,432 bytes"),
        (tmp_path / "a\0b", f"{tmp_path}/a\0b cannot be read: embedded null byte"),
    ]:
        with pytest.raises(BadBaseline) as error:
            read_baseline(path)
        assert str(error.value) == said


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | text,
        lambda each: (
            st.lists(each) | st.dictionaries(st.sampled_from([*ENTRY, "version", "findings", "count"]), each)
        ),
    )
)
def test_any_json_is_read_or_refused(tmp_path_factory, content):
    folder = tmp_path_factory.mktemp("baseline")
    for whole in (content, {"version": "1", "findings": content}, {"version": "1", "findings": [content]}):
        try:
            entries = read(folder, whole).entries
        except BadBaseline:
            assert not VALID.is_valid(whole)
        else:
            assert VALID.is_valid(whole)
            assert len(entries) <= len(whole["findings"])
