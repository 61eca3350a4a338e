"""The files around a run: looked at only where a reference leads out of it."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Literal

from modelspec_lint.linter.document import Document, SourceFile, read_path
from modelspec_lint.linter.outline import Outline, outline_of
from modelspec_lint.linter.spec import read_spec

_MOST_READ = 500
"""Files that are read besides those of the run: references into a tree of more are left open."""
_MOST_SEEN = 50_000
"""Files whose names are looked at in search of a spec's name."""


class TooMany(Exception):
    """There is more to look through than a lint run should."""


class Surroundings:
    """Reads referenced files that are no part of the run, each once."""

    def __init__(self) -> None:
        self._read: dict[str, tuple[Outline, ...] | None] = {}
        self._by_name: dict[str, dict[str, tuple[Outline, ...]]] = {}

    def outlines(self, absolute: str, shown: str) -> tuple[Outline, ...] | None:
        """Return the specs in a file, ``None`` where it cannot be read; raise ``TooMany``."""
        if absolute not in self._read:
            if len(self._read) >= _MOST_READ:
                raise TooMany
            source = read_path(shown, Path(absolute))
            self._read[absolute] = None if _unreadable(source) else _outlines(source)
        return self._read[absolute]

    def named(self, name: str, root: str) -> tuple[Outline, ...]:
        """Return the specs of a repository that have a name, as far as their files are named as specs'.

        Raise ``TooMany`` where the repository is too large to look through.
        """
        if root not in self._by_name:
            from modelspec_lint.linter.discover.shown import shown_path  # names are seldom looked for

            found: dict[str, tuple[Outline, ...]] = {}
            for path in _spec_files(root):
                absolute = f"{root}/{path}"
                for outline in self.outlines(absolute, shown_path(absolute)) or ():
                    if outline.document.name is not None:
                        found[outline.document.name] = (*found.get(outline.document.name, ()), outline)
            self._by_name[root] = found
        return self._by_name[root].get(name, ())


def kind_of_file(path: str) -> Literal["file", "folder", "nothing", "unknown"]:
    """Say what is at a path."""
    try:
        if os.path.isdir(path):  # noqa: PTH112 (paths are texts here)
            return "folder"
        return "file" if Path(path).exists() else "nothing"
    except (OSError, ValueError):
        return "unknown"


@lru_cache(maxsize=1024)
def root_above(folder: str) -> str | None:
    """Return the repository that a folder is in: the nearest folder with ``.git``."""
    here = folder
    while True:
        if kind_of_file(posixpath.join(here, ".git")) in ("file", "folder"):
            return here
        above = posixpath.dirname(here)
        if above == here:
            return None
        here = above


def _outlines(source: SourceFile) -> tuple[Outline, ...]:
    return tuple(_released(document) for document in source.documents)


def _released(document: Document) -> Outline:
    outline = outline_of(document, read_spec(document.data))
    document.release()
    return outline


def _unreadable(source: SourceFile) -> bool:
    return bool(source.problems) and not source.documents


def _spec_files(root: str) -> Iterator[str]:
    """List the files of a repository that are named as specs, without what git ignores."""
    from modelspec_lint.linter.discover.walk import Walk
    from modelspec_lint.linter.document.ours import is_named_modelspec

    seen = 0

    def wanted(name: str) -> bool:
        nonlocal seen
        seen += 1
        if seen > _MOST_SEEN:
            raise TooMany
        return is_named_modelspec(name)

    return Walk(root, wanted).files()
