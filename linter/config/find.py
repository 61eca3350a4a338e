"""Which configuration file governs a folder: the closest one above it, up to the repository's root.

Every run comes through here, most of them without any configuration: only ``os`` and ``pathlib`` are needed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

MODELSPEC = "modelspec.toml"
PYPROJECT = "pyproject.toml"


class Candidate(NamedTuple):
    """A folder with configuration files, and the root beyond which nothing is read for them."""

    folder: Path
    root: Path
    names: tuple[str, ...]


class Finder:
    """Finds candidates, each folder asked once.

    ``started`` are folders that the user named: outside of a repository, the topmost of them above a file is
    the end of the search, so that nobody else's folder has a say.
    """

    def __init__(self, started: Iterable[Path]) -> None:
        self._started = frozenset(map(real, started))
        self._found: dict[Path, tuple[Candidate, ...]] = {}
        self._names: dict[Path, tuple[str, ...]] = {}
        self._repositories: dict[Path, Path | None] = {}

    def candidates(self, folder: Path) -> tuple[Candidate, ...]:
        """Return the folders above (and including) a folder that hold configuration, the closest first."""
        found = self._found.get(folder)
        if found is None:
            found = self._found[folder] = tuple(self._candidates(real(folder)))
        return found

    def root(self, folder: Path) -> Path:
        """Return the root of a real folder: the repository, else what the user named, else itself."""
        return self.repository(folder) or self._named(folder)

    def _candidates(self, folder: Path) -> Iterator[Candidate]:
        root = self.root(folder)
        for each in (folder, *folder.parents):
            names = self._names.get(each)
            if names is None:
                names = tuple(name for name in (MODELSPEC, PYPROJECT) if os.path.lexists(each / name))
                self._names[each] = names
            if names:
                yield Candidate(each, root, names)
            if each == root:
                return

    def repository(self, folder: Path) -> Path | None:
        """Return the nearest folder with ``.git`` above a real folder, or itself."""
        passed = []
        found = None
        for each in (folder, *folder.parents):
            if each in self._repositories:
                found = self._repositories[each]
                break
            passed.append(each)
            if os.path.lexists(each / ".git"):
                found = each
                break
        self._repositories.update(dict.fromkeys(passed, found))
        return found

    def _named(self, folder: Path) -> Path:
        named = [each for each in (folder, *folder.parents) if each in self._started]
        return named[-1] if named else folder


def real(path: Path) -> Path:
    """Return where a path leads, links followed; one that leads nowhere stays as it is."""
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):
        return path.absolute()


def leads_out(path: Path, root: Path) -> bool:
    """Whether a path, links followed, is outside of a root (a real path)."""
    return not real(path).is_relative_to(root)
