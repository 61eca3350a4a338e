"""Which configuration files may govern a folder: the closest above it, up to the repository's root.

Every run comes through here, most of them without any configuration: folders are strings, each is looked at
once, and nothing is imported that a run has not got already.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
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
    """Finds candidates for real folders.

    ``started`` are folders that the user named: outside of a repository, the topmost of them above a file is
    the end of the search, so that nobody else's folder has a say.
    """

    def __init__(self, started: Iterable[str]) -> None:
        self._started = frozenset(map(real, started))
        self._names: dict[str, tuple[str, ...]] = {}
        self._repositories: dict[str, str | None] = {}

    def candidates(self, folder: str) -> list[Candidate]:
        """Return the folders above (and including) a folder that hold configuration, the closest first."""
        root = self.root(folder)
        found = []
        for each in _upwards(folder):
            names = self._names_in(each)
            if names:
                found.append(Candidate(Path(each), Path(root), names))
            if each == root:
                break
        return found

    def adds_nothing(self, folder: str) -> bool:
        """Whether what governs the folder above governs this one: both are in one repository."""
        if os.path.lexists(_joined(folder, ".git")) or self._names_in(folder):
            return False
        return self.repository(os.path.dirname(folder)) is not None  # noqa: PTH120 (strings: asked of every folder)

    def _names_in(self, folder: str) -> tuple[str, ...]:
        names = self._names.get(folder)
        if names is None:
            names = tuple(
                name
                for name in (MODELSPEC, PYPROJECT)
                if os.path.lexists(path := _joined(folder, name))
                and (name == MODELSPEC or _may_speak_of_us(path))
            )
            self._names[folder] = names
        return names

    def root(self, folder: str) -> str:
        """Return the root of a folder: the repository, else the topmost that was named, else itself."""
        repository = self.repository(folder)
        if repository is not None:
            return repository
        return next((each for each in reversed(_upwards(folder)) if each in self._started), folder)

    def repository(self, folder: str) -> str | None:
        """Return the nearest folder with ``.git``, this one or above it."""
        passed = []
        found = None
        for each in _upwards(folder):
            if each in self._repositories:
                found = self._repositories[each]
                break
            passed.append(each)
            if os.path.lexists(_joined(each, ".git")):
                found = each
                break
        self._repositories.update(dict.fromkeys(passed, found))
        return found


def _may_speak_of_us(pyproject: str) -> bool:
    """Whether a ``pyproject.toml`` may have a table of ours: most have none, and are not worth a parser."""
    if not os.path.isfile(pyproject):  # noqa: PTH113 (a string, as above)
        return True  # what is wrong with it is said where it is read
    try:
        with open(pyproject, "rb") as file:  # noqa: PTH123 (a path object costs more than the look)
            return b"modelspec" in file.read()
    except OSError:
        return True


def real(path: str | os.PathLike[str]) -> str:
    """Return where a path leads, links followed; one that leads nowhere stays as it is."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return os.path.abspath(path)  # noqa: PTH100 (links that lead in a circle)


def leads_out(path: Path, root: Path) -> bool:
    """Whether a path, links followed, is outside of a root (a real path)."""
    return not Path(real(path)).is_relative_to(root)


def _upwards(folder: str) -> list[str]:
    folders = [folder]
    while (above := os.path.dirname(folders[-1])) != folders[-1]:  # noqa: PTH120
        folders.append(above)
    return folders


def _joined(folder: str, name: str) -> str:
    return f"{folder}{name}" if folder.endswith(os.sep) else f"{folder}{os.sep}{name}"
