"""What an engine's facts say for one request, spanning the versions that may run."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import Engine
from modelspec_lint.knowledge_base.memory.request import MemoryRequest

Interval = tuple[float, float, float]

_FRAMEWORK = "/spec/identity/model/framework"


@dataclass(frozen=True, slots=True)
class EngineMemory:
    """The memory facts of an engine, for the releases that may be meant; the last one is the expected one."""

    engine: Engine
    facts: Mapping[str, Any]
    releases: tuple[Mapping[str, Any], ...]
    profiles: tuple[Mapping[str, Any], ...]  # releases whose profiling runs differ, oldest first
    remembered: dict[Any, Any]  # answers to what every specification of a fleet asks

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
        stated = [interval(release[key]) for release in self.releases if key in release]
        if not stated:
            fallback = self.facts.get(key)
            stated = [interval(fallback)] if fallback is not None else []
        if not stated:
            return None
        return min(each[0] for each in stated), stated[-1][1], max(each[2] for each in stated)

    def by_ranks(self, key: str, ranks: int) -> Interval | None:
        """Join a table by tensor-parallel size over all releases, at the nearest size that is not larger."""
        if (key, ranks) not in self.remembered:
            self.remembered[key, ranks] = self._by_ranks(key, ranks)
        known: Interval | None = self.remembered[key, ranks]
        return known

    def _by_ranks(self, key: str, ranks: int) -> Interval | None:
        stated = []
        for release in self.releases:
            table = {int(size): each for size, each in release.get(key, {}).items()}
            sizes = [size for size in table if size <= ranks]
            if sizes:
                stated.append(interval(table[max(sizes)]))
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

    def serving_defaults(self, release: Mapping[str, Any], request: MemoryRequest) -> list[tuple[int, int]]:
        """Return a release's default tokens per step and sequences in flight, by device that may be meant."""
        key = id(release), request.device_memory_gib, *(id(each) for each in request.accelerators)
        if key not in self.remembered:  # the devices are kept, so that no other takes over an identity
            rows = release.get("serves_defaults") or self.facts.get("serves_defaults", ())
            self.remembered[key] = request.accelerators, _defaults(rows, _devices(request))
        found: list[tuple[int, int]] = self.remembered[key][1]
        return found


def _defaults(
    rows: Iterable[Mapping[str, Any]], devices: Iterable[tuple[str | None, float]]
) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for words, memory in devices:
        for row in rows:
            excepted = words is not None and any(word in words for word in row.get("except", ()))
            if memory >= row["memory_gib"] and not excepted:
                default = int(row["tokens"]), int(row["sequences"])
                if default not in found:
                    found.append(default)
                if words is not None or not row.get("except"):  # an unnamed device may be excepted
                    break
    return found


def _devices(request: MemoryRequest) -> list[tuple[str | None, float]]:
    """Return the words that name each device that may be meant (``None``: unnamed), and its memory in GiB."""
    stated = request.device_memory_gib
    if not request.accelerators:
        return [(None, stated or 0.0)]
    return [
        (f"{each.id} {each.architecture or ''}".lower(), stated or each.visible_memory_gib[1])
        for each in request.accelerators
    ]


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
    profiles = {
        str([release.get(key) for key in _PROFILED]): release for release in releases
    }  # the newest of those that are alike
    return EngineMemory(engine, facts, releases, tuple(profiles.values()), {})


_PROFILED = ("sampler", "whole_prompts", "serves_defaults")
"""What a release's profiling run depends on."""


def _inherited(releases: Any) -> Iterator[Mapping[str, Any]]:
    """Yield each release with what it does not repeat taken from the one before."""
    before: dict[str, Any] = {}
    for release in releases:
        before = {**before, **release}
        yield before


def _key(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version.split("+")[0])[:3])


def interval(stated: Any) -> Interval:
    """Read a number, or a list of low, expected and high."""
    if isinstance(stated, int | float):
        return float(stated), float(stated), float(stated)
    low, expected, high = stated
    return float(low), float(expected), float(high)
