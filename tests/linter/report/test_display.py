import pytest

from modelspec_lint.linter.report.display import clipped, display_width, shown, source_cells, wrapped


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("plain", 5),
        ("模型", 4),
        ("e\u0301", 1),
        ("😀", 2),
        ("👩\u200d🔬", 2),
        ("👍🏽", 2),
        ("☁\ufe0f", 2),
        ("각".encode().decode(), 2),
        ("\u1100\u1161", 2),
    ],
)
def test_text_is_as_wide_as_a_terminal_draws_it(text, width):
    assert display_width(text) == width


def test_what_could_drive_a_terminal_is_shown_as_an_escape():
    assert shown("a\x1b[2Jb\u202ec\x85") == "a\\x1b[2Jb\\u202ec\\x85"


def test_plain_ascii_spells_typographic_signs_and_escapes_the_rest():
    assert shown("2 × 4 ≥ 7 … 模", unicode=False) == "2 x 4 >= 7 ... \\u6a21"


def test_a_long_text_is_cut_to_a_limit_of_characters():
    assert shown("abcdef", limit=4) == "abc…"


def test_every_character_of_a_source_line_has_a_cell():
    cells = source_cells("\tk: 模\x00", unicode=True)
    assert [cell.text for cell in cells] == ["    ", "k", ":", " ", "模", "\\x00"]
    assert [cell.width for cell in cells] == [4, 1, 1, 1, 2, 4]


def test_without_unicode_the_cells_are_as_wide_as_their_escapes():
    assert [cell.width for cell in source_cells("模a", unicode=False)] == [6, 1]


def test_words_are_wrapped_by_the_columns_they_take():
    assert wrapped("模型 模型 模型", 9) == ["模型 模型", "模型"]
    assert wrapped("a-very-long-word b", 6) == ["a-very-long-word", "b"]
    assert wrapped("one two", 7) == ["one two"]
    assert wrapped("", 7) == [""]


def test_text_is_clipped_to_columns_with_a_sign_that_something_is_missing():
    assert clipped("abcdef", 4, "…") == "abc…"
    assert clipped("模型模型", 5, "…") == "模型…"
    assert clipped("abc", 3, "…") == "abc"
