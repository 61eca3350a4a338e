"""Results: verdicts as SARIF has them, with GitHub's fingerprint and our own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from modelspec_lint.linter.accepted import Accepted
from modelspec_lint.linter.finding import Fix
from modelspec_lint.linter.report.fingerprint import line_fingerprints
from modelspec_lint.linter.report.interface import ReportOptions
from modelspec_lint.linter.report.json_report import evidence_json
from modelspec_lint.linter.report.sarif import objects
from modelspec_lint.linter.report.sarif.components import RuleIndex
from modelspec_lint.linter.report.sarif.locations import artifact_location, make_region, physical_location
from modelspec_lint.linter.report.sarif.words import message_text, related_text
from modelspec_lint.linter.report.wellformed import well_formed
from modelspec_lint.linter.verdicts import RelatedPlace, Verdict

if TYPE_CHECKING:
    from modelspec_lint.linter.document import SourceFile

Entry = tuple[Verdict, Accepted | None]
"""A finding, and how it was accepted where it was."""

MOST_LOCATIONS = 100


class Results:
    """Makes results; the lines of a file are hashed once, when its first result is made."""

    def __init__(self, rules: dict[str, RuleIndex], options: ReportOptions) -> None:
        self._rules = rules
        self._options = options
        self._fingerprints: dict[str, list[str]] = {}

    def make(self, verdict: Verdict, accepted: Accepted | None = None) -> Any:
        """Return the result of one verdict, and where accepted ones are shown, that it is one of them."""
        related = [place for place in verdict.related if place.source.text][:MOST_LOCATIONS]
        rule = self._rules[verdict.code]
        own = {"rule": rule.reference()} if rule.component is not None else {}
        builtin = {"rule_id": rule.id, "rule_index": rule.index} if rule.component is None else {}
        return objects.Result(
            **own,
            **builtin,
            level=min(verdict.severity, self._options.sarif_max_level).label,
            message=objects.Message(text=message_text(verdict, related)),
            locations=[self._location(verdict)],
            related_locations=self._related(related) or None,
            partial_fingerprints={
                "modelspecFinding/v1": verdict.fingerprint,
                "primaryLocationLineHash": self._fingerprint(verdict),
            },
            fixes=[self._fix(fix, verdict.source) for fix in verdict.fixes] or None,
            suppressions=_suppressions(accepted) if self._options.sarif_suppressed else None,
            properties=_properties(verdict),
        )

    def _location(self, verdict: Verdict) -> Any:
        logical = None
        if verdict.pointer:
            name = well_formed(verdict.pointer)
            logical = [objects.LogicalLocation(fully_qualified_name=name, kind="member")]
        return objects.Location(
            physical_location=physical_location(verdict.source, verdict.span, self._options.root),
            logical_locations=logical,
        )

    def _related(self, related: Sequence[RelatedPlace]) -> list[Any]:
        return [
            objects.Location(
                id=number,
                message=objects.Message(text=related_text(place)),
                physical_location=physical_location(place.source, place.span, self._options.root),
            )
            for number, place in enumerate(related, start=1)
        ]

    def _fingerprint(self, verdict: Verdict) -> str:
        if verdict.file not in self._fingerprints:
            self._fingerprints[verdict.file] = line_fingerprints(verdict.source.shown_data)
        lines = self._fingerprints[verdict.file]
        # GitHub reads every file as UTF-8: one in UTF-16 may have fewer lines for it
        return lines[min(verdict.span.line, len(lines)) - 1]

    def _fix(self, fix: Fix, source: SourceFile) -> Any:
        replacements = [
            objects.Replacement(
                deleted_region=make_region(
                    edit.span.line, edit.span.column, edit.span.end_line, edit.span.end_column
                ),
                inserted_content=objects.ArtifactContent(text=well_formed(edit.text)),
            )
            for edit in fix.edits
        ]
        change = objects.ArtifactChange(
            artifact_location=artifact_location(source, self._options.root), replacements=replacements
        )
        return objects.Fix(
            description=objects.Message(text=well_formed(fix.title)), artifact_changes=[change]
        )


def _suppressions(accepted: Accepted | None) -> list[dict[str, Any]]:
    """Return how a finding was accepted, or that it was not; sarif-om has ``state`` from before 2.1.0."""
    if accepted is None:
        return []
    written: dict[str, Any] = {
        "kind": "inSource" if accepted.how == "suppressed" else "external",
        "status": "accepted",
    }
    if accepted.reason:
        written["justification"] = well_formed(accepted.reason)
    more = {"owner": accepted.owner, "until": accepted.until}
    if properties := {name: well_formed(text) for name, text in more.items() if text}:
        written["properties"] = properties
    return [written]


def _properties(verdict: Verdict) -> dict[str, Any] | None:
    properties: dict[str, Any] = {}
    if verdict.evidence:
        properties["evidence"] = [evidence_json(piece) for piece in verdict.evidence]
    return properties or None
