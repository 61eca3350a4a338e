"""Suppressions: findings that the authors of a file accept, with a reason, an owner and a last day.

A run reads the suppressions of each file, asks them of each finding, and shows what is left of them to the
rules about suppressions. Most files have none: only what they cost there is imported here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from modelspec_lint.linter.suppressions.subject import Suppressions

if TYPE_CHECKING:
    from modelspec_lint.linter.document import SourceFile
    from modelspec_lint.linter.suppressions.file_suppressions import FileSuppressions

__all__ = ["Suppressions", "read_suppressions"]

_NAME = "modelspec"
_ANNOTATION = "modelspec-lint/ignore"


def read_suppressions(source: SourceFile) -> FileSuppressions | None:
    """Read the suppressions of a file; ``None`` where it has none.

    It has to be asked before the documents are released: the places of their annotations are looked up.
    """
    annotated = any(_is_annotated(document.data) for document in source.documents)
    if not annotated and not _may_speak(source.text.lower()):
        return None
    from modelspec_lint.linter.suppressions.reading import read_all

    found = read_all(source, annotated=annotated)
    return found if found.all else None


def _may_speak(text: str) -> bool:
    """Whether a comment of a text, in lower case, begins with our name: quick, and never wrongly false."""
    at = text.find(_NAME)
    while at >= 0:
        before = at - 1
        while before >= 0 and text[before] in " \t":
            before -= 1
        if before >= 0 and text[before] == "#":
            return True
        at = text.find(_NAME, at + len(_NAME))
    return False


def _is_annotated(data: Any) -> bool:
    metadata = data.get("metadata") if isinstance(data, dict) else None
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    return isinstance(annotations, dict) and _ANNOTATION in annotations
