"""What governs each folder of a run; a folder without configuration above it costs a look, once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from modelspec_lint.linter.config.find import Finder, real

if TYPE_CHECKING:
    from modelspec_lint.linter.config.chain import Chain, Reader
    from modelspec_lint.linter.config.mistake import Mistake
    from modelspec_lint.linter.config.patterns import Patterns

Excludes = Callable[[Path, bool], bool]
"""Whether a path (a real one), which is a folder or not, is excluded."""


class Governing:
    """Finds and reads configuration, each file once, as folders are asked about.

    ``started`` are the folders that a run starts in; ``named`` is a file that governs everything, in place of
    what would be found; with ``off`` nothing is looked for.
    """

    def __init__(self, started: Iterable[Path], *, named: Path | None = None, off: bool = False) -> None:
        self._finder = Finder(started)
        self._named = named
        self._off = off
        self._here = Path.cwd()
        self._chains: dict[Path, Chain | None] = {}
        self._reader: Reader | None = None
        self._exclusions: dict[Path, tuple[Patterns, ...]] = {}

    @property
    def chains(self) -> tuple[Chain, ...]:
        """What has governed the folders asked about so far, each once."""
        found = {chain.path: chain for chain in self._chains.values() if chain is not None}
        return tuple(found[path] for path in sorted(found))

    @property
    def mistakes(self) -> tuple[Mistake, ...]:
        """What is wrong in the files read so far."""
        return tuple(self._reader.mistakes) if self._reader else ()

    @property
    def ungoverned(self) -> bool:
        """Whether a folder that was asked about is governed by nothing."""
        return None in self._chains.values()

    def chain(self, folder: Path | None) -> Chain | None:
        """Return what governs a folder (``None``: the working folder); ``None`` where nothing does."""
        folder = folder or self._here
        if folder not in self._chains:
            self._chains[folder] = self._find(folder)
        return self._chains[folder]

    def exclusion(self, folder: str) -> Excludes | None:
        """Return what tells which entries of a folder are excluded; ``None`` where none is."""
        chain = self.chain(Path(folder))
        if chain is None:
            return None
        patterns = self._exclusions.get(chain.path)
        if patterns is None:
            from modelspec_lint.linter.config.build import exclusions  # only where there is configuration

            patterns = self._exclusions[chain.path] = exclusions(chain)
        if not patterns:
            return None
        return lambda path, is_folder: any(each.match(path, is_folder=is_folder) for each in patterns)

    def _find(self, folder: Path) -> Chain | None:
        if self._off:
            return None
        if self._named is not None:
            return self._read_named(self._named)
        for candidate in self._finder.candidates(folder):
            chain = self._files().at(candidate)
            if chain is not None:
                return chain
        return None

    def _read_named(self, path: Path) -> Chain | None:
        """Read the named file; globs in it mean what is below it, or below the working folder elsewhere."""
        path = path.absolute()
        here, folder = real(self._here), real(path.parent)
        root = self._finder.repository(folder) or folder
        globs_from = folder if here.is_relative_to(folder) else here
        return self._files().chain(folder / path.name, root, globs_from)

    def _files(self) -> Reader:
        if self._reader is None:
            from modelspec_lint.linter.config.chain import Reader  # only where there is a file to read

            self._reader = Reader()
        return self._reader
