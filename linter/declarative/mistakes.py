"""What is wrong in pack files: collected, bounded, and made safe to print."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from modelspec_lint.linter.document.lines import Lines
from modelspec_lint.linter.document.node import Node
from modelspec_lint.linter.document.printable import printable

MOST = 100
"""Mistakes told of one file; more are of no use to anybody."""
_LONGEST = 400


class PackMistake(NamedTuple):
    """One mistake in a pack file; lines and columns count from 1, in characters."""

    path: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        return f"{printable(self.path)}:{self.line}:{self.column}: {printable(self.message, _LONGEST)}"


class PackError(Exception):
    """Pack files are wrong; ``mistakes`` says where and how, all at once."""

    def __init__(self, mistakes: Iterable[PackMistake]) -> None:
        self.mistakes = tuple(mistakes)
        super().__init__("\n".join(map(str, self.mistakes)))


class NoFurther(Exception):
    """Nothing more can be said of a file: it cannot be read, or it has :data:`MOST` mistakes."""


class Notes:
    """The mistakes of one file; one too many ends the search with :class:`NoFurther`."""

    def __init__(self, shown: str, lines: Lines | None = None) -> None:
        self.shown = shown
        self.lines = lines or Lines("")
        self._found: list[PackMistake] = []

    def __len__(self) -> int:
        return len(self._found)

    def add(self, where: Node | int, message: str) -> None:
        """Note a mistake at a value, or at a character offset of the text."""
        line, column = self.lines.place(where if isinstance(where, int) else where.start)
        self.at(line, column, message)

    def at(self, line: int, column: int, message: str) -> None:
        """Note a mistake at a place."""
        self._found.append(PackMistake(self.shown, line, column, message))
        if len(self._found) >= MOST:
            raise NoFurther

    def listed(self) -> list[PackMistake]:
        """List the mistakes in the order of their places, each once."""
        return sorted(set(self._found))
