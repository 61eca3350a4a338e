"""A suppression: which rules it names, why, whose it is, until when, and what it covers."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document, SourceFile, Span
    from modelspec_lint.linter.finding import Edit
    from modelspec_lint.linter.suppressions.terms import Terms
    from modelspec_lint.linter.verdicts import Verdict

Form = Literal["line", "file", "document"]
"""What a suppression covers: a line, its whole file, or (an annotation) the document that it stands in."""


class Unused(NamedTuple):
    """Rules, by code, that a suppression names and that found nothing where it counts.

    ``all`` says that the suppression names no other. ``edits`` remove the rules from it, or all of it; none
    where that is better done by hand.
    """

    codes: tuple[str, ...]
    form: Form
    all: bool
    span: Span
    edits: tuple[Edit, ...]


class BadSuppression(NamedTuple):
    """What is wrong with a suppression, in finished sentences."""

    message: str
    span: Span
    help: tuple[str, ...] = ()


class Mistake(NamedTuple):
    """Something wrong with a suppression, as a finished sentence, between two offsets of the file."""

    message: str
    start: int
    end: int
    help: tuple[str, ...] = ()


@dataclass(slots=True, eq=False)
class Named:
    """A rule as a suppression names it, between two offsets of the file, and the findings it accepted."""

    word: str
    start: int
    end: int
    accepted: int = 0

    def means(self, verdict: Verdict) -> bool:
        """Whether a finding is of the rule that is named, by its code or its name, in any case."""
        return self.word.upper() == verdict.code or self.word.lower() == verdict.name


@dataclass(slots=True)
class Wording:
    """What the text of a suppression says.

    ``exact`` is false where the file spells the text otherwise (escapes): all offsets are those of the whole.
    """

    rules: list[Named] = field(default_factory=list)
    reason: str | None = None
    owner: str | None = None
    until: date | None = None
    until_at: tuple[int, int] = (0, 0)
    mistakes: list[Mistake] = field(default_factory=list)
    exact: bool = True


@dataclass(slots=True, eq=False)
class Suppression:
    """A suppression as it stands in a file between two offsets.

    ``line`` is the one that it covers (``None`` where no content follows, and for the other forms);
    ``documents`` are those of ours that it covers something of.
    """

    source: SourceFile
    form: Form
    start: int
    end: int
    wording: Wording
    documents: tuple[Document, ...] = ()
    line: int | None = None

    @property
    def span(self) -> Span:
        """Where it stands."""
        return self.source.span(self.start, self.end)

    @property
    def reason(self) -> str | None:
        """Why the findings are accepted."""
        return self.wording.reason

    @property
    def owner(self) -> str | None:
        """Who answers for it."""
        return self.wording.owner

    @property
    def until(self) -> date | None:
        """The last day on which it counts."""
        return self.wording.until

    def expired(self, today: date) -> bool:
        """Whether its last day has passed."""
        return self.wording.until is not None and self.wording.until < today

    def in_force(self, terms: Terms) -> bool:
        """Whether it may accept anything: no mistake in its text, not expired, a reason where one is due."""
        if self.wording.mistakes or self.expired(terms.today):
            return False
        return self.wording.reason is not None or not terms.reasons_required
