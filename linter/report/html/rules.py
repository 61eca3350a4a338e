"""The rules that found something: what each is about and why it matters, and how often it spoke."""

from __future__ import annotations

import re
from dataclasses import dataclass

from modelspec_lint.linter.report.html.words import Piece, sentence
from modelspec_lint.linter.report.statistics import RuleCount, statistics
from modelspec_lint.linter.verdicts import Result

_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule with its counts; ``why`` are the paragraphs that say why it matters."""

    count: RuleCount
    summary: tuple[Piece, ...]
    why: tuple[tuple[Piece, ...], ...]


def rules_of(result: Result) -> tuple[RuleShown, ...]:
    """Return the rules that found something, by code."""
    pages = {verdict.code: verdict.rule.page for verdict in result.verdicts}
    shown = []
    for count in sorted(statistics(result), key=lambda row: row.code):
        page = pages[count.code]
        paragraphs = re.split(r"\n\s*\n", page.sections.get("Why it matters", ""))
        why = tuple(sentence(" ".join(each.split()), _LONGEST) for each in paragraphs if each.strip())
        shown.append(RuleShown(count, sentence(page.summary, _LONGEST), why))
    return tuple(shown)
