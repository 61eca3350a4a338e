"""What an expression sees: read-only views that answer by name, and hold nothing that can be called."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath
from typing import Any

from modelspec_lint.knowledge_base import Estimate, Match, Undecided
from modelspec_lint.linter.declarative.estimates import (
    cost_per_hour,
    cost_per_month,
    replica_cost,
    total_memory,
)
from modelspec_lint.linter.declarative.expressions.names import (
    BANDS,
    COST,
    ENDS,
    FACTS,
    FILE,
    MEMORY,
    MEMORY_NUMBERS,
    RATE,
    fact_parts,
)
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.document.node import Timestamp

LONGEST_TEXT = 4_000
MOST_ITEMS = 1_000

Seen = dict[str, Estimate]
"""Estimates that an expression looked at, by name: the evidence of what it says."""


class View:
    """Something with parts. ``part`` gives one by its name, or ``None`` where it is absent."""

    __slots__ = ("_parts", "_read")

    def __init__(self, parts: Mapping[str, Any] | tuple[str, ...], read: Callable[[str], Any]) -> None:
        self._parts = parts
        self._read = read

    def part(self, name: str) -> Any:
        """Return a part; ``None`` where there is none of that name."""
        return self._read(name) if name in self._parts else None

    def __contains__(self, name: object) -> bool:
        return name in self._parts

    def __len__(self) -> int:
        return len(self._parts)

    def __repr__(self) -> str:
        return "(a map)"


class Items(tuple[Any, ...]):
    """A list of a document; as text it is short, whatever it holds."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "(a list)"


def views(deployment: Deployment, names: frozenset[str], seen: Seen) -> dict[str, Any]:
    """Return what the names stand for; one whose subject the document does not declare is left out."""
    given = {name: _MAKERS[name](deployment, seen) for name in names}
    return {name: view for name, view in given.items() if view is not None}


def _data(value: Any) -> Any:
    """Wrap what a document holds."""
    if isinstance(value, dict):
        return View(value, lambda name: _data(value[name]))
    if isinstance(value, list):
        if len(value) > MOST_ITEMS:
            raise Undecided(f"a list of {len(value):,} entries is longer than rules of packs look at")
        return Items(_data(item) for item in value)
    if isinstance(value, str) and len(value) > LONGEST_TEXT:
        raise Undecided(f"a text of {len(value):,} characters is longer than rules of packs look at")
    return str(value) if isinstance(value, Timestamp) else value


def _section(name: str) -> Callable[[Deployment, Seen], Any]:
    def make(deployment: Deployment, seen: Seen) -> Any:
        data = deployment.document.data
        return _data(data.get(name)) if isinstance(data, dict) else None

    return make


def _texts(name: str) -> Callable[[Deployment, Seen], View]:
    def make(deployment: Deployment, seen: Seen) -> View:
        texts: Mapping[str, str] = getattr(deployment.spec.metadata, name)
        return View(texts, lambda key: _data(texts[key]))

    return make


def _fact(name: str) -> Callable[[Deployment, Seen], View | None]:
    shape, pointer = FACTS[name]

    def make(deployment: Deployment, seen: Seen) -> View | None:
        match: Match[Any] | None = getattr(deployment, name)
        if match is None:
            return None
        return View(fact_parts(shape), lambda part: _known(match, part, pointer))

    return make


def _known(match: Match[Any], part: str, pointer: str) -> Any:
    """Return a value of the fact that is meant; what is unknown or unverified decides nothing."""
    if match.fact is None:
        raise Undecided(match.reason, pointer)
    value = getattr(match.fact, part)
    if value is None:
        raise Undecided(f"{part} of {match.fact.id} is not known", pointer)
    if part in getattr(match.fact, "unverified", ()):
        raise Undecided(f"{part} of {match.fact.id} is not verified", pointer)
    return value


def _estimate(estimate: Estimate | None, name: str, seen: Seen) -> View:
    if estimate is None:
        raise Undecided(f"there is no {name.replace('_', ' ')} here")
    seen[name] = estimate
    return View(ENDS, lambda end: getattr(estimate, end))


def _memory(deployment: Deployment, seen: Seen) -> View:
    def read(name: str) -> Any:
        memory = deployment.memory
        if name in MEMORY_NUMBERS:
            return getattr(memory, name)
        estimate = total_memory(memory) if name == "total" else getattr(memory, name)
        return _estimate(estimate, f"memory.{name}", seen)

    return View((*MEMORY, *MEMORY_NUMBERS), read)


def _latency(deployment: Deployment, seen: Seen) -> View:
    def read(name: str) -> Any:
        quantity = getattr(deployment.latency, name)

        def read_part(part: str) -> Any:
            found = getattr(quantity, part)
            return _estimate(found, f"{name}.{part}", seen) if isinstance(found, Estimate) else found

        return View(RATE if name == "rate" else ("floor", "never_seen", "typical"), read_part)

    return View((*BANDS, "rate"), read)


def _cost(deployment: Deployment, seen: Seen) -> View:
    def read(name: str) -> Any:
        return _estimate(_price(deployment, name), f"cost.{name}", seen)

    return View(COST, read)


def _price(deployment: Deployment, name: str) -> Estimate | None:
    if name == "per_hour":
        return cost_per_hour(deployment)
    if name == "per_month":
        return cost_per_month(deployment, largest=True)
    cost = replica_cost(deployment, with_rate=True)
    return cost.floor if name == "floor_per_1k_tokens" else cost.typical


def _file(deployment: Deployment, seen: Seen) -> View:
    path = PurePosixPath(deployment.document.file.path.replace("\\", "/"))
    parts = {"path": str(path), "name": path.name, "folder": str(path.parent)}
    return View(FILE, lambda name: _data(parts[name]))


_MAKERS: dict[str, Callable[[Deployment, Seen], Any]] = {
    "spec": _section("spec"),
    "metadata": _section("metadata"),
    "labels": _texts("labels"),
    "annotations": _texts("annotations"),
    **{name: _fact(name) for name in FACTS},
    "memory": _memory,
    "latency": _latency,
    "cost": _cost,
    "file": _file,
}
