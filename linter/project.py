"""A project: all documents of a run, as project-wide rules see them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.outline import Outline

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document
    from modelspec_lint.linter.references import References


class Project:
    """All documents of a run, in path order, and the facts that they are held against."""

    def __init__(self, outlines: Iterable[Outline], knowledge: KnowledgeBase) -> None:
        self.outlines = tuple(sorted(outlines, key=lambda outline: outline.order))
        self.knowledge = knowledge

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        """Every document."""
        return tuple(outline.document for outline in self.outlines)

    @cached_property
    def references(self) -> References | None:
        """How the specs refer to one another; ``None`` where none refers to any."""
        if not any(each.spec_ref for outline in self.outlines for each in outline.dependencies):
            return None
        from modelspec_lint.linter.references import References  # most runs have no dependencies

        return References(self.outlines)
