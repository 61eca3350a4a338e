"""Globs that the shell left alone, such as ``'**/*.yaml'``."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Callable, Sequence
from typing import Literal

from modelspec_lint.linter.discover.walk import may_be_spec

Reached = Literal["exactly", "above"]

_MAGIC = re.compile(r"[*?\[]")


def is_glob(path: str) -> bool:
    """Whether a path has the signs of a pattern."""
    return _MAGIC.search(path) is not None


def split_glob(path: str) -> tuple[str, str]:
    """Return the folder that a pattern begins in, and the pattern relative to it."""
    parts = path.replace(os.sep, "/").split("/")
    first = next(index for index, part in enumerate(parts) if is_glob(part))
    folder = "/".join(parts[:first])
    return folder or ("/" if first else "."), "/".join(parts[first:])


def glob_filter(pattern: str) -> Callable[[str], bool]:
    """Return a function that tells which files of a walk a pattern wants.

    ``*``, ``?`` and ``[...]`` stay within a name, ``**`` spans folders. As in a shell, a pattern may name
    folders; they stand for the specs in them.
    """
    covers = coverage(pattern)

    def wanted(name: str) -> bool:
        reached = covers(name)
        return reached == "exactly" or (reached == "above" and may_be_spec(name))

    return wanted


def coverage(pattern: str) -> Callable[[str], Reached | None]:
    """Return a function that tells of a name whether a pattern means it, or a folder above it, or neither.

    No name makes it backtrack over folders, whatever the pattern.
    """
    named = [part for part in pattern.split("/") if part not in {"", "."}]
    parts = [part for part, above in zip(named, ["", *named], strict=False) if not part == above == "**"]
    steps = [None if part == "**" else re.compile(fnmatch.translate(part)) for part in parts]
    return lambda name: _follow(steps, name.split("/"))


def _follow(steps: Sequence[re.Pattern[str] | None], names: Sequence[str]) -> Reached | None:
    """Say whether steps (``None``: any number of folders) lead to a file, or to a folder above it."""
    above = False
    states = _closure({0}, steps)
    for name in names:
        above = above or len(steps) in states
        following = set()
        for state in states:
            if state < len(steps):
                step = steps[state]
                if step is None:
                    following.add(state)
                elif step.match(name):
                    following.add(state + 1)
        states = _closure(following, steps)
    if len(steps) in states:
        return "exactly"
    return "above" if above else None


def _closure(states: set[int], steps: Sequence[re.Pattern[str] | None]) -> set[int]:
    """Add the states that are reached without a name: ``**`` may span no folder at all."""
    closed = set(states)
    for state in sorted(states):
        while state < len(steps) and steps[state] is None:
            state += 1
            closed.add(state)
    return closed
