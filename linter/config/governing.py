"""What governs each folder of a run; a folder without configuration above it costs a look, once."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from modelspec_lint.linter.config.find import Finder, real

if TYPE_CHECKING:
    from modelspec_lint.linter.config.chain import Chain, Reader
    from modelspec_lint.linter.config.mistake import Mistake
    from modelspec_lint.linter.config.patterns import Patterns

Excludes = Callable[[str, bool], bool]
"""Whether a path (a real one), which is a folder or not, is excluded."""


class Governing:
    """Finds and reads configuration, each file once, as folders are asked about.

    ``started`` are the folders that a run starts in; ``named`` is a file that governs everything, in place of
    what would be found; with ``off`` nothing is looked for.
    """

    def __init__(self, started: Iterable[str], *, named: str | None = None, off: bool = False) -> None:
        self._here = real(os.curdir)
        self._finder = Finder((self._here, *started))
        self._named = named
        self._off = off
        self._reals: dict[str, str] = {}
        self._chains: dict[str, Chain | None] = {}
        self._used: dict[Path, Chain] = {}
        self._reader: Reader | None = None
        self._exclusions: dict[Path, tuple[Patterns, ...]] = {}
        self.ungoverned = False
        """Whether a file of the run is governed by nothing."""

    @property
    def chains(self) -> tuple[Chain, ...]:
        """What governs the files of the run, each once, in path order."""
        return tuple(self._used[path] for path in sorted(self._used))

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """What is wrong in the files read so far."""
        return tuple(self._reader.mistakes) if self._reader else ()

    def take_in(self, files: Iterable[Path | None]) -> None:
        """Find what governs the files of the run (``None``: standard input without a name)."""
        for folder in {_folder(file) for file in files}:
            chain = self.chain(folder)
            if chain is None:
                self.ungoverned = True
            else:
                self._used[chain.path] = chain

    def place(self, file: Path) -> str:
        """Return a file's path in its real folder; its own name stays, be it a link."""
        return f"{self._real(_folder(file)).rstrip(os.sep)}{os.sep}{file.name}"

    def of(self, file: Path | None) -> Chain | None:
        """Return what governs a file (``None``: standard input without a name)."""
        return self.chain(_folder(file))

    def chain(self, folder: str) -> Chain | None:
        """Return what governs a folder (empty: the working folder); ``None`` where nothing does."""
        return self._governing(self._real(folder))

    def exclusion(self, folder: str) -> Excludes | None:
        """Return what tells which entries of a real folder are excluded; ``None`` where none is."""
        chain = self._governing(folder)
        if chain is None:
            return None
        patterns = self._exclusions.get(chain.path)
        if patterns is None:
            from modelspec_lint.linter.config.exclusions import (
                exclusions,  # only where there is configuration
            )

            patterns = self._exclusions[chain.path] = exclusions(chain)
        if not patterns:
            return None
        return lambda path, is_folder: any(each.match(path, is_folder=is_folder) for each in patterns)

    def excludes(self, file: Path) -> bool:
        """Whether a file is excluded."""
        excludes = self.exclusion(self._real(_folder(file)))
        return excludes is not None and excludes(self.place(file), False)

    def _real(self, folder: str) -> str:
        if not folder:
            return self._here
        found = self._reals.get(folder)
        if found is None:
            found = self._reals[folder] = real(folder)
        return found

    def _governing(self, folder: str) -> Chain | None:
        if self._off:
            return None
        if folder not in self._chains:
            above = os.path.dirname(folder)  # noqa: PTH120
            inherits = above in self._chains and self._finder.adds_nothing(folder)
            self._chains[folder] = self._chains[above] if inherits else self._find(folder)
        return self._chains[folder]

    def _find(self, folder: str) -> Chain | None:
        if self._named is not None:
            return self._read_named(self._named)
        for candidate in self._finder.candidates(folder):
            chain = self._files().at(candidate)
            if chain is not None:
                return chain
        return None

    def _read_named(self, file: str) -> Chain | None:
        """Read the named file; globs in it mean what is below it, or below the working folder elsewhere."""
        path = Path(file).absolute()
        folder = Path(real(path.parent))
        root = Path(self._finder.repository(str(folder)) or folder)
        globs_from = folder if Path(self._here).is_relative_to(folder) else Path(self._here)
        return self._files().named(folder / path.name, root, globs_from)

    def _files(self) -> Reader:
        if self._reader is None:
            from modelspec_lint.linter.config.chain import Reader  # only where there is a file to read

            self._reader = Reader()
        return self._reader


def _folder(file: Path | None) -> str:
    """Return the folder of a file; empty for standard input without a name."""
    return str(file).rpartition(os.sep)[0] or os.sep if file else ""
