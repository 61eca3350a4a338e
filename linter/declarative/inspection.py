"""Looking a pack over: what loads and passes its cases, and could still be better."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.declarative.cases import run_case
from modelspec_lint.linter.declarative.load import DeclarativePack
from modelspec_lint.linter.declarative.rules import DeclaredRule
from modelspec_lint.linter.document.node import Node
from modelspec_lint.linter.plugins import Packs
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import Result

SLOW_MILLISECONDS = 5.0
"""An estimate takes one or two; a rule that takes more is felt in a repository of a thousand specs."""
_LEAST_WHY = 20
_RUNS = 5
_LISTS = {"approved-models": ("models", "models"), "approved-accelerators": ("accelerators", "accelerators")}


class Remark(NamedTuple):
    """Something about a rule that its author should look at, in a finished sentence."""

    declared: DeclaredRule
    node: Node
    message: str


def remarks(pack: DeclarativePack, packs: Packs, knowledge: KnowledgeBase) -> Iterator[Remark]:
    """Look over the rules of a pack; ``packs`` hold the pack itself and those that it may overlap with."""
    prefixes = [re.sub("[0-9]+$", "", each.rule.code) for each in pack.rules]
    seen: dict[object, DeclaredRule] = {}
    for declared, prefix in zip(pack.rules, prefixes, strict=True):
        if prefix != prefixes[0]:
            yield Remark(
                declared, declared.node, f"the prefix {prefix} is not that of the others, {prefixes[0]}"
            )
        yield from _page(declared)
        yield from _names(declared, knowledge)
        if declared.given is not None:
            asked = (declared.template, repr(sorted(declared.given.values.items())), declared.scope)
            first = seen.setdefault(asked, declared)
            if first is not declared:
                yield Remark(declared, declared.node, f"the same is asked by {first.rule.code}")
        yield from _overlap(declared, packs, knowledge)
        yield from _speed(declared, packs, knowledge)


def _page(declared: DeclaredRule) -> Iterator[Remark]:
    if len(declared.why.strip()) < _LEAST_WHY:
        yield Remark(declared, declared.node, "'why' is too short to convince anybody")
    if not declared.has_help:
        yield Remark(declared, declared.node, "there is no 'help': what can somebody do about a finding?")
    if declared.given is None and not declared.has_message:
        yield Remark(declared, declared.node, "there is no 'message': the finding says no more than its name")


def _names(declared: DeclaredRule, knowledge: KnowledgeBase) -> Iterator[Remark]:
    """Find entries of approved lists that nothing in the knowledge base is called."""
    if declared.template not in _LISTS or declared.given is None:
        return
    name, catalogue_name = _LISTS[declared.template]
    catalogue = getattr(knowledge, catalogue_name)
    node = declared.given.nodes[name]
    for entry, item in zip(declared.given.texts(name), node.items or (), strict=True):
        if "*" in entry or catalogue.resolve(entry).fact is not None:
            continue
        near = catalogue.suggest(entry)[:1]
        advice = f"; did you mean {near[0]!r}?" if near else ", and only a spec with this very name matches"
        yield Remark(declared, item, f"the knowledge base knows no {entry!r}{advice}")


def _overlap(declared: DeclaredRule, packs: Packs, knowledge: KnowledgeBase) -> Iterator[Remark]:
    """Find built-in rules that speak at the same place, as loud, wherever this one should."""
    builtin = frozenset(rule.code for rule, pack in packs.rules() if pack.trusted)
    shared: set[str] | None = None
    for case in declared.cases:
        if case.expected == "bad":
            others = _beside(run_case(case, builtin | {declared.rule.code}, packs, knowledge), declared)
            shared = others if shared is None else shared & others
    for code in sorted(shared or ()):
        yield Remark(declared, declared.node, f"{code} speaks of the same place in every bad case")


def _beside(result: Result, declared: DeclaredRule) -> set[str]:
    code = declared.rule.code
    places = {verdict.pointer for verdict in result.verdicts if verdict.code == code}
    return {
        verdict.code
        for verdict in result.verdicts
        if verdict.code != code and verdict.pointer in places and verdict.severity >= Severity.WARNING
    }


def _speed(declared: DeclaredRule, packs: Packs, knowledge: KnowledgeBase) -> Iterator[Remark]:
    """Time the rule on each of its cases, the fastest of a few runs."""
    slowest = 0.0
    for case in declared.cases:
        times = []
        for _ in range(_RUNS):
            durations: dict[str, int] = {}
            run_case(case, frozenset({declared.rule.code}), packs, knowledge, durations)
            times.append(durations.get(declared.rule.code, 0) / 1e6)
        slowest = max(slowest, min(times))
    if slowest > SLOW_MILLISECONDS:
        yield Remark(declared, declared.node, f"it takes {slowest:.0f} ms for one spec")
