"""What the reader found wrong with a file, as findings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from modelspec_lint.linter import Finding, Place, SourceFile, finding


def problems_of(
    source: SourceFile, kind: Literal["unreadable", "syntax", "duplicate-key", "over-budget"]
) -> Iterator[Finding]:
    """Yield a finding for every problem of one kind."""
    for problem in source.problems:
        if problem.kind == kind:
            yield finding(
                Place(span=problem.span),
                problem.message,
                related=[(Place(span=span), message) for span, message in problem.related],
                help=problem.help,
            )
