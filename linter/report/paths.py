"""How a forge names a file: relative to the root of the repository."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modelspec_lint.linter.document import SourceFile


def path_in_repository(source: SourceFile, root: Path) -> str | None:
    """Return the path of ``source`` below ``root`` with ``/``; ``None`` when it lies outside.

    A text that is no file (standard input) is where its name says, below the working folder.
    """
    named = source.absolute if source.absolute is not None else Path.cwd() / source.path
    try:
        return Path(os.path.normpath(named)).relative_to(os.path.normpath(root.absolute())).as_posix()
    except ValueError:
        return None
