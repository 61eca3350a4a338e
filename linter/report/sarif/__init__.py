"""SARIF 2.1.0 as GitHub code scanning takes it; built through sarif-om (``objects``)."""

from __future__ import annotations

import json
from typing import Any

from modelspec_lint.linter.report.display import shown
from modelspec_lint.linter.report.interface import Rendered, ReportOptions
from modelspec_lint.linter.report.sarif import objects
from modelspec_lint.linter.report.sarif.components import RuleIndex, make_tool
from modelspec_lint.linter.report.sarif.locations import ROOT, physical_location
from modelspec_lint.linter.report.sarif.results import Results
from modelspec_lint.linter.verdicts import Crash, Result, Verdict

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST_RESULTS = 5000
"""GitHub shows no more of a run than this."""


def render(result: Result, options: ReportOptions) -> Rendered:
    """Render one run; what exceeds :data:`MOST_RESULTS` is left out, the least severe first, and said."""
    tool, rules = make_tool(result)
    kept = _most_severe(result.verdicts)
    results = Results(rules, options)
    run = objects.Run(
        tool=tool,
        automation_details=_automation(options.sarif_category),
        invocations=[_invocation(result, rules, options)],
        column_kind="unicodeCodePoints",
        original_uri_base_ids={
            ROOT: objects.ArtifactLocation(description=objects.Message(text="The root of the repository."))
        },
        results=[results.make(verdict) for verdict in kept],
    )
    log = objects.SarifLog(version="2.1.0", schema_uri=SCHEMA, runs=[run])
    text = json.dumps(objects.plain(log), indent=2, allow_nan=False) + "\n"
    return Rendered(text, _left_out(len(result.verdicts) - len(kept)))


def _most_severe(verdicts: tuple[Verdict, ...]) -> list[Verdict]:
    """Return at most :data:`MOST_RESULTS` verdicts, in the order of their places."""
    if len(verdicts) > MOST_RESULTS:
        by_severity = sorted(verdicts, key=lambda verdict: (-verdict.severity, verdict.order))
        verdicts = tuple(by_severity[:MOST_RESULTS])
    return sorted(verdicts, key=lambda verdict: verdict.order)


def _left_out(count: int) -> tuple[str, ...]:
    if not count:
        return ()
    return (
        f"SARIF holds the {MOST_RESULTS:,} most severe findings; {count:,} more were left out, "
        "because GitHub shows no more",
    )


def _automation(category: str | None) -> Any:
    return None if category is None else objects.RunAutomationDetails(id=f"{category.rstrip('/')}/")


def _invocation(result: Result, rules: dict[str, RuleIndex], options: ReportOptions) -> Any:
    notifications = [_crash(crash, rules[crash.rule.code], options) for crash in result.crashes]
    if undecided := len(result.undecided):
        questions = "1 question was" if undecided == 1 else f"{undecided:,} questions were"
        text = f"{questions} not decided, because a fact is missing: modelspec lint -v says which."
        notifications.append(objects.Notification(message=objects.Message(text=text), level="note"))
    return objects.Invocation(
        execution_successful=not result.crashes, tool_execution_notifications=notifications or None
    )


def _crash(crash: Crash, rule: RuleIndex, options: ReportOptions) -> Any:
    span = crash.source.span(0, 0)
    text = f"The rule {rule.id} crashed at {crash.place}: {crash.error}"
    return objects.Notification(
        level="error",
        message=objects.Message(text=shown(text)),
        associated_rule=rule.reference(),
        locations=[objects.Location(physical_location=physical_location(crash.source, span, options.root))],
    )
