"""What is wrong in knowledge files: collected, bounded, and made safe to print."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from modelspec_lint.knowledge_base.compiler.authored import Mistakes

MOST = 100
"""Mistakes told of one file; more are of no use to anybody."""
_LONGEST = 400


class Mistake(NamedTuple):
    """One mistake; lines and columns count from 1, in characters."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{printable(self.path)}:{self.line}:{self.column}: {printable(self.message)}"


class OverlayError(Exception):
    """Knowledge files are wrong; ``mistakes`` says where and how, all at once."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


class NoFurther(Exception):
    """Nothing more can be said of a file: it cannot be read, or it has :data:`MOST` mistakes."""


class Notes(Mistakes):
    """The mistakes of one knowledge file; one too many ends the search with :class:`NoFurther`."""

    def __init__(self, shown: str) -> None:
        self.shown = shown
        self.found: list[tuple[int, int, str]] = []

    def at(self, line: int, message: str, column: int = 1) -> None:
        """Note a mistake at a place."""
        if len(self.found) >= MOST:
            raise NoFurther
        self.found.append((line, column, message))

    def fatal(self, message: str, line: int = 1, column: int = 1) -> NoFurther:
        """Note a mistake after which nothing else can be said, and return what is to be raised."""
        self.at(line, message, column)
        return NoFurther()

    def listed(self) -> list[Mistake]:
        """List the mistakes in the order of their places, each once."""
        return [Mistake(self.shown, *each) for each in sorted(set(self.found))]


def printable(text: str) -> str:
    """Show control and invisible characters as escapes, and cut what is longer than any sentence."""
    if len(text) > _LONGEST:
        text = f"{text[: _LONGEST - 3]}..."
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode("ascii") for each in text
    )
