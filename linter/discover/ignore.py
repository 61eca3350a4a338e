"""``.gitignore`` files, as git reads them: of those above a path, the nearest that decides."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILES = (".gitignore", ".modelspecignore")
"""In one folder the later one has the last word."""

_LARGEST = 64 * 1024
_LINES = 2_000
_LONGEST = 500
_STARS = re.compile(r"\*[^/*]+\*[^/*]+\*[^/*]+\*")
"""A pattern with as many stars in one name takes a matcher that backtracks hours; nobody needs one."""


class Ignore:
    """The ignore files that apply in a folder.

    ``base`` is the walked folder's path below the topmost of them (``""`` or ``"a/b/"``); names are relative
    to the walked folder, and those of folders end with ``/``.
    """

    def __init__(self, top: str, base: str, specs: tuple[tuple[str, GitIgnoreSpec], ...]) -> None:
        self._top = top
        self._base = base
        self._specs = specs

    @classmethod
    def above(cls, root: str) -> Ignore:
        """Return what the repository around ``root`` says; a root that it ignores was named all the same."""
        folder = Path(root)
        repository = next((each for each in (folder, *folder.parents) if _is_repository(each)), folder)
        if repository == folder:
            return cls(root, "", ())
        base = folder.relative_to(repository).as_posix() + "/"
        ignore = cls(str(repository), "", ())
        for depth, part in enumerate(parts := base.rstrip("/").split("/")):
            ignore = ignore.within(str(repository.joinpath(*parts[:depth])))
            if part == ".git" or ignore.ignores("/".join(parts[: depth + 1]) + "/"):
                return cls(root, "", ())
        return cls(str(repository), base, ignore._specs)

    def within(self, folder: str) -> Ignore:
        """Add the ignore files of a folder, where it has any."""
        relative = Path(folder).relative_to(self._top).as_posix()
        prefix = "" if relative == "." else relative + "/"
        read = (_read(Path(folder, name)) for name in IGNORE_FILES)
        specs = tuple((prefix, spec) for spec in read if spec is not None)
        return Ignore(self._top, self._base, (*self._specs, *specs)) if specs else self

    def ignores(self, name: str) -> bool:
        """Whether a file or folder is ignored."""
        path = self._base + name
        for prefix, spec in reversed(self._specs):
            decision = spec.check_file(path[len(prefix) :]).include
            if decision is not None:
                return decision
        return False


def _is_repository(folder: Path) -> bool:
    try:
        return (folder / ".git").exists()
    except OSError:  # a folder that may not be looked into
        return False


def _read(path: Path) -> GitIgnoreSpec | None:
    try:
        if path.is_symlink() or not path.is_file():  # as git, which follows no such link
            return None
        with path.open("rb") as stream:
            text = stream.read(_LARGEST).decode("utf-8", "replace")
    except OSError:
        return None
    lines = [line for line in text.splitlines()[:_LINES] if len(line) <= _LONGEST and not _STARS.search(line)]
    from pathspec import GitIgnoreSpec  # imported only where there is one to read

    try:
        return GitIgnoreSpec.from_lines(lines)
    except (ValueError, re.error):
        return GitIgnoreSpec.from_lines([line for line in lines if _is_pattern(line)])


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False  # git passes over such a line
    return True
