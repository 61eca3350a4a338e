"""Patterns as in a ``.gitignore``, matched without backtracking: configuration may be hostile."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from modelspec_lint.linter.discover.globs import coverage

LONGEST = 500
MOST = 500


class Pattern(NamedTuple):
    """One pattern: what it covers, whether it takes back (``!``), whether it means folders only."""

    text: str
    covers: Callable[[str], str | None]
    back: bool
    folders: bool


class Patterns(NamedTuple):
    """A list of patterns, relative to a real folder; the last that matches decides."""

    folder: str
    patterns: tuple[Pattern, ...]

    def match(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether a file or folder, as a real path, is meant, by itself or with a folder that it is in."""
        above = self.folder.rstrip(os.sep) + os.sep
        if not path.startswith(above):
            return False
        name = path[len(above) :].replace(os.sep, "/")
        folder = name if is_folder else name.rpartition("/")[0]
        for pattern in reversed(self.patterns):
            asked = folder if pattern.folders else name
            if asked and pattern.covers(asked):
                return not pattern.back
        return False


def problem(text: str) -> str | None:
    """Say why a text is no pattern; ``None`` where it is one."""
    if len(text) > LONGEST:
        return f"a pattern of more than {LONGEST} characters is not read"
    if "\\" in text:
        return f"{text!r}: folders are separated by /, and a backslash means nothing here"
    bare = text.removeprefix("!")
    if not bare.strip("/") or bare.startswith("#"):
        return f"{text!r} is no pattern"
    if ".." in bare.split("/"):
        return f"{text!r} leads out of the folder of this file: patterns mean what is below it"
    return None


def compile_patterns(folder: str, texts: Iterable[str]) -> Patterns:
    """Compile texts in which no :func:`problem` is."""
    return Patterns(folder, tuple(map(_compiled, texts)))


def _compiled(text: str) -> Pattern:
    back, bare = text.startswith("!"), text.removeprefix("!")
    folders = bare.endswith("/")
    steps: Sequence[str] = bare.strip("/").split("/")
    if "/" not in bare.rstrip("/"):
        steps = ("**", *steps)  # a bare name is meant at any depth
    if steps[-1] == "**":
        steps = (*steps, "*")  # what is in a folder, not the folder
    return Pattern(text, coverage("/".join(steps)), back, folders)
