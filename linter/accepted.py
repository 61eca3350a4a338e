"""Findings that somebody accepted: they are counted and not reported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from modelspec_lint.linter.verdicts import Verdict

How = Literal["suppressed", "baselined"]


@dataclass(frozen=True, slots=True)
class Accepted:
    """A finding and how it was accepted: by a comment or an annotation, or by a baseline.

    ``until`` is the day, as an ISO date, after which it is reported again.
    """

    verdict: Verdict
    how: How
    reason: str | None = None
    owner: str | None = None
    until: str | None = None
