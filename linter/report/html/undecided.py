"""What could not be decided: the rules that asked the same question of the same place together."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from modelspec_lint.linter.report.display import shown
from modelspec_lint.linter.report.html.words import Piece, sentence
from modelspec_lint.linter.verdicts import Result

_LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Question:
    """A question without an answer, and the codes of the rules that asked it."""

    codes: str
    place: str
    reason: tuple[Piece, ...]


def questions_of(result: Result) -> tuple[Question, ...]:
    """Return the questions in the order of their files."""
    asked: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for each in result.undecided:
        asked[each.file, each.pointer, each.reason].append(each.code)
    return tuple(
        Question(
            ", ".join(sorted(set(codes))),
            shown(f"{file} {pointer}".rstrip(), limit=_LONGEST),
            sentence(reason, _LONGEST),
        )
        for (file, pointer, reason), codes in asked.items()
    )
