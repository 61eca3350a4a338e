"""Packs: found, loaded one by one, and asked for their rules through the hooks.

A pack that cannot be imported loses only itself; it is reported, and the run fails for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pluggy

from modelspec_lint.linter import hookspecs
from modelspec_lint.linter.installed import EntryPoint, entry_points
from modelspec_lint.linter.profile import Profile
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import BUILTIN, Pack

GROUP = "modelspec_lint.packs"
_BUILTIN_MODULE = "modelspec_lint.rules"


@dataclass(frozen=True, slots=True)
class Packs:
    """The loaded packs, the hooks they implement, and what went wrong while loading (finished sentences)."""

    loaded: tuple[Pack, ...]
    hooks: pluggy.PluginManager
    problems: tuple[str, ...]

    def rules(self) -> Iterator[tuple[Rule, Pack]]:
        """Yield every rule with its pack, ordered by code."""
        pairs = [(rule, pack) for pack in self.loaded for rule in pack.rules]
        return iter(sorted(pairs, key=lambda pair: pair[0].code))

    def profiles(self) -> tuple[Profile, ...]:
        """List the profiles of all packs."""
        return tuple(profile for pack in self.loaded for profile in pack.profiles)

    def disabled(self) -> frozenset[str]:
        """Return the codes of rules that a pack wants not to run."""
        return frozenset().union(*(pack.disabled for pack in self.loaded))

    def severities(self) -> dict[str, Severity]:
        """Return the severities that packs give to rules, by code; of two packs the later one wins."""
        return {code: severity for pack in self.loaded for code, severity in pack.severities.items()}

    def knowledge(self) -> tuple[str, ...]:
        """List the knowledge overlays of all packs, those of one pack in the order that it wants."""
        return tuple(path for pack in self.loaded for path in pack.knowledge)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a pack in Python is: ``load`` imports it and returns what implements the hooks.

    ``origin`` says in words where it comes from, ``value`` what it is there.
    """

    name: str
    version: str
    origin: str
    value: str
    load: Callable[[], object]


def load_packs() -> Packs:
    """Load every installed pack; the built-in one first, the others by name."""
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    packs = Packs((), manager, ())
    for source, problem in _installed():
        packs = replace(packs, problems=(*packs.problems, problem)) if problem else with_source(packs, source)
    return packs


def with_source(packs: Packs, source: Source) -> Packs:
    """Return packs with another after them, or with the reason why it could not be loaded."""
    if source.name == BUILTIN:
        return replace(packs, loaded=(*packs.loaded, _built_in(source, packs.hooks)))
    from modelspec_lint.linter.loading import NotLoaded, load  # most runs have the built-in pack alone

    try:
        return replace(packs, loaded=(*packs.loaded, load(source, packs)))
    except NotLoaded as error:
        return replace(packs, problems=(*packs.problems, str(error)))


def _installed() -> Iterator[tuple[Source, str]]:
    """Yield the installed packs, each with what is wrong with there being it, if anything is."""
    first: dict[str, EntryPoint] = {}
    for entry in sorted(entry_points(GROUP), key=lambda each: (each.name != BUILTIN, each.name)):
        origin = f"{entry.distribution} {entry.version}" if entry.distribution else entry.value
        source = Source(entry.name, entry.version or "unknown", origin, entry.value, entry.load)
        if entry.name == BUILTIN and entry.value != _BUILTIN_MODULE:
            yield source, f"{origin} offers a rule pack called {BUILTIN}, which is the program's own: refused"
            continue
        other = first.setdefault(entry.name, entry)
        if other is not entry and other != entry:
            there = f"{other.distribution} {other.version}"
            yield source, f"{there} and {origin} both offer a rule pack {entry.name}: the first is used"
        elif other is entry:
            yield source, ""


def _built_in(source: Source, manager: pluggy.PluginManager) -> Pack:
    """Load the program's own pack, which needs no looking over."""
    plugin = source.load()
    manager.register(plugin, name=source.name)
    manager.check_pending()
    return Pack(
        name=source.name,
        version=source.version,
        origin=source.origin,
        rules=tuple(manager.hook.modelspec_rules()[0]),
        profiles=tuple(manager.hook.modelspec_profiles()[0]),
        location=str(getattr(plugin, "__file__", None) or ""),
    )
