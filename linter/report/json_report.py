"""The report for programs: JSON of version "1", described by ``schema/report.v1.json``.

Within a version fields are added, never renamed or removed. All text is ASCII with escapes: the bytes
are the same for any terminal, and nothing in them can drive one.
"""

from __future__ import annotations

import json
import math
from typing import Any

from modelspec_lint.knowledge_base import Stated
from modelspec_lint.linter.accepted import Accepted
from modelspec_lint.linter.document.position import Span
from modelspec_lint.linter.finding import Evidence, Fix
from modelspec_lint.linter.report.interface import Rendered, ReportOptions
from modelspec_lint.linter.report.wellformed import well_formed
from modelspec_lint.linter.verdicts import RelatedPlace, Result, Summary, Undecidable, Verdict

VERSION = "1"


def render(result: Result, options: ReportOptions) -> Rendered:
    """Render the whole result, on demand with the findings that somebody accepted."""
    report = {
        "version": VERSION,
        "tool": {
            "name": "modelspec-lint",
            "version": result.version,
            "knowledge": result.knowledge,
            "packs": [{"name": pack.name, "version": pack.version} for pack in result.packs],
        },
        "findings": [_finding(verdict) for verdict in result.verdicts],
        "undecided": [_undecided(each) for each in result.undecided],
        "summary": _summary(result.summary),
    }
    if options.show_suppressed:
        report["accepted"] = [
            _accepted(each) for each in sorted(result.accepted, key=lambda accepted: accepted.verdict.order)
        ]
    return Rendered(json.dumps(report, indent=2, allow_nan=False) + "\n")


def evidence_json(piece: Evidence) -> dict[str, Any]:
    """Return a piece of evidence with its terms; a bound that is not finite is ``null``."""
    entry: dict[str, Any] = {"term": well_formed(piece.name)}
    if isinstance(piece, Stated):
        entry["value"] = well_formed(piece.value) if isinstance(piece.value, str) else _finite(piece.value)
    elif piece.exact:
        entry["value"] = _finite(piece.expected)
    else:
        entry["low"] = _finite(piece.low)
        entry["expected"] = _finite(piece.expected)
        entry["high"] = _finite(piece.high)
    entry["unit"] = piece.unit
    entry["source"] = well_formed(piece.source)
    if not isinstance(piece, Stated) and piece.terms:
        entry["terms"] = [evidence_json(term) for term in piece.terms]
    return entry


def _finding(verdict: Verdict) -> dict[str, Any]:
    return {
        "code": verdict.code,
        "name": verdict.name,
        "severity": verdict.severity.label,
        "message": well_formed(verdict.message),
        "file": well_formed(verdict.file),
        **_place(verdict.span),
        "pointer": _text_or_null(verdict.pointer),
        "pack": verdict.pack.name,
        "evidence": [evidence_json(piece) for piece in verdict.evidence],
        "related": [_related(place) for place in verdict.related],
        "help": [well_formed(text) for text in verdict.help],
        "fixes": [_fix(fix) for fix in verdict.fixes],
        "fingerprint": verdict.fingerprint,
    }


def _accepted(accepted: Accepted) -> dict[str, Any]:
    return {
        "how": accepted.how,
        "reason": _text_or_null(accepted.reason),
        "owner": _text_or_null(accepted.owner),
        "until": accepted.until,
        "finding": _finding(accepted.verdict),
    }


def _place(span: Span) -> dict[str, int]:
    return {
        "line": span.line,
        "column": span.column,
        "end_line": span.end_line,
        "end_column": span.end_column,
    }


def _related(place: RelatedPlace) -> dict[str, Any]:
    return {
        "message": well_formed(place.message),
        "file": well_formed(place.file),
        **_place(place.span),
        "pointer": _text_or_null(place.pointer),
    }


def _fix(fix: Fix) -> dict[str, Any]:
    return {
        "title": well_formed(fix.title),
        "safe": fix.safe,
        "edits": [{**_place(edit.span), "text": well_formed(edit.text)} for edit in fix.edits],
    }


def _undecided(each: Undecidable) -> dict[str, str]:
    return {
        "code": each.code,
        "file": well_formed(each.file),
        "pointer": well_formed(each.pointer),
        "reason": well_formed(each.reason),
    }


def _summary(summary: Summary) -> dict[str, int]:
    return {
        "specs": summary.specs,
        "files": summary.files,
        "findings": summary.findings,
        "errors": summary.errors,
        "warnings": summary.warnings,
        "notes": summary.notes,
        "suppressed": summary.suppressed,
        "baselined": summary.baselined,
        "fixed": summary.fixed,
        "rolled_back": summary.rolled_back,
        "undecided": summary.undecided,
        "skipped": summary.skipped,
        "crashed": summary.crashed,
    }


def _text_or_null(text: str | None) -> str | None:
    return None if text is None else well_formed(text)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
