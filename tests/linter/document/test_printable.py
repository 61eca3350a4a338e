import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelspec_lint.linter.document import printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("llama-3", "llama-3"),
        ("größe 中文 😀", "größe 中文 😀"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("a\nb\tc\r", "a\\nb\\tc\\r"),
        ("\x9b2J", "\\x9b2J"),
        ("abc\u202egnp.exe", "abc\\u202egnp.exe"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\u2028b\ufeff", "a\\u2028b\\ufeff"),
        ("\ud83d", "\\ud83d"),
    ],
)
def test_what_drives_a_terminal_or_hides_is_shown_as_an_escape(text, shown):
    assert printable(text) == shown


def test_long_text_is_cut():
    assert printable("a" * 100, 10) == "aaaaaaa..."
    assert printable("a" * 10, 10) == "a" * 10


@given(st.text())
def test_no_control_character_is_left(text):
    assert all(character.isprintable() or character in "\u200c\u200d" for character in printable(text))
