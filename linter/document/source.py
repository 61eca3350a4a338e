"""A file as read: its text, its troubles, and the documents in it that are ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from modelspec_lint.linter.document.limits import DEFAULT_LIMITS, Limits
from modelspec_lint.linter.document.lines import Lines
from modelspec_lint.linter.document.position import Span
from modelspec_lint.linter.document.problem import Problem
from modelspec_lint.linter.secrets import LEAST, MASK, masked

if TYPE_CHECKING:
    from modelspec_lint.linter.document.document import Document


class Hidden(NamedTuple):
    """A stretch of a file that no report shows, between two offsets, and what it says."""

    start: int
    end: int
    texts: tuple[str, ...]


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
    hidden: list[Hidden] = field(default_factory=list, repr=False)

    def __post_init__(self) -> None:
        self.lines = Lines(self.text)

    def line(self, number: int) -> str:
        """Return a source line (1-based) as it may be shown: without its end, stars for what is secret.

        Empty when there is no such line. The stars take as many characters as what they stand for.
        """
        line = self.lines.line(number)
        if line and self.hidden:
            line = self._without_hidden(line, self.lines.start(number))
            for text in (text for each in self.hidden for text in each.texts if len(text) >= LEAST):
                line = line.replace(text, MASK * len(text))  # the same again, in a comment or at an anchor
        return masked(line)

    def hide(self, start: int, end: int, *texts: str) -> None:
        """Keep what stands between two offsets out of everything that is shown.

        ``texts`` are what it says, where that differs from how it is written.
        """
        self.hidden.append(Hidden(start, end, (self.text[start:end], *texts)))

    @property
    def shown_data(self) -> bytes:
        """The bytes of the file as they may enter a report, be it as a hash."""
        if not self.hidden:
            return self.data
        mark = "\ufeff" if self.data.startswith(b"\xef\xbb\xbf") else ""
        return (mark + self._without_hidden(self.text, 0)).encode("utf-8", "surrogatepass")

    def _without_hidden(self, text: str, offset: int) -> str:
        """Put stars for what is hidden in a text that begins at an offset of the file; ends of lines stay."""
        for each in self.hidden:
            start, end = max(each.start - offset, 0), max(each.end - offset, 0)
            stars = "".join(sign if sign in "\r\n" else MASK for sign in text[start:end])
            text = text[:start] + stars + text[end:]
        return text

    def span(self, start: int, end: int) -> Span:
        """Return the span between two character offsets of the text."""
        return self.lines.span(start, end)
