"""The lines of a text: from character offsets to lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

from modelspec_lint.linter.document.position import Span

_LINE_END = re.compile(r"\r\n|\n|\r")


class Lines:
    """Line table of a text, made when it is first asked.

    PyYAML's own line numbers are not used: depending on its version it counts U+0085, U+2028 and U+2029 as
    line ends, which no editor does.
    """

    def __init__(self, text: str) -> None:
        self.text = text

    def __getstate__(self) -> dict[str, str]:
        """Travel to another process without the table."""
        return {"text": self.text}

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(match.end() for match in _LINE_END.finditer(self.text))]

    @property
    def ending(self) -> str:
        """How the first line ends; LF in a text of one line."""
        found = _LINE_END.search(self.text)
        return found.group() if found else "\n"

    def __len__(self) -> int:
        """Count the lines; a text that ends with a line end has an empty last one."""
        return len(self._starts)

    def line(self, number: int) -> str:
        """Return line ``number`` (1-based) without its end; empty when there is no such line."""
        if not 1 <= number <= len(self._starts):
            return ""
        start = self._starts[number - 1]
        end = self._starts[number] if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def place(self, offset: int) -> tuple[int, int]:
        """Return line and column, both 1-based, of a character offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def start(self, number: int) -> int:
        """Return the offset at which line ``number`` (1-based) begins."""
        return self._starts[number - 1]

    def span(self, start: int, end: int) -> Span:
        """Return the span between two character offsets, which are kept within the text."""
        start = min(max(start, 0), len(self.text))
        end = min(max(end, start), len(self.text))
        line, column = self.place(start)
        end_line, end_column = self.place(end)
        return Span(line, column, end_line, end_column, start, end)
