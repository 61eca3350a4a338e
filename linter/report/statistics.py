"""How many findings each rule has, by severity: the rules with most first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from modelspec_lint.linter.report.style import Style
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import Result

WORST_FIRST = (Severity.ERROR, Severity.WARNING, Severity.NOTE)
_GAP = "  "


@dataclass(frozen=True, slots=True)
class RuleCount:
    """The findings of one rule: errors, warnings, notes."""

    code: str
    name: str
    counts: tuple[int, int, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)


def statistics(result: Result) -> tuple[RuleCount, ...]:
    """Count the findings of every rule that has any; accepted ones do not count."""
    names: dict[str, str] = {}
    found: dict[str, dict[Severity, int]] = defaultdict(lambda: dict.fromkeys(WORST_FIRST, 0))
    for verdict in result.verdicts:
        names[verdict.code] = verdict.name
        found[verdict.code][verdict.severity] += 1
    rows = [
        RuleCount(code, names[code], (counts[WORST_FIRST[0]], counts[WORST_FIRST[1]], counts[WORST_FIRST[2]]))
        for code, counts in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.total, row.code)))


def statistics_lines(rows: Sequence[RuleCount], style: Style) -> list[str]:
    """Set the counts as a table: a line for each rule, and one for all of them together."""
    if not rows:
        return ["no findings to count"]
    errors, warnings, notes = (sum(row.counts[column] for row in rows) for column in range(3))
    total = RuleCount("all", "", (errors, warnings, notes))
    heads = ("findings", *(f"{severity.label}s" for severity in WORST_FIRST), "rule")
    widths = [max(len(head), len(f"{count:,}")) for head, count in zip(heads, _figures(total), strict=False)]
    code = max(len(row.code) for row in rows)
    head = _GAP.join((*(name.rjust(width) for name, width in zip(heads, widths, strict=False)), heads[-1]))
    return [style.paint(head, "strong"), *(_line(row, widths, code, style) for row in (*rows, total))]


def _figures(row: RuleCount) -> tuple[int, ...]:
    return row.total, *row.counts


def _line(row: RuleCount, widths: Sequence[int], code: int, style: Style) -> str:
    """Set the counts of a rule, without zeros, each severity in its colour."""
    total, *counts = (
        f"{count:,}".rjust(width) if count else " " * width
        for count, width in zip(_figures(row), widths, strict=True)
    )
    painted = (
        style.paint(cell, each) if cell.strip() else cell
        for cell, each in zip(counts, WORST_FIRST, strict=True)
    )
    return _GAP.join((total, *painted, f"{row.code:<{code}} {row.name}".rstrip()))
