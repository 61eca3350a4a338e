"""The ledger for people and for programs. Whatever a suppression says is shown, and drives no terminal."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from modelspec_lint.linter.report.display import shown
from modelspec_lint.linter.report.interface import ReportOptions
from modelspec_lint.linter.report.style import Style
from modelspec_lint.linter.report.summary import counted
from modelspec_lint.linter.report.wellformed import well_formed
from modelspec_lint.linter.secrets import masked
from modelspec_lint.linter.suppressions.ledger import STATES, Waiver

VERSION = "1"

_LONGEST = 300
_MOST_RULES = 10


def ledger_text(waivers: Sequence[Waiver], options: ReportOptions) -> str:
    """Render the ledger for a terminal or a log: each waiver with what belongs to it, then the counts."""
    style = Style.of(options)
    lines = [line for waiver in waivers for line in _lines(waiver, style)]
    return "\n".join([*lines, *([""] if lines else []), _summary(waivers)]) + "\n"


def ledger_json(waivers: Sequence[Waiver], day: str) -> str:
    """Render the ledger as JSON of version "1", described by ``schema/waivers.v1.json``; ``day`` is today."""
    report = {
        "version": VERSION,
        "day": day,
        "waivers": [_entry(waiver) for waiver in waivers],
        "summary": {"waivers": len(waivers), **_counts(waivers)},
    }
    return json.dumps(report, indent=2) + "\n"


def _lines(waiver: Waiver, style: Style) -> Iterator[str]:
    suppression = waiver.suppression
    span = suppression.span
    place = f"{_words(suppression.source.path, style)}:{span.line}:{span.column}:"
    rules = [*waiver.rules[:_MOST_RULES]]
    if len(waiver.rules) > _MOST_RULES:
        rules.append(f"{len(waiver.rules) - _MOST_RULES:,} more")
    state = f"{waiver.state}[{_words(', '.join(rules), style)}]" if rules else waiver.state
    reason = _words(suppression.reason, style) if suppression.reason else "no reason given"
    role = "help" if waiver.state == "active" else "warning"
    yield f"{style.paint(place, 'strong')} {style.paint(state, role)} {reason}"
    yield f"  {', '.join(_particulars(waiver, style))}"
    for problem in waiver.problems:
        yield f"  {_words(problem, style)}"


def _particulars(waiver: Waiver, style: Style) -> Iterator[str]:
    suppression = waiver.suppression
    yield f"covers the {suppression.form}"
    yield f"owner {_words(suppression.owner, style)}" if suppression.owner else "no owner"
    yield f"until {suppression.until.isoformat()}" if suppression.until else "without end"
    if waiver.state == "active":
        yield f"accepts {counted(waiver.findings, 'finding')}"
    if waiver.idle and waiver.state == "active":
        yield f"needs no {', '.join(waiver.idle)}"


def _summary(waivers: Sequence[Waiver]) -> str:
    if not waivers:
        return "no waivers"
    files = len({each.suppression.source.path for each in waivers})
    states = [f"{count:,} {state}" for state, count in _counts(waivers).items() if count]
    return f"{counted(len(waivers), 'waiver')} in {counted(files, 'file')}: {', '.join(states)}"


def _counts(waivers: Sequence[Waiver]) -> dict[str, int]:
    counts: dict[str, int] = dict.fromkeys(STATES, 0)
    for waiver in waivers:
        counts[waiver.state] += 1
    return counts


def _entry(waiver: Waiver) -> dict[str, Any]:
    suppression = waiver.suppression
    span = suppression.span
    return {
        "file": well_formed(suppression.source.path),
        "line": span.line,
        "column": span.column,
        "covers": suppression.form,
        "covered_line": suppression.line,
        "rules": [well_formed(word) for word in waiver.rules],
        "reason": _masked(suppression.reason),
        "owner": _masked(suppression.owner),
        "until": suppression.until.isoformat() if suppression.until else None,
        "state": waiver.state,
        "findings": waiver.findings,
        "unused": list(waiver.idle),
        "problems": [well_formed(each) for each in waiver.problems],
    }


def _words(text: str, style: Style) -> str:
    return shown(masked(text), unicode=style.unicode, limit=_LONGEST)


def _masked(text: str | None) -> str | None:
    return None if text is None else well_formed(masked(text))
