"""The facts of one kind: looked up by id, resolved from people's spellings, suggested for misspellings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from modelspec_lint.knowledge_base.names import Answer, Certainty, Names, key

F = TypeVar("F")

_LONGEST = 200
"""No name is longer; taking a longer one apart costs more than its length."""
_LIKENESS = 72.0  # of 100: below it a suggestion is more confusing than none


@dataclass(frozen=True, slots=True)
class Match(Generic[F]):
    """What a name was found to mean.

    One fact: decided; several: ambiguous (as is one that shares its name with variants not held here);
    none: unknown. ``certainty`` is ``exact`` for an id, ``alias`` for another name of the same thing,
    ``derived`` when the name says it by a pattern (a quantised repackaging, a MIG slice). ``reason`` is a
    sentence for people. ``precision_hint`` is the id of a precision that a model's name itself carries;
    ``mig`` the MIG profile and ``shared`` whether an accelerator's label says time slicing;
    ``version_hint`` the version in an engine's name; ``predicts`` whether a repackaging says that it keeps
    the layers that predict further tokens (``-MTP``).
    """

    name: str
    facts: tuple[F, ...]
    certainty: Certainty
    reason: str
    precision_hint: str | None = None
    mig: str | None = None
    shared: bool = False
    version_hint: str | None = None
    predicts: bool = False

    @property
    def fact(self) -> F | None:
        """The fact that is meant, when it is only one."""
        return self.facts[0] if len(self.facts) == 1 and self.certainty != "ambiguous" else None


class Catalogue(Generic[F]):
    """All facts of one kind. Facts are decoded when first asked for."""

    def __init__(
        self, names: Names, read: Callable[[int], F], resolver: Callable[[Catalogue[F], str], Answer]
    ) -> None:
        self.names = names
        self._read = read
        self._resolver = resolver
        self._facts: dict[str, F] = {}
        self._matches: dict[str, Match[F]] = {}

    def __len__(self) -> int:
        return len(self.names.ids)

    def __iter__(self) -> Iterator[F]:
        return (self.get(each) for each in self.names.ids)

    def __contains__(self, identifier: object) -> bool:
        return identifier in self.names.positions

    def ids(self) -> tuple[str, ...]:
        """List the ids, in the order in which they are written down."""
        return tuple(self.names.ids)

    def get(self, identifier: str) -> F:
        """Give the fact with this id; ``KeyError`` when there is none."""
        fact = self._facts.get(identifier)
        if fact is None:
            fact = self._facts[identifier] = self._read(self.names.positions[identifier])
        return fact

    def resolve(self, name: str) -> Match[F]:
        """Find what a name means; never guesses between two."""
        match = self._matches.get(name)
        if match is None:
            if len(name) > _LONGEST:
                answer = Answer((), "unknown", f"A name of {len(name):,} characters names nothing.")
            else:
                answer = self._resolver(self, name)
            match = self._matches[name] = Match(
                name,
                tuple(self.get(each) for each in answer.ids),
                answer.certainty,
                answer.reason,
                answer.precision_hint,
                answer.mig,
                answer.shared,
                answer.version_hint,
                answer.predicts,
            )
        return match

    def suggest(self, name: str, limit: int = 3) -> tuple[str, ...]:
        """List the ids whose names are most like this one, best first: for advice, never for a decision."""
        from rapidfuzz import fuzz, process  # costs more than a whole run without misspellings

        asked = key(name[:_LONGEST].rsplit("/", 1)[-1])
        if not asked or len(name) > _LONGEST:
            return ()
        position_of = {
            **{key(each.rsplit("/", 1)[-1]): position for position, each in enumerate(self.names.ids)},
            **self.names.aliases,
        }
        alike = process.extract(
            asked, position_of.keys(), scorer=fuzz.ratio, limit=limit * 6, score_cutoff=_LIKENESS
        )
        ranked = sorted(alike, key=lambda found: (-found[1], self.names.ids[position_of[found[0]]]))
        return tuple(dict.fromkeys(self.names.ids[position_of[found[0]]] for found in ranked))[:limit]
