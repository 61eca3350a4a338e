"""``-j``: over how many processes a run is shared out."""

from __future__ import annotations

import os
import sys

LEAST_FILES = 100
"""With fewer files for each process than this, starting it takes longer than it saves."""


def jobs_for(files: int, asked: int | None) -> int:
    """Return how many processes so many files are worth; 1 is this one alone.

    As many as were ``asked`` for, where that is said; otherwise one for each processor, and only on Linux,
    where a process is copied cheaply and safely. 0 asks for one for each processor.
    """
    if not hasattr(os, "fork"):
        return 1
    if asked is not None:
        return max(1, min(asked or _processors(), files))
    if sys.platform != "linux" or files < 2 * LEAST_FILES:
        return 1
    return max(1, min(_processors(), files // LEAST_FILES))


def _processors() -> int:
    """Return how many processors this process may use, which in a container are fewer than there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
