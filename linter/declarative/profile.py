"""A pack's own profile: another one, changed."""

from __future__ import annotations

from collections.abc import Iterable

from modelspec_lint.linter.declarative.mistakes import Notes
from modelspec_lint.linter.declarative.parameters import FLAG, TEXT, TEXTS, WORD, Given, Parameter, read_map
from modelspec_lint.linter.document.node import Node
from modelspec_lint.linter.document.printable import printable
from modelspec_lint.linter.profile import RECOMMENDED, Profile, UnknownProfile, find_profile
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.selection import UnknownRule, select_rules
from modelspec_lint.linter.verdicts import Pack

PARAMETERS = (
    Parameter(
        "name",
        WORD,
        "The name, for --profile.",
        example="acme",
    ),
    Parameter("summary", TEXT, "One sentence: what it is for."),
    Parameter("extends", TEXT, "The profile that it begins with, with or without an edition.", RECOMMENDED),
    Parameter("select", TEXTS, "Rules that it has as well: codes, names, tags, prefixes.", None),
    Parameter("ignore", TEXTS, "Rules that it does not have.", None),
    Parameter("production", FLAG, "Whether every spec is taken for one of production.", None),
    Parameter("notes-are-warnings", FLAG, "Whether notes are warnings.", None),
    Parameter("reasons-required", FLAG, "Whether suppressions need a reason.", None),
)


def read_profile(
    node: Node,
    notes: Notes,
    profiles: tuple[Profile, ...],
    rules: tuple[tuple[Rule, Pack], ...],
    own: frozenset[str],
) -> Profile | None:
    """Read a profile that knows these others and rules; the pack's ``own`` rules always belong to it."""
    given = read_map(node, PARAMETERS, notes, "'profile'")
    if given is None:
        return None
    name = given.values["name"]
    if name is not None and any(each.name == name for each in profiles):
        notes.add(given.nodes["name"], f"there is a profile {name!r} already")
    base = _base(given, notes, profiles, rules)
    added = own | _codes(given, "select", notes, rules)
    dropped = _codes(given, "ignore", notes, rules)
    if base is None or given.wrong or name is None:
        return None

    def holds(rule: Rule) -> bool:
        if rule.code in dropped:
            return False
        return rule.code in added or rule.code in base.codes([rule])

    return Profile(
        name=name,
        summary=printable(given.text("summary")),
        holds=holds,
        production=_or(given.values["production"], base.production),
        notes_are_warnings=_or(given.values["notes-are-warnings"], base.notes_are_warnings),
        reasons_required=_or(given.values["reasons-required"], base.reasons_required),
    )


def _or(given: bool | None, inherited: bool) -> bool:
    return inherited if given is None else given


def _base(
    given: Given, notes: Notes, profiles: tuple[Profile, ...], rules: Iterable[tuple[Rule, Pack]]
) -> Profile | None:
    wanted = given.values["extends"]
    if wanted is None:
        return None
    try:
        return find_profile(wanted, profiles, (rule for rule, _ in rules))
    except UnknownProfile as error:
        notes.add(given.nodes.get("extends", given.node), f"extends: {error}")
        return None


def _codes(given: Given, name: str, notes: Notes, rules: tuple[tuple[Rule, Pack], ...]) -> frozenset[str]:
    """Return the codes that the words of a list stand for; one that selects nothing is noted."""
    codes: set[str] = set()
    every = {rule.code for rule, _ in rules}
    node = given.nodes.get(name)
    for position, word in enumerate(given.texts(name)):
        try:
            kept = select_rules(rules, (), (word,))
        except UnknownRule as error:
            notes.add(node.items[position] if node and node.items else given.node, f"{name}: {error}")
        else:
            codes |= every - {rule.code for rule, _ in kept}
    return frozenset(codes)
