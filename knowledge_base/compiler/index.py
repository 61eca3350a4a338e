"""The names of a catalogue's facts, indexed; a name of two facts is a mistake unless it says so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from modelspec_lint.knowledge_base.names import key


@dataclass(frozen=True, slots=True)
class Entry:
    """One authored entry: its id, its record, and where it is written (``file:line``)."""

    identifier: str
    record: dict[str, Any]
    place: str


def index_names(singular: str, entries: list[Entry]) -> tuple[dict[str, Any], list[str]]:
    """Index the names of all entries; also list what is wrong with them."""
    aliases: dict[str, int] = {}
    ambiguous: dict[str, list[int]] = {}
    checkpoints: dict[str, tuple[int, str]] = {}
    mistakes: list[str] = []
    ids: dict[str, int] = {}
    for position, entry in enumerate(entries):
        if entry.identifier in ids:
            first = entries[ids[entry.identifier]].place
            mistakes.append(f"{entry.place}: {singular} {entry.identifier} is already at {first}")
            continue
        ids[entry.identifier] = position
        for name in (entry.identifier, *entry.record.get("aliases", ()), *_labels(entry.record)):
            looked_up = key(name)
            owner = aliases.setdefault(looked_up, position)
            if owner != position:
                mistakes.append(
                    f"{entry.place}: {singular} {entry.identifier}: `{name}` already names "
                    f"{entries[owner].identifier} ({entries[owner].place})"
                )
        for name in entry.record.get("ambiguous_aliases", ()):
            candidates = ambiguous.setdefault(key(name), [])
            if position not in candidates:
                candidates.append(position)
    for position, entry in enumerate(entries):
        for name, precision in entry.record.get("checkpoints", {}).items():
            if key(name) in aliases or key(name) in checkpoints:
                mistakes.append(
                    f"{entry.place}: {singular} {entry.identifier}: `{name}` already names a fact"
                )
            checkpoints[key(name)] = (position, precision)
    for looked_up in sorted(set(ambiguous) & set(aliases)):
        named = entries[aliases[looked_up]]
        mistakes.append(
            f"{named.place}: {singular} {named.identifier}: `{looked_up}` is an alias and ambiguous"
        )
    table = {
        "kind": singular,
        "ids": list(ids),
        "aliases": aliases,
        "ambiguous": ambiguous,
        "checkpoints": checkpoints,
    }
    return table, mistakes


def _labels(record: dict[str, Any]) -> list[str]:
    return [spelling for spellings in record.get("kubernetes_labels", {}).values() for spelling in spellings]
