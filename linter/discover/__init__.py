"""Discovery: from what the user names to the files to read."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from modelspec_lint.linter.discover.globs import glob_filter, is_glob, split_glob
from modelspec_lint.linter.discover.shown import no_such_path, shown_folder, shown_path
from modelspec_lint.linter.discover.walk import Exclusion, Walk, may_be_spec
from modelspec_lint.linter.document import SourceFile, printable, read_path, read_standard_input

STANDARD_INPUT = "-"
"""The path that stands for standard input."""


@dataclass(frozen=True, slots=True)
class FoundPath:
    """A file to read: how it is shown, where it is, and whether the user named it.

    ``absolute`` of standard input is where the file of its name would be, if it was given one.
    """

    shown: str
    absolute: Path | None
    named: bool
    standard_input: bool = False


@dataclass(frozen=True, slots=True)
class Discovery:
    """The files of a run, in the order of their shown paths.

    ``problems`` are usage errors in finished sentences, such as a path that does not exist; ``skipped``
    counts symbolic links that lead out of the folder that they were found in.
    """

    paths: tuple[FoundPath, ...]
    problems: tuple[str, ...]
    skipped: int = 0


def discover(
    paths: Sequence[str], *, stdin_filename: str | None = None, exclusion: Exclusion | None = None
) -> Discovery:
    """Find the files that paths, folders, globs and ``-`` stand for, each file once.

    Folders are walked and globs expanded with ``.gitignore`` respected, and past what ``exclusion`` excludes;
    a file that is named is taken as it is.
    """
    search = _Search(stdin_filename, exclusion)
    for path in paths:
        search.add(path)
    found = sorted(search.found.values(), key=lambda each: each.shown)
    return Discovery(tuple(found), tuple(search.problems), search.skipped)


def read_found(found: FoundPath) -> SourceFile:
    """Read a file that was found; trouble is told in its ``problems``."""
    if found.standard_input:
        return read_standard_input(found.shown, found.absolute)
    assert found.absolute is not None, "only standard input has no place"
    return read_path(found.shown, found.absolute, named=found.named)


@dataclass(slots=True)
class _Search:
    """What has been found so far, by the real path of each file."""

    stdin_filename: str | None
    exclusion: Exclusion | None = None
    found: dict[str, FoundPath] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    skipped: int = 0

    def add(self, path: str) -> None:
        """Take in one path of the command line."""
        if path == STANDARD_INPUT:
            self._add_standard_input()
        elif not _is_there(path):
            if is_glob(path):
                self._add_glob(path)
            else:
                self.problems.append(no_such_path(path))
        elif _is_folder(path):
            self._add_folder(path, may_be_spec)
        else:
            self._add_file(path)

    def _add_standard_input(self) -> None:
        name = self.stdin_filename
        shown = shown_path(name) if name else "<stdin>"
        absolute = Path(name).absolute() if name else None
        self.found[STANDARD_INPUT] = FoundPath(shown, absolute, named=True, standard_input=True)

    def _add_file(self, path: str) -> None:
        identity = _real(Path(path))
        earlier = self.found.get(identity)
        if earlier is None or not earlier.named:
            self.found[identity] = FoundPath(shown_path(path), Path(path).absolute(), named=True)

    def _add_glob(self, path: str) -> None:
        folder, pattern = split_glob(path)
        if not _is_folder(folder):
            self.problems.append(no_such_path(folder))
        elif not self._add_folder(folder, glob_filter(pattern)):
            self.problems.append(f"{printable(path)}: no file matches this pattern (.gitignore is respected)")

    def _add_folder(self, folder: str, wanted: Callable[[str], bool]) -> int:
        """Add the wanted files of a folder; return how many there are, added before or now."""
        root, prefix = _real(Path(folder)), shown_folder(folder)
        walk = Walk(root, wanted, None if self._is_excluded(root) else self.exclusion)
        count = 0
        for name in walk.files():
            count += 1
            path = f"{root.rstrip('/')}/{name}"
            self.found.setdefault(path, FoundPath(prefix + name, Path(path), named=False))
        for name in walk.links:  # after the files, so that a file is known by its own name
            count += 1
            link = Path(root, name)
            identity = _real(link)
            if identity.startswith(f"{root.rstrip('/')}/"):
                self.found.setdefault(identity, FoundPath(prefix + name, link, named=False))
            else:
                self.skipped += 1
        self.problems += [f"{prefix}{name}" for name in walk.unreadable]
        return count

    def _is_excluded(self, root: str) -> bool:
        """Whether a folder, or all that is in it, is excluded; it was named all the same."""
        excludes = self.exclusion(os.path.dirname(root)) if self.exclusion else None  # noqa: PTH120
        return excludes is not None and (excludes(root, True) or excludes(f"{root}/\0", False))


def _is_there(path: str) -> bool:
    try:
        Path(path).lstat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False
    except OSError:
        return True  # reading it will tell what is wrong
    return True


def _is_folder(path: str) -> bool:
    try:
        return Path(path).is_dir()
    except (OSError, ValueError):
        return False


def _real(path: Path) -> str:
    try:
        return os.fspath(path.resolve())
    except (OSError, RuntimeError):  # symbolic links that lead in a circle
        return os.fspath(path.absolute())
