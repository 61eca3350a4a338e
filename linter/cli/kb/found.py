"""What a query means: a fact by its name, as a spec's would be read, or all facts that its words name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import click

from modelspec_lint.knowledge_base import Catalogue, KnowledgeBase, Match, search_facts
from modelspec_lint.linter.cli.kb import CATALOGUES
from modelspec_lint.linter.nearest import did_you_mean

SINGULAR = {**{name: name.removesuffix("s") for name in CATALOGUES}, "instances": "instance type"}
"""One fact of each catalogue, in a sentence."""
_ADVISED = 3  # names that are suggested at most
_SUREST = ("exact", "alias", "derived", "ambiguous")


@dataclass(frozen=True, slots=True)
class Found:
    """Facts of one catalogue, and the match that gave them where a name did."""

    catalogue: str
    facts: tuple[Any, ...]
    match: Match[Any] | None

    @property
    def reason(self) -> str:
        """The sentence that says what a name means, where its meaning is not the name itself."""
        return self.match.reason if self.match is not None and self.match.certainty != "exact" else ""


def catalogue_of(knowledge: KnowledgeBase, name: str) -> Catalogue[Any]:
    """Give the catalogue with this name."""
    catalogue: Catalogue[Any] = getattr(knowledge, name)
    return catalogue


def find(knowledge: KnowledgeBase, name: str, query: str | None) -> Found:
    """Find the facts of one catalogue that a query means; none found is a usage error with advice."""
    catalogue = catalogue_of(knowledge, name)
    if query is None:
        return Found(name, tuple(catalogue), None)
    match = catalogue.resolve(query)
    if match.facts:
        return Found(name, match.facts, match)
    facts = search_facts(catalogue, query)
    if not facts:
        raise click.UsageError(f"There is no {SINGULAR[name]} {query!r}{_advice(catalogue, query)}")
    return Found(name, facts, None)


def find_anywhere(knowledge: KnowledgeBase, name: str) -> list[Found]:
    """Find the facts with this name in all catalogues, the surest reading alone; none is a usage error."""
    matches = [(each, catalogue_of(knowledge, each).resolve(name)) for each in CATALOGUES]
    for certainty in _SUREST:
        found = [Found(each, match.facts, match) for each, match in matches if match.certainty == certainty]
        if found:
            return found
    raise click.UsageError(f"There is no fact {name!r}{_advice_of_all(knowledge, name)}")


def _advice(catalogue: Catalogue[Any], query: str) -> str:
    return _did_you_mean(catalogue.suggest(query)) or did_you_mean(query, catalogue.ids())


def _advice_of_all(knowledge: KnowledgeBase, name: str) -> str:
    from rapidfuzz import fuzz  # only what is misspelt pays for its import

    suggested = [each for title in CATALOGUES for each in catalogue_of(knowledge, title).suggest(name)]
    asked = name.rpartition("/")[2].casefold()
    suggested.sort(key=lambda each: -fuzz.ratio(asked, each.rpartition("/")[2].casefold()))
    known = [each for title in CATALOGUES for each in catalogue_of(knowledge, title).ids()]
    return _did_you_mean(suggested[:_ADVISED]) or did_you_mean(name, known)


def _did_you_mean(names: Sequence[str]) -> str:
    if not names:
        return ""
    *before, last = map(repr, dict.fromkeys(names))
    return f"; did you mean {', '.join(before)}{' or ' if before else ''}{last}?"
