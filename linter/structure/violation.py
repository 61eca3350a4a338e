"""A way in which a document departs from the schema."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from modelspec_lint.linter.finding import Fix

Kind = Literal[
    "unknown-field", "missing-field", "wrong-type", "yaml-surprise", "value-not-allowed", "value-out-of-range"
]


@dataclass(frozen=True, slots=True)
class Violation:
    """One cause, in words for people.

    ``pointer`` is the entry that is wrong; for a missing field its own pointer, the parent of which exists.
    An entry of ``help`` may hold several lines: the first says what to do, the others are text to insert.
    """

    kind: Kind
    pointer: str
    message: str
    help: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()
