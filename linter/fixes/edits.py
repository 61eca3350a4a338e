"""Edits on the text of a file: applied together, with every other byte as it was."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from modelspec_lint.linter.finding import Edit, Fix

if TYPE_CHECKING:
    from modelspec_lint.linter.document import SourceFile

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


def applied(text: str, fixes: Iterable[Fix]) -> str:
    """Return the text with the edits of all fixes made; no two of them may touch."""
    edits = sorted((edit for fix in fixes for edit in fix.edits), key=_start)
    parts, done = [], 0
    for edit in edits:
        assert edit.span.start >= done, "edits that are made together do not overlap"
        parts += [text[done : edit.span.start], edit.text]
        done = edit.span.end
    return "".join([*parts, text[done:]])


def is_possible(fix: Fix, text: str) -> bool:
    """Whether the edits of a fix lie in the text, change something and do not touch one another."""
    edits = sorted(fix.edits, key=_start)
    return (
        all(0 <= edit.span.start <= edit.span.end <= len(text) for edit in edits)
        and any(text[edit.span.start : edit.span.end] != edit.text for edit in edits)
        and not any(_touch(one, other) for one, other in pairwise(edits))
    )


def overlap(fix: Fix, others: Sequence[Fix]) -> bool:
    """Whether an edit of a fix touches one of other fixes: their order would make a difference."""
    return any(_touch(edit, each) for other in others for each in other.edits for edit in fix.edits)


def encoded(source: SourceFile, text: str) -> bytes:
    """Return the bytes of a changed text in the encoding of its file, behind the same byte-order mark.

    Raise ``UnicodeEncodeError`` for half a surrogate pair, which no file can hold.
    """
    for mark, encoding in _MARKS:
        if source.data.startswith(mark):
            return mark + text.encode(encoding)
    return text.encode("utf-8")


def _touch(one: Edit, other: Edit) -> bool:
    if one.span.start == one.span.end or other.span.start == other.span.end:
        return one.span.start <= other.span.end and other.span.start <= one.span.end
    return one.span.start < other.span.end and other.span.start < one.span.end


def _start(edit: Edit) -> tuple[int, int]:
    return (edit.span.start, edit.span.end)
