"""Why a fix was taken back, in a clause."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from modelspec_lint.linter.fixes.proof import Sign, sign, signs

if TYPE_CHECKING:
    from modelspec_lint.linter.verdicts import Verdict

IMPOSSIBLE = "its edits do not fit the text"
NO_LETTERS = "the encoding of the file has not all of its letters"
DOCUMENT_LOST = "the file would no longer hold the same documents"


def why_not(before: Counter[Sign], after: Iterable[Verdict], removed: Sign) -> str:
    """Say what speaks against a fix: a finding that would come, or its own that would stay.

    ``before`` are the findings without it, ``after`` those with it; ``removed`` is the one that it is for.
    """
    verdicts = sorted(after, key=lambda each: (-each.severity, each.order))
    counts = signs(verdicts)
    for verdict in verdicts:
        known = sign(verdict)
        if known != removed and counts[known] > before[known]:
            place = f"{verdict.file}:{verdict.span.line}:{verdict.span.column}"
            return f"it would bring {verdict.code} {verdict.name} at {place}"
    return "its finding would still be there"
