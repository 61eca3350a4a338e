import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelspec_lint.linter.document.lines import Lines
from modelspec_lint.linter.document.position import Span


def test_lines_end_at_lf_crlf_and_cr_and_nowhere_else():
    lines = Lines("a\nb\r\nc\rd\u2028e\x85f\x0bg\x0ch")
    assert [lines.line(number) for number in range(1, len(lines) + 1)] == [
        "a",
        "b",
        "c",
        "d\u2028e\x85f\x0bg\x0ch",
    ]


def test_a_line_that_does_not_exist_is_empty():
    lines = Lines("a\nb")
    assert [lines.line(0), lines.line(3), lines.line(99), Lines("").line(1)] == ["", "", "", ""]


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("", 0, (1, 1)),
        ("ab", 2, (1, 3)),
        ("ab\n", 2, (1, 3)),
        ("ab\n", 3, (2, 1)),
        ("a\r\nb", 1, (1, 2)),
        ("a\r\nb", 3, (2, 1)),
        ("\U0001f600e\u0301x", 3, (1, 4)),
        ("中\n文字", 3, (2, 2)),
    ],
)
def test_places_count_characters_from_one(text, offset, place):
    assert Lines(text).place(offset) == place


def test_a_span_is_kept_within_the_text():
    assert Lines("ab\ncd").span(4, 99) == Span(2, 2, 2, 3, 4, 5)
    assert Lines("ab").span(-5, -1) == Span(1, 1, 1, 1, 0, 0)


@given(st.text(alphabet="ab\r\n\u2028\x85é\U0001f600"))
def test_a_place_leads_back_to_its_offset(text):
    lines = Lines(text)
    for offset in range(len(text) + 1):
        line, column = lines.place(offset)
        assert lines.start(line) + column - 1 == offset
