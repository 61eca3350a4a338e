"""The specs of a run, for reports that show more than what is wrong: what each needs, and all together.

Nothing is computed until a report asks: a run whose report shows findings only pays for a tuple.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from modelspec_lint.linter.secrets import masked

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base import KnowledgeBase
    from modelspec_lint.linter.document import Document
    from modelspec_lint.linter.overview.overview import Overview

TokensOfRequest = tuple[int | None, int | None]
"""Tokens of a request, in and out, as configuration has them where a spec does not."""


class Fleet:
    """All specs that a run looked at, in path order, and the facts to compute with.

    ``tokens`` are of the documents, in the same order. ``clean`` takes out of a text what no report may show.
    """

    def __init__(
        self,
        documents: Sequence[Document],
        tokens: Sequence[TokensOfRequest],
        knowledge: KnowledgeBase,
        clean: Callable[[str], str] = masked,
    ) -> None:
        self.documents = tuple(documents)
        self.clean = clean
        self._tokens = tuple(tokens)
        self._knowledge = knowledge

    def cleaned_by(self, clean: Callable[[str], str]) -> Fleet:
        """Return the same specs with what ``clean`` takes out of their texts."""
        return Fleet(self.documents, self._tokens, self._knowledge, clean)

    @cached_property
    def overviews(self) -> tuple[Overview, ...]:
        """What each spec declares and needs; a few milliseconds of arithmetic for each."""
        from modelspec_lint.linter.deployment import Deployment
        from modelspec_lint.linter.overview.computing import overview_of

        found = []
        for document, tokens in zip(self.documents, self._tokens, strict=True):
            deployment = Deployment(document, self._knowledge)
            deployment.judge(production=False, tokens=tokens)
            found.append(overview_of(deployment, self.clean))
            if len(document.file.documents) == 1:
                document.release()
        return tuple(found)
