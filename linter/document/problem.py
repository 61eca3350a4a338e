"""What is wrong with a file before anybody asks what it declares."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from modelspec_lint.linter.document.position import Span

ProblemKind = Literal["unreadable", "syntax", "duplicate-key", "over-budget"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One trouble with the reading of a file, in finished sentences.

    ``related`` are further places and what they have to do with it, ``help`` the ways out.
    """

    kind: ProblemKind
    message: str
    span: Span
    related: tuple[tuple[Span, str], ...] = ()
    help: tuple[str, ...] = ()


def too_deep(depth: int) -> str:
    """Say that the budget of levels is spent."""
    return f"Maps and lists are nested more than {depth} levels deep here"


class Unparsable(Exception):
    """Reading cannot go on after ``problem``; what was read before it stands.

    ``spoils_last`` says that the last document that seemed complete is the one with the problem.
    """

    def __init__(self, problem: Problem, *, spoils_last: bool = False) -> None:
        super().__init__(problem.message)
        self.problem = problem
        self.spoils_last = spoils_last
