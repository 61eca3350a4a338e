"""Removing a suppression, or a rule from it, changes no other byte."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.suppressions import read_suppressions
from modelspec_lint.linter.suppressions.removal import removal
from modelspec_lint.linter.testing import CLEAN


def without(text, *words, index=0, name="x.modelspec.yaml"):
    """Remove rules from a suppression of a text; ``None`` where that is left to people."""
    source = read_source(name, text.encode())
    found = read_suppressions(source).all[index]
    rules = [each for each in found.wording.rules if not words or each.word in words]
    edits = sorted(removal(found, rules), key=lambda edit: edit.span.start)
    if not edits:
        return None
    assert all(a.span.end <= b.span.start for a, b in pairwise(edits))
    changed = source.text
    for edit in reversed(edits):
        changed = changed[: edit.span.start] + edit.text + changed[edit.span.end :]
    return changed


def line(comment):
    return f"kind: ModelSpec{comment}\nname: x\n"


@pytest.mark.parametrize(
    ("text", "changed"),
    [
        pytest.param(line("  # modelspec: ignore[MS203] reason: a"), line(""), id="at the end of a line"),
        pytest.param(line(" \t# modelspec: ignore[MS203]  "), line(""), id="with space around it"),
        pytest.param(f"  # modelspec: ignore[MS203]\n{line('')}", line(""), id="on its own line"),
        pytest.param(f"{line('')}# modelspec: ignore[MS203]", line(""), id="on the last line"),
        pytest.param(
            line(" # modelspec: ignore[MS203] reason: a # yamllint disable-line"),
            line(" # yamllint disable-line"),
            id="before another comment",
        ),
        pytest.param(line(" # why # modelspec: ignore[MS203]"), line(" # why"), id="behind another comment"),
        pytest.param(
            f"  # modelspec: ignore[MS203] # why\n{line('')}", f"  # why\n{line('')}", id="both on one line"
        ),
        pytest.param(
            "# a\r\n# modelspec: ignore[MS203]\r\nkind: x\r\n", "# a\r\nkind: x\r\n", id="with CR LF"
        ),
        pytest.param(
            "kind: x # modelspec: ignore[MS203]\r\na: 1\r\n", "kind: x\r\na: 1\r\n", id="before CR LF"
        ),
    ],
)
def test_a_comment_goes_with_what_is_its_own(text, changed):
    assert without(text) == changed


@pytest.mark.parametrize(
    ("rules", "gone", "left"),
    [
        ("MS203, MS204", "MS203", "MS204"),
        ("MS203, MS204", "MS204", "MS203"),
        ("MS203,MS204 , MS206", "MS204", "MS203 , MS206"),
        (" MS203 MS204 ", "MS203", " MS204 "),
        ("MS203, MS204, MS206", "MS203 MS206", "MS204"),
        ("MS203, MS204, MS206", "MS203 MS204", "MS206"),
        ("MS203, MS204, MS206", "MS204 MS206", "MS203"),
        ("MS201, MS203, MS204, MS206", "MS201 MS204", "MS203, MS206"),
    ],
)
def test_a_rule_goes_with_its_comma(rules, gone, left):
    text = line(" # modelspec: ignore[{}] reason: a, b")
    assert without(text.format(rules), *gone.split()) == text.format(left)


@given(st.integers(2, 6), st.data())
def test_any_rules_may_go_and_the_others_stay_in_order(count, data):
    words = [f"MS{number:03}" for number in range(count)]
    gone = data.draw(st.lists(st.sampled_from(words), min_size=1, max_size=count - 1, unique=True))
    parts = [data.draw(st.sampled_from([",", ", ", " ", " , "])) for _ in words]
    listed = "".join(word + part for word, part in zip(words, parts, strict=True))
    changed = without(line(f" # modelspec: ignore[{listed}]"), *gone)
    found = read_suppressions(read_source("x.modelspec.yaml", changed.encode()))
    assert [each.word for each in found.all[0].wording.rules] == [word for word in words if word not in gone]
    assert found.all[0].wording.mistakes == []


@given(
    before=st.sampled_from(["", "# a\n", "\n"]),
    start=st.sampled_from(["", "kind: 'ünï'", "kind: x # why", "  "]),
    space=st.sampled_from([" ", "   ", "\t"]),
    after=st.sampled_from(["", "  ", " # more"]),
    end=st.sampled_from(["\n", "\r\n", ""]),
)
def test_what_is_left_has_no_suppression_and_reads_as_before(before, start, space, after, end):
    rest = "" if not end else f"name: x{end}"
    text = f"{before}{start}{space}# modelspec: ignore[MS203] reason: a{after}{end}{rest}"
    source = read_source("x.modelspec.yaml", text.encode())
    if source.problems:
        return
    changed = without(text)
    again = read_source("x.modelspec.yaml", changed.encode())
    assert read_suppressions(again) is None
    assert [each.data for each in again.documents] == [each.data for each in source.documents]
    assert changed.split() == text.replace("# modelspec: ignore[MS203] reason: a", "").split()


def annotated(lines):
    return CLEAN.replace("name: chat", f"name: chat\n  annotations:\n{lines}").rstrip("\n") + "\n"


@pytest.mark.parametrize(
    "annotation",
    [
        "    modelspec-lint/ignore: MS203\n",
        "    'modelspec-lint/ignore': \"MS203 reason: a\"  # why\n",
        "    modelspec-lint/ignore: |\n      MS203 reason: a\n",
        "    modelspec-lint/ignore: 'MS203\n      reason: a'\n",
    ],
)
def test_an_annotation_goes_with_its_lines(annotation):
    assert without(annotated(f"    a: b\n{annotation}    c: d")) == annotated("    a: b\n    c: d")


def test_a_rule_goes_from_an_annotation():
    text = annotated("    modelspec-lint/ignore: 'MS203, MS204 reason: a'")
    assert without(text, "MS204") == text.replace("MS203, MS204", "MS203")
    lines = annotated("    modelspec-lint/ignore: |\n      MS201\n      MS203, MS204 reason: a")
    assert without(lines, "MS203", index=1) == lines.replace("MS203, MS204", "MS204")


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(
            "    modelspec-lint/ignore: MS203", id="the only annotation: a map without entries is null"
        ),
        pytest.param("    {a: b, modelspec-lint/ignore: MS203}", id="in braces"),
        pytest.param("    a: b\n    modelspec-lint/ignore: &x MS203\n    c: *x", id="with an anchor"),
        pytest.param("    a: &x MS203\n    modelspec-lint/ignore: *x", id="an alias"),
        pytest.param(
            "    a: b\n    modelspec-lint/ignore: |\n      MS203\n      MS204", id="of several lines"
        ),
        pytest.param("    a: b\n    ? modelspec-lint/ignore\n    : MS203", id="with a question mark"),
    ],
)
def test_what_needs_a_look_is_left_to_people(lines):
    assert without(annotated(lines)) is None


def test_a_rule_is_left_to_people_where_the_file_spells_it_otherwise():
    assert without(annotated('    modelspec-lint/ignore: "MS203, \\x4dS204"'), "MS203") is None


def test_json_is_left_to_people():
    text = (
        '{"apiVersion": "piqc.ai/v1alpha1", "kind": "ModelSpec", "metadata": '
        '{"annotations": {"a": "b", "modelspec-lint/ignore": "MS203"}}}'
    )
    assert without(text, name="x.modelspec.json") is None
