"""GitLab's Code Quality report: findings in a merge request's widget and beside its changed lines.

One JSON array; its fields are those of https://docs.gitlab.com/ci/testing/code_quality/. GitLab keeps one of
several entries with the same fingerprint, so no two have the same.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from modelspec_lint.linter.report.display import shown
from modelspec_lint.linter.report.interface import Rendered, ReportOptions
from modelspec_lint.linter.report.paths import path_in_repository
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import Result, Verdict

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.NOTE: "info"}
_LONGEST = 2000
_NO_PLACE = "a Code Quality report has no place for accepted findings: they are left out of it"


def render(result: Result, options: ReportOptions) -> Rendered:
    """Render an entry per finding; what somebody accepted has no place here, which is said aloud."""
    seen: Counter[str] = Counter()
    entries = []
    for verdict in result.verdicts:
        seen[verdict.fingerprint] += 1
        entries.append(_entry(verdict, seen[verdict.fingerprint], options))
    warnings = (_NO_PLACE,) if options.show_suppressed and result.accepted else ()
    return Rendered(json.dumps(entries, indent=2) + "\n", warnings)


def _entry(verdict: Verdict, occurrence: int, options: ReportOptions) -> dict[str, Any]:
    said = " ".join((f"{verdict.code}: {verdict.message}", *(f"Help: {each}." for each in _help(verdict))))
    path = path_in_repository(verdict.source, options.root) or verdict.file
    return {
        "description": shown(said, limit=_LONGEST),
        "check_name": f"{verdict.code} {verdict.name}",
        "fingerprint": verdict.fingerprint if occurrence == 1 else f"{verdict.fingerprint}-{occurrence}",
        "severity": _SEVERITIES[verdict.severity],
        "location": {
            "path": shown(path),
            "lines": {"begin": verdict.span.line, "end": verdict.span.end_line},
        },
    }


def _help(verdict: Verdict) -> list[str]:
    """Return the ways out that fit on a line; text to insert into the file does not."""
    return [text.rstrip(".") for text in verdict.help if "\n" not in text]
