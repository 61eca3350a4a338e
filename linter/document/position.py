"""Places in a text: what every report prints and every editor jumps to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text. Lines and columns are 1-based and count characters; the end is exclusive.

    ``start`` and ``end`` are 0-based character offsets into the decoded text of the file, byte-order mark
    not counted. Lines end at LF, CR LF or CR, nowhere else.
    """

    line: int
    column: int
    end_line: int
    end_column: int
    start: int
    end: int
