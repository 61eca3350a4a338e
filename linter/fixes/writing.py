"""Writing fixed files: only where they are, only what was read, and never through a link."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from modelspec_lint.linter.atomic import NotWritten, replace_file

if TYPE_CHECKING:
    from modelspec_lint.linter.fixes.fixing import FileFixes


def write_fixed(fixes: FileFixes, tree: Path) -> None:
    """Write a fixed file in place; raise :class:`NotWritten` where it has to be left alone.

    ``tree`` is the folder outside of which nothing is written. The file is replaced at once, keeps its mode,
    and must still hold the bytes that were read.
    """
    path = fixes.before.absolute
    assert path is not None, "standard input is printed, not written"
    real, root = os.path.realpath(path), os.path.realpath(tree)
    if os.path.commonpath([real, root]) != root:
        raise NotWritten(f"lies outside of {root} and is left alone; run modelspec where it belongs")
    replace_file(path, fixes.after.data, fixes.before.data)
