"""Files that a pack brings along: within the repository, whatever its text says."""

from __future__ import annotations

import os
from pathlib import Path


class Outside(ValueError):
    """A path leads where no pack may point; the message says why."""


def root_of(pack: Path) -> Path:
    """Return the folder that a pack may not leave: its repository, else its own folder."""
    folder = pack.resolve().parent
    for each in (folder, *folder.parents):
        if (each / ".git").exists():
            return each
    return folder


def beside(pack: Path, name: str, root: Path) -> Path:
    """Return the file that a name in a pack means, symbolic links followed; raises :class:`Outside`."""
    if "\\" in name or "\0" in name or Path(name).is_absolute() or name.startswith("~"):
        raise Outside("a path relative to the pack is wanted, with / between its parts")
    try:
        path = (pack.parent / name).resolve()
    except (OSError, RuntimeError, ValueError):
        raise Outside("the path leads nowhere") from None
    if not path.is_relative_to(root):
        raise Outside("the path leads out of the repository; packs bring along what lies in it")
    if not path.is_file():
        raise Outside("there is no such file")
    return path


def shown_beside(shown: str, name: str) -> str:
    """Return how a file beside a pack is shown."""
    return os.path.normpath(os.path.join(os.path.dirname(shown), name)).replace(os.sep, "/")  # noqa: PTH118, PTH120 (text, not a file)
