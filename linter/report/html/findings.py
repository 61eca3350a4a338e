"""The findings as a page shows them, and what they can be filtered by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from modelspec_lint.linter.accepted import Accepted
from modelspec_lint.linter.overview.overview import Overview
from modelspec_lint.linter.report.display import shown
from modelspec_lint.linter.report.evidence import EvidenceRow, evidence_rows
from modelspec_lint.linter.report.html.excerpt import Excerpt, excerpts_of
from modelspec_lint.linter.report.html.words import Piece, sentence, source
from modelspec_lint.linter.verdicts import Result, Verdict

NOBODY = "no owner declared"
_MESSAGE, _NAME = 1000, 200


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a finding's sum, its source in pieces."""

    figures: EvidenceRow
    source: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class WayOut:
    """A help or a fix: a sentence, what of it is text to insert, and how a fix is made."""

    sentence: tuple[Piece, ...]
    verbatim: str = ""
    option: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One finding. ``rule``, ``file`` and ``owner`` are places in the lists that it is filtered by."""

    number: int
    severity: str
    rank: int
    code: str
    name: str
    message: tuple[Piece, ...]
    place: str
    line: int
    spec: str
    rule: int
    file: int
    owner: int
    excerpts: tuple[Excerpt, ...]
    evidence: tuple[Row, ...]
    ways_out: tuple[WayOut, ...]
    accepted: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All findings, the worst first; rules, files and owners in the order in which they sort.

    The numbers are places in these lists, of files by their paths and of rules by their codes.
    """

    all: tuple[Shown, ...]
    rules: tuple[str, ...]
    files: tuple[str, ...]
    owners: tuple[str, ...]
    has_accepted: bool
    file_numbers: Mapping[str, int]
    rule_numbers: Mapping[str, int]


def findings_of(result: Result, overviews: Iterable[Overview], *, accepted: bool) -> Findings:
    """Make what is shown of a result's findings; with ``accepted`` also of those that somebody accepted."""
    specs = {id(each.document): each for each in overviews}
    found: list[tuple[Verdict, Accepted | None]] = [(each, None) for each in result.verdicts]
    if accepted:
        found += [(each.verdict, each) for each in result.accepted]
    found.sort(key=lambda each: (each[1] is not None, -each[0].severity, each[0].order))
    making = _Making(
        specs,
        _numbered(_rule(verdict) for verdict, _ in found),
        _numbered(verdict.file for verdict, _ in found),
        _numbered((_owner(verdict, specs) for verdict, _ in found), last=NOBODY),
    )
    return Findings(
        tuple(making.shown(number, *each) for number, each in enumerate(found, 1)),
        tuple(making.rules),
        tuple(shown(each, limit=_NAME) for each in making.files),
        tuple(shown(each, limit=_NAME) for each in making.owners),
        any(terms is not None for _, terms in found),
        making.files,
        {verdict.code: making.rules[_rule(verdict)] for verdict, _ in found},
    )


def _numbered(names: Iterable[str], last: str = "") -> dict[str, int]:
    in_order = sorted(set(names), key=lambda name: (name == last, name))
    return {name: number for number, name in enumerate(in_order)}


@dataclass(frozen=True, slots=True)
class _Making:
    """The specs by their documents' identity, and the places of names in their lists."""

    specs: dict[int, Overview]
    rules: dict[str, int]
    files: dict[str, int]
    owners: dict[str, int]

    def shown(self, number: int, verdict: Verdict, accepted: Accepted | None) -> Shown:
        spec = self.specs.get(id(verdict.document))
        return Shown(
            number=number,
            severity=verdict.severity.label,
            rank=int(verdict.severity),
            code=verdict.code,
            name=verdict.name,
            message=sentence(verdict.message, _MESSAGE),
            place=shown(f"{verdict.file}:{verdict.span.line}:{verdict.span.column}"),
            line=verdict.span.line,
            spec=shown(spec.name, limit=_NAME) if spec else "",
            rule=self.rules[_rule(verdict)],
            file=self.files[verdict.file],
            owner=self.owners[_owner(verdict, self.specs)],
            excerpts=excerpts_of(verdict),
            evidence=tuple(Row(row, source(row.source)) for row in evidence_rows(verdict.evidence)),
            ways_out=ways_out_of(verdict),
            accepted=_terms(accepted) if accepted else "",
        )


def _rule(verdict: Verdict) -> str:
    return f"{verdict.code} {verdict.name}"


def _owner(verdict: Verdict, specs: dict[int, Overview]) -> str:
    spec = specs.get(id(verdict.document))
    return spec.owner if spec and spec.owner else NOBODY


def _terms(accepted: Accepted) -> str:
    owner, until = accepted.owner and f"owner {accepted.owner}", accepted.until and f"until {accepted.until}"
    said = ", ".join(each for each in (accepted.reason, owner, until) if each)
    return shown(f"{accepted.how}: {said}" if said else accepted.how, limit=_MESSAGE)


def ways_out_of(verdict: Verdict) -> tuple[WayOut, ...]:
    """Return each help and each fix of a finding."""
    helps = [text.partition("\n") for text in verdict.help]
    ways = [
        WayOut(sentence(first, _MESSAGE), "\n".join(map(shown, more.split("\n"))) if more else "")
        for first, _, more in helps
    ]
    ways += [
        WayOut(sentence(fix.title, _MESSAGE), option="--fix" if fix.safe else "--fix --unsafe-fixes")
        for fix in verdict.fixes
    ]
    return tuple(ways)
