"""Whether a fix did what it is for: its finding is gone, and none as severe came."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import Verdict

if TYPE_CHECKING:
    from modelspec_lint.linter.document import SourceFile

_NUMBERS = re.compile(r"\d+")

Sign = tuple[str, str, int, str]
"""What a finding is known by before and after a fix: code, file, document and place; not its value."""


def signs(verdicts: Iterable[Verdict]) -> Counter[Sign]:
    """Count findings by what they are known by."""
    return Counter(sign(verdict) for verdict in verdicts)


def sign(verdict: Verdict) -> Sign:
    """Return what a finding is known by: where it has no pointer its words, for lines may have moved."""
    place = verdict.pointer
    if place is None:
        place = _NUMBERS.sub("", verdict.message)
    index = -1 if verdict.document is None else verdict.document.index
    return (verdict.code, verdict.file, index, place)


def proves(before: Counter[Sign], after: Counter[Sign], removed: Iterable[Sign]) -> bool:
    """Whether ``after`` has none of the findings that were to be removed, and no more of any other."""
    return after <= before - Counter(removed)


def that_count(after: Iterable[Verdict], removed: Iterable[Verdict]) -> Iterator[Verdict]:
    """Yield the findings that speak against fixes: none that is less severe than all that they remove.

    A misspelt limit that is spelt right may be worth a note; that is no reason to leave it misspelt.
    """
    least = min((each.severity for each in removed), default=Severity.NOTE)
    return (each for each in after if each.severity >= least)


def same_documents(before: SourceFile, after: SourceFile) -> bool:
    """Whether a changed file still holds the documents that it held: no fix may hide one from the rules."""
    return [each.index for each in before.documents] == [each.index for each in after.documents]
