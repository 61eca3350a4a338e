"""How far a long run has come: one line on a terminal that is gone when the run ends."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from typing import TextIO, TypeVar

T = TypeVar("T")

_LONG = 200
"""Fewer files are done before anybody looks."""
_SECONDS = 0.2


class Progress:
    """Says on a terminal how many of ``total`` files are done; nothing where nobody looks."""

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self._total = total
        stream = stream or sys.stderr
        seen = stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"
        self._stream = stream if seen and total >= _LONG else None
        self._said = time.monotonic()

    def say(self, done: int) -> None:
        """Say how many files are done, unless that was said a moment ago."""
        if self._stream is not None and time.monotonic() - self._said >= _SECONDS:
            self._said = time.monotonic()
            self._stream.write(f"\r{done:,} of {self._total:,} files")
            self._stream.flush()

    def end(self) -> None:
        """Take the line away."""
        if self._stream is not None:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def counting(self, files: Iterable[T]) -> Iterator[T]:
        """Yield files, and say how many were taken."""
        for number, file in enumerate(files):
            self.say(number)
            yield file
