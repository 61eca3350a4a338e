"""What rules about suppressions are shown: those of one file, as a run has left them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modelspec_lint.linter.document import SourceFile
    from modelspec_lint.linter.suppressions.suppression import BadSuppression, Unused


class Suppressions:
    """The suppressions of one file after all other rules have run: those without use, and the bad ones."""

    __slots__ = ("bad", "source", "unused")

    def __init__(
        self, source: SourceFile, unused: tuple[Unused, ...], bad: tuple[BadSuppression, ...]
    ) -> None:
        self.source = source
        self.unused = unused
        self.bad = bad
