"""A file as read: its text, its troubles, and the documents in it that are ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from modelspec_lint.linter.document.limits import DEFAULT_LIMITS, Limits
from modelspec_lint.linter.document.lines import Lines
from modelspec_lint.linter.document.position import Span
from modelspec_lint.linter.document.problem import Problem

if TYPE_CHECKING:
    from modelspec_lint.linter.document.document import Document


@dataclass(eq=False)
class SourceFile:
    """A file, or standard input.

    ``path`` is how it is shown, ``text`` what it holds, without byte-order mark (empty when it is unreadable
    or was passed over), ``documents`` those that are ours, and ``skipped`` the number of those that are
    others' (1 for a file that was passed over unparsed).
    """

    path: str
    text: str = ""
    data: bytes = b""
    problems: tuple[Problem, ...] = ()
    documents: tuple[Document, ...] = ()
    skipped: int = 0
    absolute: Path | None = None
    limits: Limits = DEFAULT_LIMITS
    named: bool = True
    lines: Lines = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.lines = Lines(self.text)

    def line(self, number: int) -> str:
        """Return a source line (1-based) without its end; empty when there is no such line."""
        return self.lines.line(number)

    def span(self, start: int, end: int) -> Span:
        """Return the span between two character offsets of the text."""
        return self.lines.span(start, end)
