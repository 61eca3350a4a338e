"""Following ``specRef``: from what is written to the specs that are meant."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from modelspec_lint.linter.document import printable
from modelspec_lint.linter.outline import Outline
from modelspec_lint.linter.reference import Reference, Status
from modelspec_lint.linter.references.repository import (
    Surroundings,
    TooMany,
    kind_of_file,
    root_above,
)
from modelspec_lint.linter.references.written import is_below, joined, kind_of

if TYPE_CHECKING:
    from modelspec_lint.linter.document import SourceFile

Answer = tuple[Status, tuple[Outline, ...], str]

_TOO_MANY = "the repository holds more files than are looked through"


class Resolver:
    """Follows the references of a run's specs, and of the specs that they lead to."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        self._outlines = outlines
        self._surroundings = Surroundings()
        self._by_name: dict[str, tuple[Outline, ...]] = {}
        self._by_path: dict[str, tuple[Outline, ...]] = {}
        for outline in outlines:
            name = outline.document.name
            if name is not None:
                self._by_name[name] = (*self._by_name.get(name, ()), outline)
            for path in _paths(outline.document.file):
                self._by_path[path] = (*self._by_path.get(path, ()), outline)

    def references(self) -> Iterator[Reference]:
        """Yield every reference of the run's specs, in path order, then those of the specs they lead to."""
        seen = {id(outline.document) for outline in self._outlines}
        waiting = list(self._outlines)
        while waiting:
            found = [reference for outline in waiting for reference in self._of(outline)]
            yield from found
            waiting = []
            for target in (target for reference in found for target in reference.targets):
                if id(target.document) not in seen:
                    seen.add(id(target.document))
                    waiting.append(target)

    def _of(self, outline: Outline) -> Iterator[Reference]:
        for position, dependency in enumerate(outline.dependencies):
            written = (dependency.spec_ref or "").strip()
            if written:
                is_path = kind_of(written) == "path"
                answer = self._follow(outline.document.file, written)
                yield Reference(outline, position, dependency, written, is_path, *answer)

    def _follow(self, file: SourceFile, written: str) -> Answer:
        kind = kind_of(written)
        if kind == "absolute":
            return "absolute", (), ""
        if named := self._by_name.get(written):
            return "found", named, ""
        if kind == "placeholder":
            return "open", (), "it is filled in when the file is deployed"
        if kind == "address":
            return "open", (), "an address outside of the repository is not followed"
        try:
            return self._named(file, written) if kind == "name" else self._at(file, written)
        except TooMany:
            return "open", (), _TOO_MANY

    def _named(self, file: SourceFile, name: str) -> Answer:
        """Look for a name that no spec of the run has: in a file beside, then in the repository."""
        root = None if file.absolute is None else root_above(_folder(file.absolute))
        named = self._surroundings.named(name, root) if root is not None else ()
        return ("found", named, "") if named else ("missing", (), self._near(name))

    def _near(self, name: str) -> str:
        from modelspec_lint.linter.nearest import nearest  # only a name that is not there pays for it

        near = [f"`{printable(each.name, 60)}`" for each in nearest(name, self._by_name)[:3]]
        return f"did you mean {' or '.join(near)}?" if near else ""

    def _at(self, file: SourceFile, written: str) -> Answer:
        if "\\" in written:
            return "missing", (), "paths are written with `/`"
        if file.absolute is None:
            return self._in_memory(file, written)
        folder = _folder(file.absolute)
        path = joined(f"{folder}/file", written)
        root = root_above(folder) or _working_folder(folder)
        if root is not None and not is_below(path, root):
            return "outside", (), ""
        if known := self._by_path.get(path) or self._by_path.get(_real(path)):
            return "found", known, ""
        if not is_below(_real(path), root or folder):  # as it is written, or by a symbolic link
            if root is not None:
                return "outside", (), ""
            return "open", (), "no repository is around it, and it leads out of the folder"
        answer = self._on_disk(path, joined(file.path, written))
        if answer[0] == "missing" and root is not None and kind_of_file(f"{root}/{written}") == "file":
            meant = posixpath.relpath(f"{root}/{written}", folder)
            return "missing", (), f"a path is relative to the file that it stands in: {meant}"
        return answer

    def _in_memory(self, file: SourceFile, written: str) -> Answer:
        """Follow a path from a text that lies in no folder: only the run itself can have it."""
        if file.path.startswith("<"):
            return "open", (), "standard input lies in no folder"
        path = joined(file.path, written)
        if not is_below(path, ""):
            return "outside", (), ""
        known = self._by_path.get(path, ())
        return ("found", known, "") if known else ("missing", (), "")

    def _on_disk(self, path: str, shown: str) -> Answer:
        kind = kind_of_file(path)
        if kind == "folder":
            return "missing", (), "it leads to a folder"
        if kind != "file":
            return "missing", (), ""
        outlines = self._surroundings.outlines(path, shown)
        if outlines is None:
            return "open", (), "the file that it leads to cannot be read"
        return ("found", outlines, "") if outlines else ("no-spec", (), "")


def _paths(file: SourceFile) -> Iterator[str]:
    """Yield the paths under which a file is known; of one on disk with its links resolved."""
    if file.absolute is None:
        yield posixpath.normpath(file.path)
        return
    path = f"{_folder(file.absolute)}/{file.absolute.name}"
    yield path
    if (real := _real(path)) != path:
        yield real


def _folder(absolute: Path) -> str:
    return _real(os.fspath(absolute.parent))


@lru_cache(maxsize=4096)
def _real(path: str) -> str:
    try:
        return os.path.realpath(path).replace(os.sep, "/")
    except (OSError, ValueError):
        return path


def _working_folder(folder: str) -> str | None:
    here = _real(os.fspath(Path.cwd()))
    return here if is_below(folder, here) else None
