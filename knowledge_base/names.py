"""How names are compared: the same words and numbers in the same order, whatever the case and the separators.

``Llama-3.1-8B``, ``llama_3.1_8b`` and ``Llama 3.1 8B`` are one name; ``llama-3-18b`` is another.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

Certainty = Literal["exact", "alias", "derived", "ambiguous", "unknown"]

_WORDS = re.compile(r"[^\W\d_]+|[0-9]+|[:/]")


def words(name: str) -> list[str]:
    """Split a name into its words and numbers; ``:`` and ``/`` part names and are kept."""
    return _WORDS.findall(name.casefold().replace("+", " plus "))


def key(name: str) -> str:
    """Give the form under which a name is looked up."""
    return "-".join(words(name))


def either(ids: Sequence[str]) -> str:
    """Write ids as a choice: ``a, b or c``."""
    return ids[0] if len(ids) == 1 else f"{', '.join(ids[:-1])} or {ids[-1]}"


class Answer(NamedTuple):
    """What a name was found to mean: the ids of the facts, how sure that is, and why."""

    ids: tuple[str, ...]
    certainty: Certainty
    reason: str
    precision_hint: str | None = None
    mig: str | None = None
    shared: bool = False
    version_hint: str | None = None
    predicts: bool = False


class Names(NamedTuple):
    """The names of one catalogue.

    ``aliases`` and ``ambiguous`` map keys to positions in ``ids``; ``checkpoints`` maps the key of another
    publisher's repackaging to the position of its model and the id of its precision.
    """

    kind: str  # of the facts, in the singular, for sentences
    ids: Sequence[str]
    positions: Mapping[str, int]
    aliases: Mapping[str, int]
    ambiguous: Mapping[str, Sequence[int]]
    checkpoints: Mapping[str, tuple[int, str]]

    def find(self, name: str) -> Answer | None:
        """Look a name up as it is written: an id, an alias, a repackaging, or a name that facts share."""
        if name in self.positions:
            return Answer((name,), "exact", f"{name!r} is its id.")
        return self.find_key(key(name), name)

    def find_key(self, looked_up: str, name: str) -> Answer | None:
        """Look a key up; ``name`` is what it came from, for the reason."""
        position = self.aliases.get(looked_up)
        if position is not None:
            found = self.ids[position]
            return Answer((found,), "alias", f"{name!r} is another name of {found!r}.")
        repackaged = self.checkpoints.get(looked_up)
        if repackaged is not None:
            found, precision = self.ids[repackaged[0]], repackaged[1]
            reason = f"{name!r} is a published {precision} checkpoint of {found!r}."
            return Answer((found,), "derived", reason, precision_hint=precision)
        shared = self.ambiguous.get(looked_up)
        if shared is not None:
            found_ids = tuple(self.ids[each] for each in shared)
            return Answer(found_ids, "ambiguous", f"{name!r} may mean {either(found_ids)}.")
        return None

    def unknown(self, name: str, reason: str = "") -> Answer:
        """Say that the knowledge base has no such fact."""
        return Answer((), "unknown", reason or f"The knowledge base has no {self.kind} named {name!r}.")


def resolve_plain(names: Names, name: str) -> Answer:
    """Resolve a name that can only be an id, an alias or a shared name."""
    return names.find(name.strip()) or names.unknown(name)
