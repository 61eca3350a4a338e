"""What an engine's facts say for one request, spanning the versions that may run."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import Accelerator, Engine

Interval = tuple[float, float, float]

_FRAMEWORK = "/spec/identity/model/framework"


@dataclass(frozen=True, slots=True)
class EngineMemory:
    """The memory facts of an engine, for the releases that may be meant; the last one is the expected one."""

    engine: Engine
    facts: Mapping[str, Any]
    releases: tuple[Mapping[str, Any], ...]

    @property
    def accounting(self) -> str:
        """How the engine sizes its cache: ``vllm``, ``sglang``, ``free-fraction`` or ``plain``."""
        return str(self.facts["accounting"])

    @property
    def block(self) -> int:
        """Tokens per block of the cache."""
        return int(self.facts.get("block_tokens", 1))

    def spanning(self, key: str) -> Interval | None:
        """Join an interval over all releases; ``None`` where no release states it."""
        stated = [_interval(release[key]) for release in self.releases if key in release]
        if not stated:
            fallback = self.facts.get(key)
            stated = [_interval(fallback)] if fallback is not None else []
        if not stated:
            return None
        return min(each[0] for each in stated), stated[-1][1], max(each[2] for each in stated)

    def by_ranks(self, key: str, ranks: int) -> Interval | None:
        """Join a table by tensor-parallel size over all releases, at the nearest size that is not larger."""
        stated = []
        for release in self.releases:
            table = {int(size): each for size, each in release.get(key, {}).items()}
            sizes = [size for size in table if size <= ranks]
            if sizes:
                stated.append(_interval(table[max(sizes)]))
        if not stated:
            return None
        return min(each[0] for each in stated), stated[-1][1], max(each[2] for each in stated)

    def anywhere(self, key: str) -> tuple[bool, bool]:
        """Return whether any release, and whether every release, sets a flag."""
        flags = [bool(release.get(key)) for release in self.releases]
        return any(flags), all(flags)

    def latest(self, key: str) -> bool:
        """Return whether the newest release that may be meant sets a flag."""
        return bool(self.releases[-1].get(key))

    def serving_defaults(self, accelerator: Accelerator) -> tuple[int, int] | None:
        """Return the default tokens per step and sequences in flight on an accelerator."""
        for row in self.facts.get("serves_defaults", ()):
            of = f"{accelerator.id} {accelerator.architecture or ''}".lower()
            excepted = any(word in of for word in row.get("except", ()))
            if accelerator.visible_memory_gib[1] >= row["memory_gib"] and not excepted:
                return int(row["tokens"]), int(row["sequences"])
        return None


def engine_memory(engine: Engine | None, version: str | None) -> EngineMemory:
    """Return an engine's memory facts for a version (``None``: any); :class:`Undecided` without facts."""
    if engine is None:
        raise Undecided("the serving engine is not known", _FRAMEWORK)
    known = _KNOWN.get((id(engine), version))
    if known is None:
        known = _KNOWN[id(engine), version] = _engine_memory(engine, version)
    return known


_KNOWN: dict[tuple[int, str | None], EngineMemory] = {}
"""By identity of the engine, which the value keeps alive: a run asks for the same few again and again."""


def _engine_memory(engine: Engine, version: str | None) -> EngineMemory:
    facts = engine.facts.get("memory")
    if not facts or not facts.get("accounting"):
        raise Undecided(f"how {engine.name} uses memory is not known", _FRAMEWORK)
    releases = tuple(_inherited(facts.get("releases") or ({"since": "0"},)))
    if version is not None:
        older = [each for each in releases if _key(str(each["since"])) <= _key(version)]
        releases = (older[-1],) if older else releases[:1]
    return EngineMemory(engine, facts, releases)


def _inherited(releases: Any) -> Iterator[Mapping[str, Any]]:
    """Yield each release with what it does not repeat taken from the one before."""
    before: dict[str, Any] = {}
    for release in releases:
        before = {**before, **release}
        yield before


def _key(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version.split("+")[0])[:3])


def _interval(stated: Any) -> Interval:
    if isinstance(stated, int | float):
        return float(stated), float(stated), float(stated)
    low, expected, high = stated
    return float(low), float(expected), float(high)
