"""Packs: found, loaded one by one, and asked for their rules through the hooks.

A pack that cannot be imported loses only itself; it is reported, and the run fails for it.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import pluggy

from modelspec_lint.linter import hookspecs
from modelspec_lint.linter.installed import EntryPoint, entry_points
from modelspec_lint.linter.profile import Profile
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import BUILTIN, Pack

GROUP = "modelspec_lint.packs"


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
        """List the profiles of all packs; of two with one name the first is taken."""
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


def load_packs() -> Packs:
    """Load every installed pack; the built-in one first, the others by name."""
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    loaded: list[Pack] = []
    problems: list[str] = []
    owner: dict[str, str] = {}
    for entry in _entry_points():
        try:
            pack = _load(entry, manager)
        except Exception as error:
            problems.append(f"The rule pack {entry.name} ({entry.value}) could not be loaded: {_say(error)}")
            continue
        for rule in pack.rules:
            for identity in (rule.code, rule.name):
                other = owner.setdefault(identity, pack.name)
                if other != pack.name:
                    problems.append(f"The rule packs {other} and {pack.name} both have a rule {identity}")
        loaded.append(pack)
    return Packs(tuple(loaded), manager, tuple(problems))


def _entry_points() -> list[EntryPoint]:
    found = {entry.name: entry for entry in reversed(entry_points(GROUP))}
    return sorted(found.values(), key=lambda entry: (entry.name != BUILTIN, entry.name))


def _load(entry: EntryPoint, manager: pluggy.PluginManager) -> Pack:
    plugin = entry.load()
    manager.register(plugin, name=entry.name)
    try:
        manager.check_pending()
        rules = cast("list[Rule]", _asked(manager.hook.modelspec_rules, plugin))
        profiles = tuple(_asked(manager.hook.modelspec_profiles, plugin))
        knowledge = tuple(map(os.fspath, _asked(manager.hook.modelspec_knowledge, plugin)))
        for rule in rules:
            if not isinstance(rule, Rule):
                raise TypeError(f"modelspec_rules() gave {rule!r}, which is not a rule")
        for profile in profiles:
            if not isinstance(profile, Profile):
                raise TypeError(f"modelspec_profiles() gave {profile!r}, which is not a profile")
    except BaseException:
        manager.unregister(name=entry.name)
        raise
    return Pack(
        name=entry.name,
        version=entry.version or "unknown",
        origin=f"{entry.distribution} {entry.version}" if entry.distribution else entry.value,
        rules=tuple(sorted(rules, key=lambda rule: rule.code)),
        knowledge=knowledge,
        profiles=profiles,
    )


def _asked(hook: pluggy.HookCaller, plugin: object) -> list[Any]:
    """Return what one plugin answers to a hook that asks for a list; nothing where it does not answer."""
    for implementation in hook.get_hookimpls():
        if implementation.plugin is plugin:
            answer = implementation.function()
            if isinstance(answer, str | bytes):
                raise TypeError(f"{hook.name}() gave {answer!r}, not a list")
            return list(cast("Iterable[Any]", answer))
    return []


def _say(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0][:300]
