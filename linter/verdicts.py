"""Verdicts: findings judged and located, ready to be reported."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from typing import TYPE_CHECKING

from modelspec_lint.linter.finding import Evidence, Finding, Fix, Place
from modelspec_lint.linter.identity import Identity, identify
from modelspec_lint.linter.record import record
from modelspec_lint.linter.severity import Severity

if TYPE_CHECKING:
    from modelspec_lint.linter.accepted import Accepted
    from modelspec_lint.linter.document import Document, SourceFile, Span
    from modelspec_lint.linter.fleet import Fleet
    from modelspec_lint.linter.profile import Profile
    from modelspec_lint.linter.rule import Rule


BUILTIN = "builtin"


@record
class Pack:
    """Where rules come from: ``builtin`` is the one that comes with the program.

    ``knowledge`` are the overlay files that it brings. ``disabled`` are codes of rules, its own or others',
    that do not run unless they are asked for; ``severities`` replace those of rules, by code. ``location`` is
    the file that was loaded, where it is one.
    """

    name: str
    version: str
    origin: str
    rules: tuple[Rule, ...] = ()
    knowledge: tuple[str, ...] = ()
    profiles: tuple[Profile, ...] = ()
    disabled: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    location: str = ""

    @property
    def trusted(self) -> bool:
        """Whether its rules are the program's own, which come to an end."""
        return self.name == BUILTIN


@record
class RelatedPlace:
    """Another place that belongs to a verdict, found in its file."""

    message: str
    source: SourceFile
    span: Span
    pointer: str | None

    @property
    def file(self) -> str:
        """The path of the file, as it is shown."""
        return self.source.path


@record
class Verdict:
    """A finding with its rule, its severity in this run, and its place in the text."""

    rule: Rule
    pack: Pack
    severity: Severity
    message: str
    source: SourceFile
    span: Span
    document: Document | None
    pointer: str | None
    evidence: tuple[Evidence, ...]
    related: tuple[RelatedPlace, ...]
    help: tuple[str, ...]
    fixes: tuple[Fix, ...]
    identity: Identity
    unsuppressable: bool = False

    @property
    def code(self) -> str:
        """The rule's code."""
        return self.rule.code

    @property
    def name(self) -> str:
        """The rule's name."""
        return self.rule.name

    @property
    def file(self) -> str:
        """The path of the file, as it is shown."""
        return self.source.path

    @property
    def fingerprint(self) -> str:
        """What it is about in 32 hexadecimal digits; the same wherever its lines move."""
        return self.identity.fingerprint

    @property
    def order(self) -> tuple[str, int, int, str, str]:
        """What reports sort by: file, line, column, code, message."""
        return (self.source.path, self.span.line, self.span.column, self.rule.code, self.message)


@record
class Undecidable:
    """A rule that could not decide about a document, and why."""

    code: str
    file: str
    pointer: str
    reason: str

    @property
    def order(self) -> tuple[str, str, str, str]:
        """What reports sort by: file, code, pointer, reason."""
        return (self.file, self.code, self.pointer, self.reason)


@record
class Crash:
    """A rule that raised instead of judging: our mistake or a pack author's, never the user's.

    ``place`` is where in the rule's code it happened, ``document`` what it was looking at (``None``: the
    whole run). Where a ``hook`` raised instead, ``pack`` is whose hook that is, and ``rule`` the one of whose
    finding it was asked.
    """

    rule: Rule
    pack: Pack
    source: SourceFile
    document: Document | None
    place: str
    error: str
    hook: str | None = None


@record
class Summary:
    """Counts of a run."""

    files: int
    specs: int
    errors: int
    warnings: int
    notes: int
    undecided: int
    skipped: int
    crashed: int
    suppressed: int = 0
    baselined: int = 0
    fixed: int = 0
    rolled_back: int = 0

    @property
    def findings(self) -> int:
        """All findings, whatever their severity."""
        return self.errors + self.warnings + self.notes

    def at_or_above(self, severity: Severity) -> int:
        """Count the findings that are at least this severe."""
        counts = {Severity.ERROR: self.errors, Severity.WARNING: self.warnings, Severity.NOTE: self.notes}
        return sum(count for each, count in counts.items() if each >= severity)


@record
class Result:
    """All that a report may show of a run.

    ``rules`` are the selected ones, by code; ``knowledge`` is the version of the facts; ``accepted`` are the
    findings that are not reported because somebody accepted them; ``fleet`` are the specs, for reports that
    show more than what is wrong with them; ``problems`` are sentences about packs that could not be loaded.
    """

    verdicts: tuple[Verdict, ...]
    undecided: tuple[Undecidable, ...]
    crashes: tuple[Crash, ...]
    summary: Summary
    packs: tuple[Pack, ...]
    rules: tuple[Rule, ...]
    version: str
    knowledge: str
    accepted: tuple[Accepted, ...] = ()
    fleet: Fleet | None = None
    problems: tuple[str, ...] = ()


def judge(
    finding: Finding,
    rule: Rule,
    pack: Pack,
    severity: Severity,
    source: SourceFile,
    document: Document | None,
) -> Verdict:
    """Locate a finding of ``rule`` on ``document``, or without one on the file, and give it its severity."""
    place_document = finding.at.document or document
    place_source = place_document.file if place_document else source
    pointer = None if place_document is None or finding.at.span else finding.at.pointer
    return Verdict(
        rule=rule,
        pack=pack,
        severity=severity,
        message=finding.message,
        source=place_source,
        span=_span(finding.at, place_source, place_document),
        document=place_document,
        pointer=pointer,
        evidence=finding.evidence,
        related=tuple(
            _related(related.place, related.message, source, document) for related in finding.related
        ),
        help=finding.help,
        fixes=_with_line_ends(finding.fixes, place_source),
        identity=identify(rule.code, place_source.path, place_document, pointer, finding),
    )


def _span(place: Place, source: SourceFile, document: Document | None) -> Span:
    if place.span is not None:
        return place.span
    if document is None:
        return source.span(0, 0)
    return document.locate(place)


def _with_line_ends(fixes: tuple[Fix, ...], source: SourceFile) -> tuple[Fix, ...]:
    """Return fixes whose text has the line ends of the file."""
    if not any("\n" in edit.text for fix in fixes for edit in fix.edits):
        return fixes
    end = source.lines.ending
    return tuple(
        replace(
            fix,
            edits=tuple(
                replace(edit, text=edit.text.replace("\r\n", "\n").replace("\n", end)) for edit in fix.edits
            ),
        )
        for fix in fixes
    )


def _related(place: Place, message: str, source: SourceFile, document: Document | None) -> RelatedPlace:
    place_document = place.document or document
    place_source = place_document.file if place_document else source
    pointer = None if place_document is None or place.span else place.pointer
    return RelatedPlace(message, place_source, _span(place, place_source, place_document), pointer)


def count(
    verdicts: Iterable[Verdict],
    *,
    files: int,
    specs: int,
    undecided: int,
    skipped: int,
    crashed: int,
    suppressed: int = 0,
) -> Summary:
    """Count a run's verdicts by severity."""
    by_severity = dict.fromkeys(Severity, 0)
    for verdict in verdicts:
        by_severity[verdict.severity] += 1
    return Summary(
        files=files,
        specs=specs,
        errors=by_severity[Severity.ERROR],
        warnings=by_severity[Severity.WARNING],
        notes=by_severity[Severity.NOTE],
        undecided=undecided,
        skipped=skipped,
        crashed=crashed,
        suppressed=suppressed,
    )
