"""How paths are shown, and what is said of one that does not exist."""

from __future__ import annotations

import os
from pathlib import Path

from modelspec_lint.linter.document import printable


def shown_path(path: str) -> str:
    """Return a path as reports show it: relative to the working folder where it is below it, with ``/``."""
    absolute = Path(path).absolute()
    if ".." in absolute.parts:
        absolute = absolute.resolve()
    here = Path.cwd()
    return (absolute.relative_to(here) if absolute.is_relative_to(here) else Path(path)).as_posix()


def shown_folder(path: str) -> str:
    """Return what the shown paths of a folder's files begin with."""
    shown = shown_path(path)
    return "" if shown == "." else shown.rstrip("/") + "/"


def no_such_path(path: str) -> str:
    """Say that a path does not exist, and what it may have been meant to be."""
    message = f"{printable(path)}: no such file or folder"
    meant = _nearest(Path(path))
    return f"{message}; did you mean {printable(meant)}?" if meant else message


def _nearest(path: Path) -> str | None:
    """Return the path with its first name that does not exist replaced by the nearest one that does."""
    from modelspec_lint.linter.nearest import nearest  # only a path that does not exist pays for it

    existing = Path(path.anchor) if path.anchor else Path()
    names = path.parts[len(existing.parts) :]
    for position, name in enumerate(names):
        try:
            if (existing / name).exists():
                existing /= name
                continue
            near = nearest(name, sorted(os.listdir(existing)))  # noqa: PTH208 (names only)
            if not near:
                return None
            meant = existing / near[0].name
            whole = meant.joinpath(*names[position + 1 :])
            return (whole if whole.exists() else meant).as_posix()
        except (OSError, ValueError):
            return None
    return None
