"""An answer, or the reason why there is none: undecided parts are said where their figures would stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from modelspec_lint.knowledge_base import Undecided

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Unknown:
    """Why a question has no answer; ``field`` points to the field that would have to be known, if one."""

    reason: str
    field: str = ""


def asked(question: Callable[[], T]) -> T | Unknown:
    """Ask, and turn :class:`Undecided` into its reason."""
    try:
        return question()
    except Undecided as undecided:
        return Unknown(undecided.reason, undecided.field)
