"""What is wrong in configuration files: with its place, all of it at once, safe to print."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from modelspec_lint.linter.document.printable import printable

MOST = 100
"""Mistakes that are told; more are of no use to anybody."""

_LONGEST = 400


class At(NamedTuple):
    """A place in a configuration file; line and column count from 1, in characters."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{printable(self.file)}:{self.line}:{self.column}"


class Mistake(NamedTuple):
    """One mistake: where, and what is wanted instead, in a sentence."""

    at: At
    message: str

    def __str__(self) -> str:
        return f"{self.at}: {printable(self.message, _LONGEST)}"


class ConfigError(Exception):
    """Configuration is wrong; ``mistakes`` says where and how, all at once, in the order of their places."""

    def __init__(self, mistakes: Iterable[Mistake]) -> None:
        self.mistakes = tuple(sorted(set(mistakes)))[:MOST]
        super().__init__("\n".join(map(str, self.mistakes)))
