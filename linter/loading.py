"""Loading a pack in Python that is not ours: imported, asked what it offers, held against what is there."""

from __future__ import annotations

import re
from typing import Any

import pluggy

from modelspec_lint.linter import hookspecs
from modelspec_lint.linter.document import printable
from modelspec_lint.linter.nearest import did_you_mean
from modelspec_lint.linter.pack_faults import PackFault, checked, paths_of, profiles_of, rules_of
from modelspec_lint.linter.plugins import Packs, Source
from modelspec_lint.linter.verdicts import Pack
from modelspec_lint.linter.watchdog import LOADING_SECONDS, Overrun, Watchdog

_UNKNOWN_HOOK = re.compile(r"unknown hook '(\w+)'")


class NotLoaded(Exception):
    """A pack could not be loaded; the message is a sentence that says which, and why."""


def load(source: Source, packs: Packs) -> Pack:
    """Load a pack beside others; raises :class:`NotLoaded`, and then none of its hooks is ever asked."""
    watchdog = Watchdog(LOADING_SECONDS)
    known = packs.hooks.has_plugin(source.name)
    try:
        return watchdog.call(
            lambda: checked(_offered(source, packs.hooks), packs.loaded), f"pack {source.name}"
        )
    except KeyboardInterrupt:
        raise
    except BaseException as error:
        if not known and packs.hooks.has_plugin(source.name):
            packs.hooks.unregister(name=source.name)
        reason = _say(error)
        if isinstance(error, Overrun):
            reason = f"it took longer than {watchdog.limit:g} seconds"
        said = f"the rule pack {source.name} ({source.value}) could not be loaded: {reason}"
        raise NotLoaded(printable(said)) from None
    finally:
        watchdog.close()


def _offered(source: Source, manager: pluggy.PluginManager) -> Pack:
    """Import a pack, register its hooks, and ask it what it offers."""
    if manager.has_plugin(source.name):
        raise PackFault("there is a pack of that name already")
    plugin: Any = source.load()
    manager.register(plugin, name=source.name)
    _refuse_unknown_hooks(manager)
    hook, given = manager.hook, {}
    for each in (hook.modelspec_rules, hook.modelspec_profiles, hook.modelspec_knowledge):
        for implementation in each.get_hookimpls():
            if implementation.plugin is plugin:
                given[each.name] = implementation.function()
    giver, rules = "RULES", getattr(plugin, "RULES", ())
    if "modelspec_rules" in given:
        giver, rules = "modelspec_rules()", given["modelspec_rules"]
    elif not hasattr(plugin, "RULES") and not manager.get_hookcallers(plugin):
        raise PackFault("it offers nothing: a function with @hookimpl is wanted, or a list called RULES")
    return Pack(
        name=source.name,
        version=source.version or str(getattr(plugin, "__version__", "unknown"))[:50],
        origin=source.origin,
        rules=tuple(sorted(rules_of(rules, giver), key=lambda rule: str(rule.code))),
        knowledge=tuple(paths_of(given.get("modelspec_knowledge", ()), "modelspec_knowledge()")),
        profiles=tuple(profiles_of(given.get("modelspec_profiles", ()), "modelspec_profiles()")),
        location=str(getattr(plugin, "__file__", None) or ""),
    )


def _refuse_unknown_hooks(manager: pluggy.PluginManager) -> None:
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        unknown = _UNKNOWN_HOOK.search(str(error))
        if unknown is None:
            raise
        known = [each for each in vars(hookspecs) if each.startswith("modelspec_")]
        raise PackFault(f"there is no hook {unknown[1]!r}{did_you_mean(unknown[1], known)}") from None


def _say(error: BaseException) -> str:
    try:
        first = str(error).splitlines()[0] if str(error) else ""
    except Exception:  # an error of a pack may be unable to say even that
        first = ""
    return (first if isinstance(error, PackFault) else f"{type(error).__name__}: {first}")[:500]
