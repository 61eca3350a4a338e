from __future__ import annotations

from collections.abc import Callable

import pytest

from modelspec_lint.linter.document import Document, read_source
from modelspec_lint.linter.finding import Fix, Place
from modelspec_lint.linter.structure import Violation, violations

Found = tuple[int, int, str, str]


class Reading:
    """A text read as one document, and what is said of it."""

    def __init__(self, text: str, path: str = "case.modelspec.yaml") -> None:
        source = read_source(path, text.encode("utf-8", "surrogatepass"))
        assert source.problems == ()
        (self.document,) = source.documents
        self.text = text
        self.path = path
        self.violations = violations(self.document)

    @property
    def found(self) -> list[Found]:
        """Line, column, kind and message of every violation."""
        return [(*place_of(self.document, each), each.kind, each.message) for each in self.violations]

    @property
    def only(self) -> Violation:
        """The one violation that there is."""
        (violation,) = self.violations
        return violation

    def fixed(self, fix: Fix) -> Reading:
        """The text with a fix applied, read again."""
        text = self.text
        for edit in sorted(fix.edits, key=lambda each: each.span.start, reverse=True):
            text = text[: edit.span.start] + edit.text + text[edit.span.end :]
        return Reading(text, self.path)


def place_of(document: Document, violation: Violation) -> tuple[int, int]:
    span = document.locate(Place(violation.pointer, "key"))
    return span.line, span.column


@pytest.fixture
def read() -> Callable[..., Reading]:
    """Reads a text into a document and its violations."""
    return Reading
