"""What a rule says about a place.

A rule names places by JSON pointer; where they are in the text is looked up when the finding is judged
(``verdicts``), so that a rule never counts lines.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from modelspec_lint.knowledge_base import Estimate, Stated
from modelspec_lint.linter.record import record

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document
    from modelspec_lint.linter.document.position import Span
    from modelspec_lint.linter.severity import Severity

Part = Literal["value", "key"]
Evidence = Estimate | Stated


@record
class Place:
    """A place in a document: a JSON pointer and which part of the entry, or a bare span of the file.

    A pointer that the document does not have means the key of its nearest ancestor that exists. ``document``
    is set for a place in another document than the one being checked.
    """

    pointer: str = ""
    part: Part = "value"
    document: Document | None = None
    span: Span | None = None


@record
class Related:
    """Another place that belongs to the finding, and what it has to do with it."""

    place: Place
    message: str


@record
class Edit:
    """Replace the text of ``span`` by ``text`` (an insertion when the span is empty)."""

    span: Span
    text: str


@record
class Fix:
    """Edits that resolve a finding. ``safe`` fixes change spelling, never intent."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool


@record
class Finding:
    """What a rule says. ``severity`` is set only where it differs from the rule's default.

    ``hides`` are values that no report of the run may show, in this finding or in another: every report has
    stars in their place.
    """

    message: str
    at: Place
    severity: Severity | None = None
    related: tuple[Related, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    help: tuple[str, ...] = ()
    fixes: tuple[Fix, ...] = ()
    hides: tuple[Place, ...] = ()


@record
class Doubt:
    """What a rule gives instead of a finding where it cannot decide about one place among several."""

    at: Place
    reason: str


def finding(
    at: str | Place,
    message: str,
    *,
    severity: Severity | None = None,
    related: Iterable[Related | str | tuple[str | Place, str]] = (),
    evidence: Iterable[Evidence] = (),
    help: str | Iterable[str] = (),
    fixes: Iterable[Fix] = (),
    hides: Iterable[str | Place] = (),
) -> Finding:
    """Make a finding; pointers stand for the value at that place.

    ``message`` is one or two sentences for people: the first stands alone, says what is wrong with the
    numbers in it, and does not repeat the rule's name. ``help`` is a list of concrete ways out. ``related``
    takes pointers, ``(pointer, what it has to do with it)`` pairs, or :class:`Related`. ``hides`` are values
    that must not be shown anywhere, such as a password; only a rule that ``protects`` is sure to be heard.
    """
    return Finding(
        message=message,
        at=Place(at) if isinstance(at, str) else at,
        severity=severity,
        related=tuple(_related(entry) for entry in related),
        evidence=tuple(evidence),
        help=(help,) if isinstance(help, str) else tuple(help),
        fixes=tuple(fixes),
        hides=tuple(Place(each) if isinstance(each, str) else each for each in hides),
    )


def _related(entry: Related | str | tuple[str | Place, str]) -> Related:
    if isinstance(entry, Related):
        return entry
    place, message = (entry, "") if isinstance(entry, str) else entry
    return Related(Place(place) if isinstance(place, str) else place, message)
