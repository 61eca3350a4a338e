"""Mistakes in JSON in words for people."""

from __future__ import annotations

import re

from modelspec_lint.linter.document.lines import Lines
from modelspec_lint.linter.document.position import Span
from modelspec_lint.linter.document.printable import printable
from modelspec_lint.linter.document.problem import Problem, Unparsable

CLOSING = {"{": "}", "[": "]"}

_WORD = re.compile(r"[^\s,:\[\]{}\"]+")
_STRING_PART = re.compile(r'[^"\\\x00-\x1f]+|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})')
_LONGEST = 40


class JsonMistakes:
    """Tells what is wrong at an offset of a text."""

    def __init__(self, lines: Lines) -> None:
        self._lines = lines
        self._text = lines.text

    def no_value(self, at: int, opened: int | None) -> Unparsable:
        """Tell that no value stands where one is expected; ``opened`` is the innermost open bracket."""
        word = self._word(at)
        if word.startswith("'"):
            return self._at(at, "JSON knows only double quotes.", 'Write "..." instead.')
        if word and not self._is_comment(at):
            shown = f"`{printable(word, _LONGEST)}`"
            if opened is None:
                return self._at(
                    at, f"The file is named as JSON, but begins with {shown}.", "Rename or convert it."
                )
            return self._at(at, f"{shown} is no JSON value.", "Text stands in double quotes.")
        return self.expected(at, "A value", opened)

    def expected(self, at: int, what: str, opened: int | None, help: str = "") -> Unparsable:
        """Tell that ``what`` is expected at an offset."""
        if self._is_comment(at):
            return self._at(at, "JSON has no comments.", "Remove it, or keep the file as YAML.")
        if at == len(self._text) and opened is not None:
            return self.unclosed(opened)
        return self._at(at, f"{what} is expected here.", help)

    def unclosed(self, opened: int) -> Unparsable:
        """Tell that a bracket is open at the end of the text."""
        bracket = self._text[opened]
        span = self._lines.span(opened, opened + 1)
        return _unparsable(
            f"The `{bracket}` that opens here is never closed.", span, f"Close it with `{CLOSING[bracket]}`."
        )

    def trailing_comma(self, at: int) -> Unparsable:
        """Tell that a comma has nothing behind it."""
        span = self._lines.span(at, at + 1)
        return _unparsable("JSON allows no comma after the last entry.", span, "Remove the comma.")

    def second_value(self, at: int) -> Unparsable:
        """Tell that text follows the value."""
        if self._is_comment(at):
            return self.expected(at, "The end", None)
        return self._at(at, "The JSON value has ended before this.", "Keep one JSON value in a file.")

    def string(self, start: int) -> Unparsable:
        """Tell what is wrong with a text that opens at ``start``."""
        end = start + 1
        while part := _STRING_PART.match(self._text, end):
            end = part.end()
        wrong = self._text[end : end + 1]
        if wrong == "\\":
            span = self._lines.span(end, end + 2)
            return _unparsable("This escape is not valid in JSON.", span, "Double the backslash.")
        if wrong and wrong not in "\r\n":
            span = self._lines.span(end, end + 1)
            message = f"The control character U+{ord(wrong):04X} is not allowed in a JSON text."
            return _unparsable(message, span, f"Write it as an escape: \\u{ord(wrong):04x}.")
        span = self._lines.span(start, end)
        help = 'Close it with ", and write \\n for a line end in it.'
        return _unparsable("The text that opens here is not closed on its line.", span, help)

    def _is_comment(self, at: int) -> bool:
        return self._text.startswith(("//", "/*", "#"), at)

    def _word(self, at: int) -> str:
        word = _WORD.match(self._text, at)
        return word.group() if word else ""

    def _at(self, at: int, message: str, help: str) -> Unparsable:
        return _unparsable(message, self._lines.span(at, at + max(len(self._word(at)), 1)), help)


def _unparsable(message: str, span: Span, help: str) -> Unparsable:
    return Unparsable(Problem("syntax", message, span, help=(help,) if help else ()))
