import pytest

from modelspec_lint.linter import Place
from modelspec_lint.linter.document import Span, read_source
from modelspec_lint.linter.report.frame import draw_frame
from modelspec_lint.linter.report.style import Style

PLAIN = Style(color=False, unicode=False)
HEAD = "apiVersion: piqc.ai/v1alpha1\nkind: ModelSpec\n"


def drawn(verdict, width=80, style=PLAIN):
    return "\n".join(draw_frame(verdict, style, width).lines)


def test_the_marks_stand_under_the_value(make_verdict):
    assert drawn(make_verdict(f"{HEAD}metadata:\n  name: chat\n", "/metadata/name")) == (
        "  |\n4 |   name: chat\n  |         ^^^^"
    )


def test_related_places_are_labelled_and_lines_between_left_out(make_verdict):
    text = f"{HEAD}metadata:\n  name: chat\n  version: '1'\n  description: x\n"
    verdict = make_verdict(
        text,
        "/metadata/name",
        related=[("/kind", "the kind"), "/metadata/description", ("/apiVersion", "group")],
    )
    assert drawn(verdict) == (
        "  |\n"
        "1 | apiVersion: piqc.ai/v1alpha1\n"
        "  |             ---------------- group\n"
        "2 | kind: ModelSpec\n"
        "  |       --------- the kind\n"
        "3 | metadata:\n"
        "4 |   name: chat\n"
        "  |         ^^^^\n"
        "5 |   version: '1'\n"
        "6 |   description: x\n"
        "  |                -"
    )


def test_marks_of_one_line_share_a_row_and_only_the_last_label_stands_in_it(make_verdict):
    text = f"{HEAD}metadata: {{name: chat, version: '1'}}\n"
    verdict = make_verdict(
        text, "/metadata/name", related=[("/metadata/name", "here"), ("/metadata/version", "there")]
    )
    assert drawn(verdict) == (
        "  |\n"
        "3 | metadata: {name: chat, version: '1'}\n"
        "  |                  ^^^^           --- there\n"
        "  |                  ` here"
    )


@pytest.mark.parametrize(
    ("value", "shown", "marks"),
    [
        ("模型", "模型", "^^^^"),
        ("e\u0301tude", "e\u0301tude", "^^^^^"),
        ("👩\u200d🔬x", "👩\u200d🔬x", "^^^"),
    ],
)
def test_marks_are_as_wide_as_what_they_mark(make_verdict, value, shown, marks):
    verdict = make_verdict(f"{HEAD}metadata: {{description: 模, name: {value}}}\n", "/metadata/name")
    style = Style(color=False, unicode=True)
    assert drawn(verdict, style=style) == (
        f"  │\n3 │ metadata: {{description: 模, name: {shown}}}\n  │ {' ' * 34}{marks}"
    )


def test_without_unicode_the_marks_follow_the_escapes(make_verdict):
    verdict = make_verdict(f"{HEAD}metadata: {{description: 模, name: é}}\n", "/metadata/name")
    assert drawn(verdict) == (f"  |\n3 | metadata: {{description: \\u6a21, name: \\xe9}}\n  | {' ' * 38}^^^^")


def test_tabs_are_drawn_as_blanks_of_one_width(make_verdict):
    verdict = make_verdict(f"{HEAD}metadata:\n  name:\tchat\t# x\n", "/metadata/name")
    assert drawn(verdict) == "  |\n4 |   name:    chat    # x\n  |            ^^^^"


def test_a_span_of_several_lines_is_marked_where_it_begins_and_where_it_ends(make_verdict):
    text = f"{HEAD}metadata:\n  name: chat\n  labels:\n    a: '1'\n    b: '2'\n    c: '3'\n  version: '1'\n"
    assert drawn(make_verdict(text, "/metadata/labels")) == (
        "  |\n6 |     a: '1'\n  |     ^^^^^^\n7 |     b: '2'\n8 |     c: '3'\n  |     ^^^^^^"
    )


