"""SARIF 2.1.0 as GitHub code scanning takes it; built through sarif-om (``objects``)."""

from __future__ import annotations

import json
import zlib
from collections.abc import Sequence
from typing import Any

from modelspec_lint.linter.report.display import shown
from modelspec_lint.linter.report.interface import Rendered, ReportOptions
from modelspec_lint.linter.report.sarif import objects
from modelspec_lint.linter.report.sarif.components import RuleIndex, make_tool
from modelspec_lint.linter.report.sarif.locations import ROOT, physical_location
from modelspec_lint.linter.report.sarif.results import Entry, Results
from modelspec_lint.linter.verdicts import Crash, Result

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS = 5000
"""GitHub shows no more of a run than this."""
MOST_BYTES = 10_000_000
"""GitHub takes no larger file, compressed by gzip."""


def render(result: Result, options: ReportOptions) -> Rendered:
    """Render one run; what GitHub would not take is left out, the least severe first, and said.

    That is what exceeds :data:`MOST_RESULTS` or, with long texts, :data:`MOST_BYTES`.
    """
    entries: list[Entry] = [(verdict, None) for verdict in result.verdicts]
    if options.sarif_suppressed:
        entries += [(accepted.verdict, accepted) for accepted in result.accepted]
    kept = _most_severe(entries, MOST_RESULTS)
    text = _render(result, options, kept)
    while kept and _is_too_large(text):
        kept = _most_severe(kept, len(kept) // 2)
        text = _render(result, options, kept)
    return Rendered(text, _left_out(len(kept), len(entries)))


def _render(result: Result, options: ReportOptions, entries: Sequence[Entry]) -> str:
    tool, rules = make_tool(result, (verdict for verdict, _ in entries))
    results = Results(rules, options)
    run = objects.Run(
        tool=tool,
        automation_details=_automation(options.sarif_category),
        invocations=[_invocation(result, rules, options)],
        column_kind="unicodeCodePoints",
        original_uri_base_ids={
            ROOT: objects.ArtifactLocation(description=objects.Message(text="The root of the repository."))
        },
        results=[results.make(verdict, accepted) for verdict, accepted in entries],
    )
    log = objects.SarifLog(version="2.1.0", schema_uri=SCHEMA, runs=[run])
    return json.dumps(objects.plain(log), indent=2, allow_nan=False) + "\n"


def _most_severe(entries: Sequence[Entry], most: int) -> list[Entry]:
    """Return at most ``most`` entries, in the order of their places; active ones before accepted ones."""
    if len(entries) > most:
        entries = sorted(entries, key=lambda each: (each[1] is not None, -each[0].severity, each[0].order))[
            :most
        ]
    return sorted(entries, key=lambda each: each[0].order)


def _is_too_large(text: str) -> bool:
    return len(text) > MOST_BYTES and len(zlib.compress(text.encode("ascii"), 6)) > MOST_BYTES


def _left_out(kept: int, found: int) -> tuple[str, ...]:
    if kept == found:
        return ()
    return (
        f"SARIF holds the {kept:,} most severe findings; {found - kept:,} more were left out, "
        "because GitHub takes no more",
    )


def _automation(category: str | None) -> Any:
    return None if category is None else objects.RunAutomationDetails(id=f"{category.rstrip('/')}/")


def _invocation(result: Result, rules: dict[str, RuleIndex], options: ReportOptions) -> Any:
    notifications = [_crash(crash, rules[crash.rule.code], options) for crash in result.crashes]
    if undecided := len(result.undecided):
        questions = "1 question was" if undecided == 1 else f"{undecided:,} questions were"
        text = f"{questions} not decided, because a fact is missing: modelspec lint -v says which."
        notifications.append(objects.Notification(message=objects.Message(text=text), level="note"))
    unloaded = [
        objects.Notification(message=objects.Message(text=shown(problem)), level="error")
        for problem in result.problems
    ]
    return objects.Invocation(
        execution_successful=not (result.crashes or unloaded),
        tool_execution_notifications=notifications or None,
        tool_configuration_notifications=unloaded or None,
    )


def _crash(crash: Crash, rule: RuleIndex, options: ReportOptions) -> Any:
    span = crash.source.span(0, 0)
    who = f"rule {rule.id}" if crash.hook is None else f"hook {crash.hook} of pack {crash.pack.name}"
    text = f"The {who} crashed at {crash.place}: {crash.error}"
    return objects.Notification(
        level="error",
        message=objects.Message(text=shown(text)),
        associated_rule=rule.reference(),
        locations=[objects.Location(physical_location=physical_location(crash.source, span, options.root))],
    )
