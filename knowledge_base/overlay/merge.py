"""Laying one entry over another: fields, maps key by key, names added, and what qualifies a value."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_origin

from modelspec_lint.knowledge_base.compiler.check import field_hints
from modelspec_lint.knowledge_base.facts import STATED_BY

Record = Mapping[str, Any]

ADDED = frozenset(("aliases", "ambiguous_aliases", "notes"))
"""Lists that a layer adds to: it would not know what it took away."""
_OF_THE_ENTRY_ITSELF = frozenset(
    (*ADDED, "checkpoints", "kubernetes_labels", "released", "gated", "sources", "id")
)
"""What ``based-on`` does not take over: names, and how that other one was published."""
_UNITS = ("", "_gib", "_mib", "_gb")
_BELONGS_TO_A_PRICE = {"usd_per_hour": ("price_date", "region")}


def inherited(record: Record) -> dict[str, Any]:
    """Take over from an entry what is true of another that is based on it."""
    return {name: value for name, value in record.items() if name not in _OF_THE_ENTRY_ITSELF}


def laid_over(shape: type, below: Record, stated: Record, word: str) -> dict[str, Any]:
    """Lay stated values over a record; ``None`` among them makes a field unknown.

    ``word`` is the layer and its source: on it stands every stated value that has a field for its basis.
    A price without its date has none any more, and a value that is stated is no longer unverified.
    """
    hints = field_hints(shape)
    record = dict(below)
    for name, value in stated.items():
        if value is None:
            record.pop(name, None)
        elif name in ADDED:
            record[name] = list(dict.fromkeys((*record.get(name, ()), *value)))
        elif get_origin(hints[name]) is dict:
            record[name] = _map_over(record.get(name, {}), value)
        else:
            record[name] = value
    for name, value in qualified(shape, stated, word).items():
        if value is None:
            record.pop(name, None)
        else:
            record[name] = value
    if record.get("unverified") and "unverified" not in stated:
        said = {name.replace("_", "-") for name in stated} | set(stated)
        record["unverified"] = [each for each in record["unverified"] if each not in said]
    return record


def qualified(shape: type, stated: Record, word: str) -> dict[str, str | None]:
    """List the fields that say how sure stated values are, and of when, where the layer says no more."""
    hints = field_hints(shape)
    found: dict[str, str | None] = {}
    for name in hints:
        prefix, _, last = name.rpartition("_")
        if last in ("basis", "note") and name not in stated:
            subjects = [f"{prefix}{unit}" for unit in _UNITS if stated.get(f"{prefix}{unit}") is not None]
            if subjects:
                found[name] = f"{STATED_BY}{word}"
    for price, others in _BELONGS_TO_A_PRICE.items():
        if price in stated:
            found.update({name: None for name in others if name in hints and name not in stated})
    return found


def _map_over(below: Mapping[str, Any], stated: Mapping[str, Any]) -> dict[str, Any]:
    """Lay one map over another at every depth; ``None`` takes a key away, lists are replaced."""
    merged = dict(below)
    for name, value in stated.items():
        if value is None:
            merged.pop(name, None)
        elif isinstance(value, dict):
            under = merged.get(name)
            merged[name] = _map_over(under if isinstance(under, dict) else {}, value)
        else:
            merged[name] = value
    return merged