def test_a_span_that_ends_where_a_line_begins_does_not_mark_that_line(make_verdict):
    verdict = make_verdict(f"{HEAD}metadata: {{name: a}}\n", Place(span=Span(2, 1, 3, 1, 29, 45)))
    assert drawn(verdict) == "  |\n2 | kind: ModelSpec\n  | ^^^^^^^^^^^^^^^"


def test_an_empty_span_has_one_mark_even_after_the_last_character(make_verdict):
    end = len(HEAD) - 1
    verdict = make_verdict(f"{HEAD}metadata: {{name: a}}\n", Place(span=Span(2, 16, 2, 16, end, end)))
    assert drawn(verdict) == "  |\n2 | kind: ModelSpec\n  |                ^"


def test_a_long_line_is_trimmed_around_its_mark(make_verdict):
    text = f"{HEAD}metadata: {{description: {'x' * 300}, name: chat, version: {'9' * 300}}}\n"
    lines = drawn(make_verdict(text, "/metadata/name")).splitlines()
    assert lines[1].startswith("3 | ...xxxxx")
    assert lines[1].endswith("999...")
    assert len(lines[1]) <= 80
    mark = lines[2].index("^")
    assert lines[1][mark : mark + 4] == "chat"
    assert lines[2].count("^") == 4


def test_a_mark_that_is_longer_than_the_screen_begins_on_it(make_verdict):
    lines = drawn(make_verdict(f"{HEAD}metadata: {{name: {'x' * 100_000}}}\n", "/metadata/name")).splitlines()
    assert lines[1] == f"3 | metadata: {{name: {'x' * 56}..."
    assert lines[2] == f"  | {' ' * 17}{'^' * 56}"


def test_a_megabyte_in_one_line_is_drawn_at_once(make_verdict):
    text = f'{{"a": "{"x" * 500_000}", "kind": "ModelSpec", "b": "{"y" * 400_000}"}}'
    source = read_source("a.modelspec.json", text.encode())
    start = text.index('"ModelSpec"')
    verdict = make_verdict(text, Place(span=source.span(start, start + 11)), path="a.modelspec.json")
    lines = drawn(verdict).splitlines()
    assert len(lines[1]) <= 80
    assert lines[1][lines[2].index("^") :].startswith('"ModelSpec"')


def test_places_in_other_files_follow_under_their_name(make_verdict):
    other = read_source("b.modelspec.yaml", f"{HEAD}\n\nmetadata: {{name: b}}\n".encode()).documents[0]
    verdict = make_verdict(
        f"{HEAD}metadata: {{name: a}}\n",
        "/metadata/name",
        related=[(Place("/metadata/name", document=other), "the other")],
    )
    assert drawn(verdict) == (
        "  |\n"
        "3 | metadata: {name: a}\n"
        "  |                  ^\n"
        "  in b.modelspec.yaml:5:18\n"
        "  |\n"
        "5 | metadata: {name: b}\n"
        "  |                  - the other"
    )


def test_a_long_label_is_wrapped_beside_its_mark(make_verdict):
    verdict = make_verdict(
        f"{HEAD}metadata: {{name: a}}\n", "/kind", related=[("/metadata/name", "many a word " * 8)]
    )
    assert drawn(verdict, width=60).splitlines()[-3:] == [
        "  |                  - many a word many a word many a word",
        "  |                    many a word many a word many a word",
        "  |                    many a word many a word",
    ]


def test_many_related_places_are_counted_not_drawn(make_verdict):
    labels = "".join(f"    l{number}: x\n" for number in range(30))
    verdict = make_verdict(
        f"{HEAD}metadata:\n  name: a\n  labels:\n{labels}",
        "/metadata/name",
        related=[f"/metadata/labels/l{number}" for number in range(30)],
    )
    assert drawn(verdict).splitlines()[-1] == "   | and 18 more related places"


def test_a_file_that_could_not_be_read_has_no_lines(make_verdict):
    assert drawn(make_verdict(b"kind: ModelSpec # \xe9\n", Place(span=Span(1, 1, 1, 1, 0, 0)))) == ""
