"""Where and why a YAML parser gave up, and the text around that place."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from modelspec_lint.linter.document.lines import Lines
from modelspec_lint.linter.document.position import Span
from modelspec_lint.linter.document.printable import printable
from modelspec_lint.linter.document.problem import Problem

_WORD = re.compile(r"[^\s,\[\]{}]+")
_COMMENT = re.compile(r"(?:^|(?<=\s))#.*")
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Trouble:
    """The parser's own words, where it gave up (``at``), and where what it was reading ``began``: offsets."""

    lines: Lines
    problem: str
    context: str
    at: int
    began: int

    @classmethod
    def of(cls, error: yaml.MarkedYAMLError, lines: Lines) -> Trouble:
        """Take the places and the words out of PyYAML's exception."""
        last = len(lines.text)
        context = error.context_mark.index if error.context_mark else None
        at = error.problem_mark.index if error.problem_mark else (context or 0)
        return cls(
            lines,
            error.problem or "",
            error.context or "",
            min(at, last),
            min(at if context is None else context, last),
        )

    @property
    def text(self) -> str:
        """The whole text."""
        return self.lines.text

    @property
    def at_end(self) -> bool:
        """Whether only white space and comments follow."""
        rest = self.text[self.at : self.at + 10_000]
        return not re.sub(r"#[^\r\n]*", "", rest).strip()

    def line_of(self, offset: int) -> int:
        """Return the number of the line that holds an offset."""
        return self.lines.place(offset)[0]

    def line_before(self, offset: int) -> str:
        """Return what stands on the line before an offset."""
        return self.text[self.lines.start(self.line_of(offset)) : offset]

    def rest_of_line(self, offset: int) -> str:
        """Return what stands on the line from an offset on, without a comment behind it."""
        line, column = self.lines.place(offset)
        return _COMMENT.sub("", self.lines.line(line)[column - 1 :]).rstrip()

    def is_first_on_line(self, offset: int) -> bool:
        """Whether nothing but white space stands before an offset on its line."""
        return not self.line_before(offset).strip()

    def content_line_above(self, number: int) -> int | None:
        """Return the number of the nearest line above that is neither empty nor a comment."""
        for above in range(number - 1, max(number - 200, 0), -1):
            line = self.lines.line(above).strip()
            if line and not line.startswith("#"):
                return above
        return None

    def word(self, offset: int) -> Span:
        """Return the span of the word that begins at an offset, at least one character if there is one."""
        match = _WORD.match(self.text, offset)
        return self.lines.span(offset, match.end() if match else offset + 1)

    def quote(self, span: Span) -> str:
        """Return the text of a span, safe to print, in back quotes."""
        return f"`{printable(self.text[span.start : span.end], _LONGEST)}`"

    def syntax(
        self, message: str, span: Span, *help: str, related: tuple[tuple[Span, str], ...] = ()
    ) -> Problem:
        """Make the problem."""
        return Problem("syntax", message, span, related, help)
