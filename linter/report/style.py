"""Colours and drawing characters: what a terminal shows, and what is left where it can do less."""

from __future__ import annotations

from dataclasses import dataclass

from modelspec_lint.linter.report.interface import ReportOptions
from modelspec_lint.linter.severity import Severity

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "note": "1;36",
    "strong": "1",
    "faint": "2",
    "gutter": "34",
    "help": "1;32",
}


@dataclass(frozen=True, slots=True)
class Style:
    """Paints words and draws lines, as far as the options allow."""

    color: bool
    unicode: bool

    @classmethod
    def of(cls, options: ReportOptions) -> Style:
        """Make the style that the options ask for."""
        return cls(options.color, options.unicode)

    def paint(self, text: str, role: str | Severity) -> str:
        """Colour ``text`` as what it is: a severity, ``strong``, ``faint``, ``gutter``, ``help``."""
        if not self.color or not text:
            return text
        code = _CODES[role.label if isinstance(role, Severity) else role]
        return f"\x1b[{code}m{text}\x1b[0m"

    @property
    def bar(self) -> str:
        """The line between line numbers and source."""
        return "│" if self.unicode else "|"

    @property
    def rule(self) -> str:
        """One column of a horizontal line."""
        return "─" if self.unicode else "-"

    @property
    def elbow(self) -> str:
        """What joins a label to the mark above it."""
        return "╰" if self.unicode else "`"

    @property
    def skipped(self) -> str:
        """What stands for source lines that are left out."""
        return "┆" if self.unicode else ":"

    @property
    def ellipsis(self) -> str:
        """What stands for text that is left out."""
        return "…" if self.unicode else "..."
