"""Finding facts by words: every word of the question stands somewhere in what names the fact."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, TypeVar

from modelspec_lint.knowledge_base.catalogue import Catalogue
from modelspec_lint.knowledge_base.names import key

F = TypeVar("F")

_NAMING = (
    *("id", "name", "aliases", "ambiguous_aliases", "family", "task", "architecture", "vendor", "cloud"),
    *("accelerator", "precision", "license", "spdx", "execution", "paragraphs"),
)
"""Fields in which words are looked for, where a fact has them."""


def search_facts(catalogue: Catalogue[F], question: str) -> tuple[F, ...]:
    """List the facts that every word of the question names, in the catalogue's order."""
    wanted = [key(word) for word in question.split()]
    if not wanted or not all(wanted):
        return ()
    return tuple(fact for fact in catalogue if _names(fact, wanted))


def _names(fact: Any, wanted: list[str]) -> bool:
    named = "\n".join(key(each) for each in _naming(fact))
    return all(word in named for word in wanted)


def _naming(fact: Any) -> Iterator[str]:
    for field in _NAMING:
        value = getattr(fact, field, None)
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from value
