"""What rules about suppressions are shown: those of one file, as a run has left them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from modelspec_lint.linter.document import SourceFile, Span
    from modelspec_lint.linter.finding import Edit
    from modelspec_lint.linter.suppressions.suppression import Form


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


class Suppressions(NamedTuple):
    """The suppressions of one file after all other rules have run: those without use, and the bad ones."""

    source: SourceFile
    unused: tuple[Unused, ...]
    bad: tuple[BadSuppression, ...]
