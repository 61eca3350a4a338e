"""How the specs of a run refer to one another: computed once per run, when a rule first asks.

A reference may lead to a file that is no part of the run. It is then read as well, as far as it lies in the
repository, so that linting one file says no less, and nothing else, than linting all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from modelspec_lint.linter.outline import Outline
from modelspec_lint.linter.reference import Reference
from modelspec_lint.linter.references.cycles import Cycle, cycles
from modelspec_lint.linter.references.resolution import Resolver

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document

__all__ = ["Cycle", "Reference", "References"]


class References:
    """Every ``specRef`` of a run, followed; ``all`` are those of the run's own specs, in path order."""

    def __init__(self, outlines: Sequence[Outline]) -> None:
        resolver = Resolver(outlines)
        everything = tuple(resolver.references())
        own = {id(outline.document) for outline in outlines}
        self.all = tuple(each for each in everything if id(each.source.document) in own)
        self._outlines = outlines
        self._of: dict[int, list[Reference]] = {}
        for reference in everything:
            self._of.setdefault(id(reference.source.document), []).append(reference)

    def of(self, outline: Outline) -> Sequence[Reference]:
        """List the references of one spec, of the run or read because another leads to it."""
        return self._of.get(id(outline.document), ())

    def cycles(self) -> tuple[Cycle, ...]:
        """List the cycles: one for every group of specs that depend on one another.

        Which spec of a group is named is decided by names: it does not change when something is moved.
        """
        followed = (reference for references in self._of.values() for reference in references)
        start = sorted(self._outlines, key=lambda outline: _named(outline.document))
        return tuple(cycles(sorted(followed, key=_order), start))


def _order(reference: Reference) -> tuple[str, str, int, str, str]:
    dependency = reference.dependency
    return (*_named(reference.source.document), dependency.id or "", dependency.spec_ref or "")


def _named(document: Document) -> tuple[str, str, int]:
    return (document.file.path, document.name or "", document.index)
