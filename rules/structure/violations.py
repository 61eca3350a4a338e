"""How a document departs from the schema, as findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from modelspec_lint.linter import Document, Finding, Place, finding


def violations_of(
    document: Document,
    kind: Literal[
        "unknown-field",
        "missing-field",
        "wrong-type",
        "yaml-surprise",
        "value-not-allowed",
        "value-out-of-range",
    ],
) -> Iterator[Finding]:
    """Yield a finding for every violation of one kind, at the key of the entry."""
    for violation in document.violations:
        if violation.kind == kind:
            yield finding(
                Place(violation.pointer, part="key"),
                violation.message,
                help=violation.help,
                fixes=violation.fixes,
            )
