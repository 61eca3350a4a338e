"""Findings by spec, and the colours of severities in plots."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from modelspec_lint.linter.fit.plot.shapes import Plot, Rectangle, Shape
from modelspec_lint.linter.report.statistics import WORST_FIRST
from modelspec_lint.linter.report.summary import counted
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import Result

Counts = tuple[int, int, int]
"""Errors, warnings, notes."""

HEIGHT = 12.0


def counts_by_document(result: Result) -> dict[int, Counts]:
    """Count the findings of each document, by its identity."""
    found: dict[int, dict[Severity, int]] = defaultdict(lambda: dict.fromkeys(WORST_FIRST, 0))
    for verdict in result.verdicts:
        found[id(verdict.document)][verdict.severity] += 1
    return {
        document: (counts[Severity.ERROR], counts[Severity.WARNING], counts[Severity.NOTE])
        for document, counts in found.items()
    }


def counts_bar(name: str, counts: Counts, most: int) -> Plot:
    """Draw counts as a bar of which ``most`` would fill the whole width."""
    said = ", ".join(_said(counts))
    return Plot(
        name, "Findings by severity", said, 100.0, HEIGHT, tuple(_shapes(counts, most)), stretches=True
    )


def _said(counts: Sequence[int]) -> Iterator[str]:
    for severity, count in zip(WORST_FIRST, counts, strict=True):
        if count:
            yield counted(count, severity.label)


def _shapes(counts: Sequence[int], most: int) -> Iterator[Shape]:
    reached = 0.0
    for severity, count in zip(WORST_FIRST, counts, strict=True):
        if count:
            width = 100.0 * count / most
            title = counted(count, severity.label)
            yield Rectangle(reached, 0.0, width, HEIGHT, severity.label, title, "%")
            reached += width
