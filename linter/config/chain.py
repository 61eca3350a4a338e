"""A configuration file and what it extends, read and held against the schema; and the paths in them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from modelspec_lint.linter.config.find import MODELSPEC, PYPROJECT, Candidate, leads_out
from modelspec_lint.linter.config.mistake import At, ConfigError, Mistake
from modelspec_lint.linter.config.read import ConfigFile, read_config
from modelspec_lint.linter.config.shape import check_shape
from modelspec_lint.linter.discover.shown import shown_path
from modelspec_lint.linter.record import record

LONGEST = 16
"""Files that may extend one another in a row."""


@record
class Part:
    """One file of a chain. ``table`` is what of it has the right shape.

    Globs in it are relative to ``globs_from``, other paths to its folder; nothing outside ``root`` is read
    for it.
    """

    file: ConfigFile
    table: Mapping[str, Any]
    root: Path
    globs_from: Path

    def inside(self, text: str, at: At) -> Path:
        """Return a path that the file names; raises :class:`ConfigError` where it leads out of the root."""
        path = self.file.path.parent / text
        if any(ord(sign) < ord(" ") or sign == "\x7f" for sign in text):
            raise _refused(at, f"{text!r} holds a character that no path has")
        if Path(text).is_absolute() or "\\" in text or text.startswith("~"):
            raise _refused(at, f"{text!r} is wanted relative to this file, with /")
        if leads_out(path, self.root):
            raise _refused(at, f"{text!r} leads out of the repository, and nothing is read there")
        return path


@record
class Chain:
    """What governs some files: the closest configuration file, and those that it extends, lowest first."""

    parts: tuple[Part, ...]

    @property
    def path(self) -> Path:
        """The closest file."""
        return self.parts[-1].file.path

    @property
    def shown(self) -> str:
        """The closest file's path, as messages show it."""
        return self.parts[-1].file.shown


class Reader:
    """Reads chains, each file once; ``mistakes`` gathers what is wrong in them."""

    def __init__(self) -> None:
        self.mistakes: list[Mistake] = []
        self._files: dict[Path, ConfigFile | None] = {}
        self._chains: dict[Path, Chain | None] = {}

    def at(self, candidate: Candidate) -> Chain | None:
        """Return what the files of a folder say; ``None`` where none of them is configuration of ours."""
        paths = [candidate.folder / name for name in candidate.names]
        said = [path for path in paths if self._says_something(path, candidate.root)]
        if len(said) == 2:
            pyproject = self._files[said[1]]
            at = pyproject.key() if pyproject else At(shown_path(str(said[1])))
            self._mistake(at, f"there is a {MODELSPEC} beside it: keep one of the two")
        return self.chain(said[0], candidate.root, said[0].parent) if said else None

    def named(self, path: Path, root: Path, globs_from: Path) -> Chain | None:
        """Return what a file says that somebody named: one that says nothing of us is a mistake."""
        first = path not in self._chains
        before = len(self.mistakes)
        chain = self.chain(path, root, globs_from)
        if first and chain is None and len(self.mistakes) == before:
            self._mistake(At(shown_path(str(path))), "there is no [tool.modelspec] in it")
        return chain

    def chain(self, path: Path, root: Path, globs_from: Path) -> Chain | None:
        """Return a file and what it extends; ``None`` where it cannot be read."""
        if path in self._chains:
            return self._chains[path]
        parts: list[Part] = []
        seen: list[Path] = []
        following: Path | None = path
        while following is not None:
            seen.append(following)
            file = self._file(following)
            if file is None:
                break
            table, mistakes = check_shape(file)
            self.mistakes += mistakes
            part = Part(file, table, root, globs_from if following == path else following.parent)
            parts.append(part)
            following = self._extended(part, seen)
        self._chains[path] = Chain(tuple(reversed(parts))) if parts else None
        return self._chains[path]

    def _extended(self, part: Part, seen: list[Path]) -> Path | None:
        """Return the file that a file extends, where it can be."""
        text = part.table.get("extend")
        if text is None:
            return None
        at = part.file.value("extend")
        try:
            path = part.inside(text, at).resolve()
        except ConfigError as error:
            self.mistakes += error.mistakes
            return None
        refusal = self._refusal(path, text, seen)
        if refusal is not None:
            self._mistake(at, refusal)
        return path if refusal is None else None

    def _refusal(self, path: Path, text: str, seen: list[Path]) -> str | None:
        """Say why a file cannot be extended by the last of those ``seen``."""
        if path in [each.resolve() for each in seen]:
            return f"{text!r} extends this file in turn, or is it: a loop has no beginning"
        if len(seen) >= LONGEST:
            return f"more than {LONGEST} files extend one another"
        if path.suffix != ".toml":
            return f"{text!r} is no configuration: a {MODELSPEC} is wanted"
        if not path.is_file():
            return f"there is no file {text!r}, seen from this file"
        if path.name == PYPROJECT and self._file(path) is None:
            return f"{text!r} has no [tool.modelspec]"
        return None

    def _says_something(self, path: Path, root: Path) -> bool:
        if leads_out(path, root):
            if path.name == MODELSPEC:  # a pyproject.toml is others' as well: that one is passed over
                self._mistake(
                    At(shown_path(str(path))), "is a link that leads out of the repository: not followed"
                )
            return False
        return self._file(path) is not None

    def _file(self, path: Path) -> ConfigFile | None:
        if path not in self._files:
            try:
                self._files[path] = read_config(path, shown_path(str(path)))
            except ConfigError as error:
                self.mistakes += error.mistakes
                self._files[path] = None
        return self._files[path]

    def _mistake(self, at: At, message: str) -> None:
        self.mistakes.append(Mistake(at, message))


def _refused(at: At, message: str) -> ConfigError:
    return ConfigError([Mistake(at, message)])
