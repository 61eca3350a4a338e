"""The files of a checkpoint: found, opened and parsed within bounds, and never outside their folder.

Whoever publishes a checkpoint writes its files, so nothing in them is trusted: only regular files are opened,
a link that leads out of the folder is not followed, and what is read has a limit.
"""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, BinaryIO

from modelspec_lint.knowledge_base.estimate import Undecided

_MOST_NAMES = 20_000
_MOST_BYTES = 8 * 2**20
_MOST_VALUES = 150_000
"""Values in one JSON file; the largest published configuration has a third of it, and each takes memory."""
_SHOWN = 80


class Files:
    """A folder of files, read-only. Names are relative to it; ``place`` is its place in the checkpoint."""

    def __init__(self, root: Path, place: str = "", within: tuple[str, ...] | None = None) -> None:
        self.root = Path(os.path.realpath(root))
        self.place = place
        self._within = within if within is not None else _reach(self.root)

    def names(self) -> list[str]:
        """List the regular files directly in the folder, sorted."""
        return sorted(self._entries(folders=False))

    def folders(self) -> list[str]:
        """List the folders directly in the folder, sorted."""
        return sorted(self._entries(folders=True))

    def folder(self, name: str) -> Files:
        """Enter a folder directly in this one."""
        return Files(self._inside(name), f"{self.place}{name}/", self._within)

    def holds(self, name: str) -> bool:
        """Whether there is a regular file of this name that may be read."""
        with suppress(Undecided, OSError, ValueError):
            return stat.S_ISREG(self._inside(name).stat().st_mode)
        return False

    def shown(self, name: str) -> str:
        """Write a file's name for people, relative to the whole checkpoint."""
        return f"{self.place}{shown(name)}"

    @contextmanager
    def opened(self, name: str) -> Iterator[tuple[BinaryIO, int]]:
        """Open a regular file; gives it with its size in bytes. ``Undecided`` where it cannot be read."""
        path = self._inside(name)
        # A pipe would wait for a writer, a device never ends: neither is opened for reading.
        flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
        try:
            descriptor = os.open(path, flags)
        except (OSError, ValueError) as error:
            raise Undecided(f"{self.shown(name)} cannot be opened: {_reason(error)}") from error
        with os.fdopen(descriptor, "rb", buffering=0) as file:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode):
                raise Undecided(f"{self.shown(name)} is not a file")
            try:
                yield file, status.st_size
            except OSError as error:
                raise Undecided(f"{self.shown(name)} cannot be read: {_reason(error)}") from error

    def json(self, name: str) -> dict[str, Any]:
        """Parse a JSON file that holds one object; keys that repeat are an error: readers differ on them."""
        with self.opened(name) as (file, size):
            if size > _MOST_BYTES:
                raise Undecided(f"{self.shown(name)} is larger than {_MOST_BYTES // 2**20} MiB")
            content = _read(file, size)
        return parsed(content, self.shown(name))

    def _entries(self, *, folders: bool) -> Iterator[str]:
        try:
            with os.scandir(self.root) as entries:
                for count, entry in enumerate(entries):
                    if count >= _MOST_NAMES:
                        raise Undecided(f"the folder holds more than {_MOST_NAMES:,} entries")
                    if (self._is_folder(entry.name)) if folders else self.holds(entry.name):
                        yield entry.name
        except OSError as error:
            raise Undecided(f"the folder cannot be read: {_reason(error)}") from error

    def _is_folder(self, name: str) -> bool:
        with suppress(Undecided, OSError, ValueError):
            return self._inside(name).is_dir()
        return False

    def _inside(self, name: str) -> Path:
        """Resolve a name, links included, and refuse what lies outside."""
        if not name or Path(name).name != name or name in {".", ".."} or "\0" in name:
            raise Undecided(f"{shown(name)} is not the name of a file in the checkpoint's folder")
        try:
            target = os.path.realpath(self.root / name)
        except (OSError, ValueError) as error:
            raise Undecided(f"{self.shown(name)} cannot be found: {_reason(error)}") from error
        if not any(target.startswith(root + os.sep) for root in self._within):
            raise Undecided(f"{self.shown(name)} is a link that leads out of the checkpoint's folder")
        return Path(target)


def parsed(content: bytes, name: str) -> dict[str, Any]:
    """Parse the bytes of a JSON object within bounds; ``name`` is the file's, for the reason."""
    values = content.count(b",") + content.count(b"[") + content.count(b"{")
    if values > _MOST_VALUES:
        raise Undecided(f"{name} holds more than {_MOST_VALUES:,} values")

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise Undecided(f"{name} states a key twice")
        return found

    try:
        value = json.loads(content, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise Undecided(f"{name} is not valid JSON") from error
    if not isinstance(value, dict):
        raise Undecided(f"{name} does not hold a JSON object")
    return value


def shown(name: object) -> str:
    """Write a name from a file for people: short, on one line, nothing that a terminal obeys."""
    text = str(name)
    text = "".join(each if each.isprintable() else "?" for each in text[: _SHOWN + 1])
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."


def _read(file: BinaryIO, size: int) -> bytes:
    """Read a whole file, but no more than it was said to hold."""
    parts: list[bytes] = []
    left = size
    while left > 0:
        part = file.read(left)
        if not part:
            break
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def _reach(root: Path) -> tuple[str, ...]:
    """Return where links may lead: the folder itself; of a snapshot in Hugging Face's cache also its blobs.

    The cache keeps files under ``models--NAME/blobs``, and links to them from
    ``models--NAME/snapshots/REVISION``.
    """
    repository = root.parent.parent
    if root.parent.name == "snapshots" and repository.name.startswith("models--"):
        return str(root), os.path.realpath(repository / "blobs")
    return (str(root),)


def _reason(error: Exception) -> str:
    return (error.strerror or "unreadable") if isinstance(error, OSError) else "unreadable"
