"""The last line of a run, in words: what was looked at, what was found, what was left aside."""

from __future__ import annotations

from modelspec_lint.linter.verdicts import Summary


def summary_sentence(summary: Summary, *, hint: bool = True) -> str:
    """Say what a run counted; parts that are zero are left out, but specs, files and findings never are.

    ``hint`` adds how to learn more about what could not be decided.
    """
    checked = f"checked {counted(summary.specs, 'spec')} in {counted(summary.files, 'file')}"
    aside = [
        (summary.fixed, f"{summary.fixed:,} fixed"),
        (summary.rolled_back, f"{summary.rolled_back:,} rolled back"),
        (summary.suppressed, f"{summary.suppressed} suppressed"),
        (summary.baselined, f"{summary.baselined} baselined"),
        (summary.undecided, f"{summary.undecided} undecided" + (" (-v tells why)" if hint else "")),
        (summary.skipped, f"{summary.skipped} skipped"),
        (summary.crashed, f"{counted(summary.crashed, 'rule')} crashed"),
    ]
    parts = [f"{checked}: {findings(summary)}", *(words for count, words in aside if count)]
    return "; ".join(parts)


def findings(summary: Summary) -> str:
    """Say the findings by severity: ``12 findings (3 errors, 4 warnings, 5 notes)``."""
    if not summary.findings:
        return "no findings"
    kinds = [(summary.errors, "error"), (summary.warnings, "warning"), (summary.notes, "note")]
    by_severity = ", ".join(counted(count, word) for count, word in kinds if count)
    return f"{counted(summary.findings, 'finding')} ({by_severity})"


def counted(count: int, word: str) -> str:
    """Say a number of things: ``1 spec``, ``12,000 specs``."""
    return f"{count:,} {word}" + ("" if count == 1 else "s")
