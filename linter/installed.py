"""Installed distributions and the packs that they offer, without the cost of asking for all their metadata.

``importlib.metadata`` answers the same, and imports the mail parser to do it: ten milliseconds of every run.
What it would find in ordinary folders is found here by looking at them; wherever the path holds anything
else (an archive, an egg, a finder of another kind), it is asked itself.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from importlib.machinery import PathFinder
from pathlib import Path
from typing import NamedTuple

_FOLDERS = (".dist-info", ".egg-info")
_ENTRY_POINTS = "entry_points.txt"


class EntryPoint(NamedTuple):
    """One entry point: its name, what it names (``package.module:object`` or a module), and whose it is."""

    name: str
    value: str
    distribution: str
    version: str

    def load(self) -> object:
        """Import what it names."""
        from importlib import import_module

        module, _, attributes = self.value.partition(":")
        found: object = import_module(module.strip())
        for attribute in filter(None, attributes.strip().split(".")):
            found = getattr(found, attribute)
        return found


def entry_points(group: str) -> list[EntryPoint]:
    """Return the entry points of a group, of every distribution on the path; the first of a name counts."""
    if not _is_ordinary():
        return _asked(group)
    found: list[EntryPoint] = []
    seen: set[str] = set()
    for folder in _metadata_folders():
        text = _read(folder / _ENTRY_POINTS)
        if group not in text:
            continue
        distribution, version = _identity(folder)
        if distribution in seen:
            continue
        seen.add(distribution)
        found += (EntryPoint(name, value, distribution, version) for name, value in _section(text, group))
    return found


def _asked(group: str) -> list[EntryPoint]:
    from importlib import metadata

    return [
        EntryPoint(
            each.name, each.value, each.dist.name if each.dist else "", each.dist.version if each.dist else ""
        )
        for each in metadata.entry_points(group=group)
    ]


def _is_ordinary() -> bool:
    """Whether all that is installed lies in folders on the path."""
    for finder in sys.meta_path:
        if finder is not PathFinder and hasattr(finder, "find_distributions"):
            return False
    return not any(Path(each).is_file() for each in sys.path)


def _metadata_folders() -> tuple[Path, ...]:
    return tuple(folder for each in dict.fromkeys(sys.path) for folder in _in_folder(each or os.curdir))


def _in_folder(path: str) -> Iterator[Path]:
    try:
        with os.scandir(path) as entries:
            names = sorted(each.name for each in entries if each.name.endswith(_FOLDERS))
    except OSError:
        return
    for name in names:
        yield Path(path, name)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return ""


def _identity(folder: Path) -> tuple[str, str]:
    """Return a distribution's name and version, from the head of its metadata."""
    text = _read(folder / "METADATA") or _read(folder / "PKG-INFO")
    fields = dict(line.split(": ", 1) for line in text.partition("\n\n")[0].splitlines() if ": " in line[:40])
    return fields.get("Name", folder.stem), fields.get("Version", "unknown")


def _section(text: str, group: str) -> Iterator[tuple[str, str]]:
    """Yield the entries of one section of an ``entry_points.txt``."""
    inside = False
    for line in map(str.strip, text.splitlines()):
        if line.startswith("["):
            inside = line.strip("[]").strip() == group
        elif inside and "=" in line and not line.startswith(("#", ";")):
            name, _, value = line.partition("=")
            yield name.strip(), value.partition("[")[0].strip()
