"""A summary in Markdown for a pull request's comment or GitHub's ``GITHUB_STEP_SUMMARY``, the worst first.

It always fits: a comment on GitHub holds 65,536 characters, and what has no room is counted in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from modelspec_lint.linter.accepted import Accepted
from modelspec_lint.linter.report.interface import Rendered, ReportOptions
from modelspec_lint.linter.report.markdown.escape import escaped, sentence, sentence_lines
from modelspec_lint.linter.report.statistics import statistics
from modelspec_lint.linter.report.summary import counted, summary_sentence
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import Result, Undecidable, Verdict

T = TypeVar("T")

MOST_BYTES = 65_000
"""Bytes of UTF-8, of which there are never fewer than characters, with some room for whoever posts it."""

_RESERVED = 1_000  # for the sentences that come after the tables
_MESSAGE, _HELP, _PLACE = 600, 300, 200
_HELPS = 3
_MANY, _RULES = 10, 40
_SIGNS = {Severity.ERROR: "🔴", Severity.WARNING: "🟡", Severity.NOTE: "🔵"}


def render(result: Result, options: ReportOptions) -> Rendered:
    """Render the counts, a table of findings, and for many findings how many each rule has."""
    page = _Page(MOST_BYTES - _RESERVED)
    page.add("### modelspec lint", "", f"{summary_sentence(result.summary, hint=False)}.")
    if len(result.verdicts) > _MANY:
        page.add(*_by_rule(result))
    worst_first = sorted(result.verdicts, key=lambda each: (-each.severity, each.order))
    left_out = page.table(_FINDINGS, worst_first, _finding)
    if options.show_suppressed and result.accepted:
        accepted = sorted(result.accepted, key=lambda each: each.verdict.order)
        left_out += page.folded("Accepted", _ACCEPTED, accepted, _accepted)
    if options.verbose and result.undecided:
        page.folded("Undecided", _UNDECIDED, result.undecided, _undecided)
    warnings = []
    if left_out:
        sentence = f"{counted(left_out, 'finding')} more had no room in {MOST_BYTES:,} bytes"
        warnings.append(f"{sentence}: --output html=FILE or text=FILE writes all")
        page.add("", f"**{sentence}.** `--output html=report.html` writes all.")
    page.add(
        "", f"<sub>modelspec-lint {escaped(result.version)}, knowledge base {escaped(result.knowledge)}</sub>"
    )
    return Rendered(page.text, tuple(warnings))


_FINDINGS = ("Severity", "Finding", "Place")
_ACCEPTED = ("How", "Finding", "Place")
_UNDECIDED = ("Rule", "Why", "Place")


@dataclass(slots=True)
class _Page:
    """Lines, as long as there is room for them; ``room`` is in bytes."""

    room: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(f"{line}\n" for line in self.lines)

    def add(self, *lines: str) -> None:
        """Add lines whatever room there is."""
        self.lines.extend(lines)
        self.room -= _size(lines)

    def table(self, heads: Sequence[str], items: Sequence[T], row: Callable[[T], Sequence[str]]) -> int:
        """Add a table with as many rows as there is room for; return how many are left out."""
        if not items:
            return 0
        head = ["", _row(heads), _row(["---"] * len(heads))]
        room = self.room - _size(head)
        rows: list[str] = []
        for each in items:
            line = _row(row(each))
            room -= _size([line])
            if room < 0:
                break
            rows.append(line)
        if rows:
            self.add(*head, *rows)
        return len(items) - len(rows)

    def folded(
        self, title: str, heads: Sequence[str], items: Sequence[T], row: Callable[[T], Sequence[str]]
    ) -> int:
        """Add a table that opens on demand."""
        self.add("", f"<details><summary>{title} ({len(items):,})</summary>")
        left_out = self.table(heads, items, row)
        self.add("", "</details>")
        return left_out


def _size(lines: Iterable[str]) -> int:
    return sum(len(line.encode()) + 1 for line in lines)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _finding(verdict: Verdict) -> tuple[str, str, str]:
    severity = f"{_SIGNS[verdict.severity]}&nbsp;{verdict.severity.label}"
    helps = [f"<em>help:</em> {sentence_lines(text, limit=_HELP)}" for text in verdict.help[:_HELPS]]
    return severity, "<br>".join((_said(verdict), *helps)), _place(verdict.file, str(verdict.span.line))


def _accepted(accepted: Accepted) -> tuple[str, str, str]:
    verdict = accepted.verdict
    terms = [
        accepted.reason,
        accepted.owner and f"owner {accepted.owner}",
        accepted.until and f"until {accepted.until}",
    ]
    said = ", ".join(escaped(each, limit=_HELP) for each in terms if each)
    how = f"{accepted.how}: {said}" if said else accepted.how
    return how, _said(verdict), _place(verdict.file, str(verdict.span.line))


def _undecided(each: Undecidable) -> tuple[str, str, str]:
    return escaped(each.code), sentence(each.reason, limit=_MESSAGE), _place(each.file, each.pointer)


def _said(verdict: Verdict) -> str:
    head = f"**{escaped(verdict.code)}** {escaped(verdict.name)}"
    return f"{head}<br>{sentence(verdict.message, limit=_MESSAGE)}"


def _place(file: str, where: str) -> str:
    place = f"{file}:{where}" if where else file
    return f"<code>{escaped(place, limit=_PLACE)}</code>"


def _by_rule(result: Result) -> Iterator[str]:
    """Yield how many findings each rule has, the rules with most first."""
    rows = statistics(result)
    yield from ("", f"<details><summary>By rule ({len(rows):,})</summary>", "")
    yield from (_row(("Rule", "Errors", "Warnings", "Notes")), _row(("---", "---:", "---:", "---:")))
    for each in rows[:_RULES]:
        yield _row((f"{escaped(each.code)} {escaped(each.name)}", *(f"{count:,}" for count in each.counts)))
    if len(rows) > _RULES:
        others = [sum(counts) for counts in zip(*(each.counts for each in rows[_RULES:]), strict=True)]
        yield _row((f"{len(rows) - _RULES:,} others", *(f"{count:,}" for count in others)))
    yield from ("", "</details>")
