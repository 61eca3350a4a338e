"""What the text of a suppression means, and where it is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.suppressions import read_suppressions
from modelspec_lint.linter.testing import CLEAN

EXAMPLE = "ignore[MS203] reason: load test only, owner: ml-platform, until: 2027-03-31"


def read(text):
    """Read a comment, or None where it is none."""
    found = read_suppressions(read_source("x.modelspec.yaml", f"# modelspec: {text}\n{CLEAN}".encode()))
    return found.all[0].wording if found is not None else None


def annotate(text, name="x.modelspec.yaml"):
    content = CLEAN.replace("name: chat", f"name: chat\n  annotations:\n    modelspec-lint/ignore: {text}")
    found = read_suppressions(read_source(name, content.encode()))
    return list(found.all) if found is not None else []


def parts(wording):
    return [each.word for each in wording.rules], wording.reason, wording.owner, wording.until


@pytest.mark.parametrize(
    "text",
    [
        EXAMPLE,
        "ignore[MS203]reason:load test only,owner:ml-platform,until:2027-03-31",
        "ignore [ MS203 , ]  reason :  load test only ;  owner: ml-platform ; until: 2027-03-31",
        "ignore[MS203] until: 2027-03-31, owner: ml-platform, reason: load test only",
        "ignore[MS203] reason: load test only owner: ml-platform until: 2027-03-31",
        "ignore[MS203] - Reason: load test only, OWNER: ml-platform, Until: 2027-03-31",
        'ignore[MS203]: reason: "load test only", owner: "ml-platform", until: "2027-03-31"',
        "ignore[MS203]\treason:\tload test only,\towner: ml-platform, until: 2027-03-31  ",
    ],
)
def test_spacing_order_and_case_are_free(text):
    wording = read(text)
    assert parts(wording) == (["MS203"], "load test only", "ml-platform", date(2027, 3, 31))
    assert wording.mistakes == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("reason: so, and so; see https://example.com/a: b", "so, and so; see https://example.com/a: b"),
        ("reason: at 10:30, https://example.com", "at 10:30, https://example.com"),
        ('reason: "so, see: there, owner: nobody"', "so, see: there, owner: nobody"),
        ("reason: it's #12, ok, owner: x", "it's #12, ok"),
        ("reason: note: this is text", "note: this is text"),
        ("reason: 模型 ünter Last 🚀", "模型 ünter Last 🚀"),
    ],
)
def test_a_reason_is_free_text(text, reason):
    wording = read(f"ignore[MS203] {text}")
    assert wording.reason == reason
    assert wording.mistakes == []


def test_rules_are_parted_by_commas_or_spaces():
    words = [each.word for each in read("ignore[MS203, batch-exceeds-kv-cache MS204,,ms205]").rules]
    assert words == ["MS203", "batch-exceeds-kv-cache", "MS204", "ms205"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("ignore", [(None, "`ignore` names no rule in brackets, so it suppresses nothing.")]),
        ("ignore because of it", [(None, "`ignore` names no rule in brackets, so it suppresses nothing.")]),
        ("ignore MS203", [(None, "`ignore` names no rule in brackets, so it suppresses nothing.")]),
        ("ignore(MS203)", [(None, "`ignore` names no rule in brackets, so it suppresses nothing.")]),
        ("ignore[]", [(None, "`ignore` names no rule in brackets, so it suppresses nothing.")]),
        ("ignore-file[ ,]", [(None, "`ignore-file` names no rule in brackets, so it suppresses nothing.")]),
        ("ignore[MS203 reason: a", [("[MS203 reason: a", "The `[` is not closed behind the rules.")]),
        (
            "disable[MS203]",
            [(None, "There is no `modelspec: disable`; `ignore` and `ignore-file` are what there is.")],
        ),
        ("ingore[MS203]", [(None, "There is no `modelspec: ingore`; did you mean 'ignore'?")]),
        ("ignore_file MS203", [(None, "`ignore-file` names no rule in brackets, so it suppresses nothing.")]),
        ("ignore[MS203] load test", [("load test", "`load test` belongs to no key of the suppression.")]),
        (
            "ignore[MS203] load test, owner: x",
            [("load test", "`load test` belongs to no key of the suppression.")],
        ),
        (
            "ignore[MS203] because: a",
            [("because:", "A suppression has no `because`; did you mean 'reason'?")],
        ),
        (
            "ignore[MS203] reason: a expires: 2027-01-01",
            [("expires:", "A suppression has no `expires`; did you mean 'until'?")],
        ),
        (
            "ignore[MS203] reason: a untill: 2027-01-01",
            [("untill:", "A suppression has no `untill`; did you mean 'until'?")],
        ),
        (
            "ignore[MS203] reason: a, ticket: B-1",
            [("ticket:", "A suppression has no `ticket`; reason, owner and until are what it has.")],
        ),
        ("ignore[MS203] reason: a, reason: b", [("reason:", "`reason` is given twice in one suppression.")]),
        ("ignore[MS203] reason: , owner: b", [("reason:", "`reason` is left empty.")]),
        ('ignore[MS203] reason: " "', [(" ", "`reason` is left empty.")]),
        ('ignore[MS203] reason: "a', [('"a', "The quote that opens here is not closed.")]),
        ('ignore[MS203] reason: "a" b', [("b", "`b` belongs to no key of the suppression.")]),
        ("ignore[MS203] until:", [("until:", "`until` is left empty.")]),
        ("ignore[MS203] until: soon", [("soon", "`soon` is no date as `until` wants it.")]),
        ("ignore[MS203] until: 31.03.2027", [("31.03.2027", "`31.03.2027` is no date as `until` wants it.")]),
        ("ignore[MS203] until: 2027-3-31", [("2027-3-31", "`2027-3-31` is no date as `until` wants it.")]),
        (
            "ignore[MS203] until: 2027-03-31T00:00",
            [("2027-03-31T00:00", "`2027-03-31T00:00` is no date as `until` wants it.")],
        ),
        (
            "ignore[MS203] until: ２０２７-03-31",
            [("２０２７-03-31", "`２０２７-03-31` is no date as `until` wants it.")],
        ),
        ("ignore[MS203] until: 2027-02-29", [("2027-02-29", "`2027-02-29` is no day of the calendar.")]),
        ("ignore[MS203] until: 0000-01-01", [("0000-01-01", "`0000-01-01` is no day of the calendar.")]),
        (
            "ignore[MS203] reason: a, until: 1, see: b",
            [
                ("1", "`1` is no date as `until` wants it."),
                ("see:", "A suppression has no `see`; reason, owner and until are what it has."),
            ],
        ),
    ],
)
def test_what_cannot_be_read_for_certain_is_a_mistake_at_its_place(text, told):
    comment = f"# modelspec: {text}"
    said = [(comment[each.start : each.end], each.message) for each in read(text).mistakes]
    assert said == [(covered or comment, message) for covered, message in told]


def test_a_comment_without_its_colon_is_a_mistake():
    found = read_suppressions(read_source("x.modelspec.yaml", f"# modelspec ignore[MS203]\n{CLEAN}".encode()))
    (mistake,) = found.all[0].wording.mistakes
    assert mistake.message == "The colon after `modelspec` is missing, so this comment is not read."


def test_ignore_file_below_content_is_a_mistake():
    text = CLEAN.replace("kind:", "# modelspec: ignore-file[MS203]\nkind:")
    found = read_suppressions(read_source("x.modelspec.yaml", text.encode()))
    (mistake,) = found.all[0].wording.mistakes
    assert (
        mistake.message == "`ignore-file` counts at the top of a file only, before its first line of content."
    )


@pytest.mark.parametrize("top", ["", "# licence\n\n", "---\n", "%YAML 1.1\n# a\n--- # b\n\n"])
def test_ignore_file_counts_anywhere_above_content(top):
    source = read_source("x.modelspec.yaml", f"{top}# modelspec: ignore-file[MS203]\n{CLEAN}".encode())
    assert source.problems == ()
    (found,) = read_suppressions(source).all
    assert (found.form, found.wording.mistakes, found.documents) == ("file", [], source.documents)


@pytest.mark.parametrize(
    "text",
    [
        "MS203, MS204 reason: generated, owner: ml-platform, until: 2027-03-31",
        "'MS203 MS204 reason: generated, owner: ml-platform, until: 2027-03-31'",
        '"[MS203, MS204] reason: generated, owner: ml-platform, until: 2027-03-31"',
        "'ignore[MS203,MS204] reason: generated, owner: ml-platform, until: 2027-03-31'",
        '"MS203, \\x4dS204 reason: generated, owner: ml-platform, until: 2027-03-31"',
        "|\n      MS203, MS204 reason: generated, owner: ml-platform, until: 2027-03-31",
        ">-\n      MS203, MS204\n      reason: generated, owner: ml-platform,\n      until: 2027-03-31",
    ],
)
def test_the_annotation_says_the_same_without_brackets(text):
    text = f"'{text}'" if text.startswith("MS") else text
    (found,) = annotate(text)
    assert parts(found.wording) == (["MS203", "MS204"], "generated", "ml-platform", date(2027, 3, 31))
    assert (found.form, found.wording.mistakes, len(found.documents)) == ("document", [], 1)


def test_each_line_of_the_annotation_is_a_suppression_at_its_place():
    first, second = annotate("|\n      MS203 reason: a\n\n      MS204 reason: b\n")
    assert (parts(first.wording)[:2], first.span.line, first.span.column) == ((["MS203"], "a"), 7, 7)
    assert (parts(second.wording)[:2], second.span.line, second.span.column) == ((["MS204"], "b"), 9, 7)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("''", "The annotation names no rule, so it suppresses nothing."),
        ("'reason: a'", "The annotation names no rule, so it suppresses nothing."),
        ("'[MS203 reason'", "The `[` is not closed behind the rules."),
        ("'MS203 because: a'", "A suppression has no `because`; did you mean 'reason'?"),
    ],
)
def test_mistakes_of_the_annotation_are_told(text, message):
    (found,) = annotate(text)
    assert [each.message for each in found.wording.mistakes] == [message]


def test_an_annotation_that_is_no_text_is_left_to_the_schema():
    assert annotate("[MS203]") == []
    assert annotate("") == []


def test_the_annotation_works_in_json():
    text = (
        '{"apiVersion": "piqc.ai/v1alpha1", "kind": "ModelSpec", "metadata": {"name": "x", "annotations": '
        '{"modelspec-lint\\/ignore": "MS203 reason: generated"}}}'
    )
    source = read_source("x.modelspec.json", text.encode())
    (found,) = read_suppressions(source).all
    assert parts(found.wording)[:2] == (["MS203"], "generated")
    assert text[found.start : found.end] == "MS203 reason: generated"


_TEXT = st.text(st.characters(codec="utf-8", exclude_characters='"#\x00\r\n\x85\u2028\u2029'), max_size=20)


@given(_TEXT, _TEXT, st.dates())
def test_what_is_quoted_comes_back_as_it_is(reason, owner, until):
    wording_text = f'ignore[MS203] reason: "x{reason}", owner: "x{owner}", until: {until.isoformat()}'
    source = read_source("x.modelspec.yaml", f"# modelspec: {wording_text}\n{CLEAN}".encode())
    if source.problems:  # a character that YAML does not allow
        return
    wording = read(wording_text)
    assert parts(wording) == (["MS203"], f"x{reason}", f"x{owner}", until)
    assert wording.mistakes == []


@given(st.text(alphabet="reason: until, owner; \"2027-03-31[]'x", max_size=60))
def test_a_last_day_is_never_passed_over(text):
    """Whatever stands around it: a date behind ``until`` is read, or the suppression has a mistake."""
    wording = read(f"ignore[MS203] {text}, until: 2027-03-31")
    assert wording.until == date(2027, 3, 31) or wording.mistakes or '"' in text
