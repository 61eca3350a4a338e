"""What a ``specRef`` is by how it is written: a name, a path, or neither."""

from __future__ import annotations

import posixpath
import re
from typing import Literal

Written = Literal["name", "path", "absolute", "address", "placeholder"]

_SUFFIXES = (".yaml", ".yml", ".json")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
_PLACEHOLDER = re.compile(r"\{\{|\$\{|\$\(|<[a-z_-]+>|%\{")


def kind_of(reference: str) -> Written:
    """Tell a name from a path: a path has a separator, or the suffix of a YAML or JSON file."""
    if _PLACEHOLDER.search(reference):
        return "placeholder"
    if reference.startswith(("/", "~/", "file:", "\\")) or _DRIVE.match(reference):
        return "absolute"
    if _SCHEME.match(reference):
        return "address"
    if "/" in reference or "\\" in reference or reference.lower().endswith(_SUFFIXES):
        return "path"
    return "name"


def joined(path: str, reference: str) -> str:
    """Return where a reference in the file ``path`` leads, with ``..`` resolved by the letter."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), reference))


def is_below(path: str, root: str) -> bool:
    """Whether a normalised path lies in the folder ``root`` (``""``: where relative paths begin)."""
    if not root:
        return not posixpath.isabs(path) and path != ".." and not path.startswith("../")
    return path == root or path.startswith(root.rstrip("/") + "/")
