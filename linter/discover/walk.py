"""Walking a folder: in a fixed order, without following links, past what ignore files exclude."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

from modelspec_lint.linter.discover.ignore import IGNORE_FILES, Ignore
from modelspec_lint.linter.document.ours import is_named_modelspec

BASELINE_FILE = "modelspec-baseline.json"
"""A file of our own that names specs and holds none."""

Exclusion = Callable[[str], Callable[[str, bool], bool] | None]
"""From a real folder to what tells which paths in it (and whether each is a folder) are excluded, if any."""

_SUFFIXES = (".yaml", ".yml", ".json")


def may_be_spec(name: str) -> bool:
    """Whether a file in a folder may hold specs, by its name."""
    return name.lower().endswith(_SUFFIXES) and name.rpartition("/")[2] != BASELINE_FILE


class Walk:
    """A walk through the folder ``root`` (a real path); names are relative to it, with ``/``.

    After :meth:`files` is used up, ``links`` holds the wanted symbolic links that lead to no folder, and
    ``unreadable`` what was wrong with folders that could not be listed.
    """

    def __init__(self, root: str, wanted: Callable[[str], bool], exclusion: Exclusion | None = None) -> None:
        self.links: list[str] = []
        self.unreadable: list[str] = []
        self._root = root
        self._wanted = wanted
        self._exclusion = exclusion

    def files(self) -> Iterator[str]:
        """Yield the wanted files that are no links."""
        stack = [("", Ignore.above(self._root))]
        while stack:
            folder, ignore = stack.pop()
            try:
                with os.scandir(f"{self._root}/{folder}") as listing:
                    entries = sorted(listing, key=lambda entry: entry.name)
            except OSError as error:
                self.unreadable.append(f"{folder or '.'}: the folder cannot be read: {error.strerror}")
                continue
            if any(entry.name in IGNORE_FILES for entry in entries):
                ignore = ignore.within(f"{self._root}/{folder}")
            excludes = self._exclusion(f"{self._root}/{folder}".rstrip("/")) if self._exclusion else None
            folders = []
            for entry in entries:
                name = folder + entry.name
                if excludes and excludes(f"{self._root}/{name}", entry.is_dir(follow_symlinks=False)):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    if entry.name != ".git" and not ignore.ignores(name + "/"):
                        folders.append((name + "/", ignore))
                elif self._wanted(name) and not ignore.ignores(name):
                    yield from self._file(name, entry)
            stack.extend(reversed(folders))

    def _file(self, name: str, entry: os.DirEntry[str]) -> Iterator[str]:
        if entry.is_symlink():
            if _leads_to_file(entry) or is_named_modelspec(name):
                self.links.append(name)
        elif entry.is_file(follow_symlinks=False) or is_named_modelspec(name):
            yield name


def _leads_to_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # links that lead in a circle
        return False
