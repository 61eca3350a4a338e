"""The names that configuration may use: rules, options, profiles, frameworks, and what specs declare."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from modelspec_lint.linter.config.condition import vendor_of
from modelspec_lint.linter.nearest import did_you_mean, nearest
from modelspec_lint.linter.options import Option, OptionValue
from modelspec_lint.linter.plugins import Packs
from modelspec_lint.linter.profile import Profile, UnknownProfile, find_profile
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.selection import UnknownRule, codes_named

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base import KnowledgeBase

FRAMEWORKS = "frameworks"
"""The option that ``[governance] frameworks`` sets, in every rule that has it."""


class UnknownName(Exception):
    """A name or value that means nothing here; the message is a sentence with what may have been meant."""


class Vocabulary:
    """The rules, profiles and facts that the names in configuration are held against."""

    def __init__(self, packs: Packs, knowledge: KnowledgeBase) -> None:
        self.packs = packs
        self.rules = tuple(rule for rule, _ in packs.rules())
        self._pairs = tuple(packs.rules())
        self._profiles = packs.profiles()
        self._disabled = packs.disabled()
        self._knowledge = knowledge

    def codes(self, word: str) -> frozenset[str]:
        """Return the codes that a word names."""
        try:
            return codes_named(self._pairs, word)
        except UnknownRule as error:
            raise UnknownName(_begun(error)) from None

    def selected(self, word: str) -> frozenset[str]:
        """Return the codes that a word selects; what packs disabled is selected by its code or name only."""
        codes = self.codes(word)
        exact = len(codes) == 1 and (word.upper() in codes or word.lower() in self._by_name)
        return codes if exact else codes - self._disabled

    def profile(self, wanted: str) -> Profile:
        """Return the profile that is meant by ``name`` or ``name@edition``."""
        try:
            return find_profile(wanted, self._profiles, self.rules)
        except UnknownProfile as error:
            raise UnknownName(_begun(error)) from None

    def rule(self, name: str) -> Rule:
        """Return the rule with a code or name."""
        rule = self._by_name.get(name.upper()) or self._by_name.get(name.lower())
        if rule is None:
            raise UnknownName(f"there is no rule {name!r}{did_you_mean(name, self._by_name)}")
        return rule

    def option(self, rule: Rule, name: str) -> Option:
        """Return a rule's option."""
        options = {each.name: each for each in rule.options}
        if name not in options:
            there = f"; there is {', '.join(options)}" if options else ": it has none"
            hint = did_you_mean(name, options) or there
            raise UnknownName(f"{rule.code} ({rule.name}) has no option {name!r}{hint}")
        return options[name]

    def option_value(self, rule: Rule, option: Option, value: Any) -> OptionValue:
        """Return a value as the option takes it."""
        problem = option.problem(value)
        if problem is not None:
            hint = did_you_mean(value, option.choices) if isinstance(value, str) else ""
            raise UnknownName(f"{problem} for {option.name} of {rule.code} ({rule.name}){hint}")
        taken: OptionValue = tuple(value) if isinstance(value, list) else value
        if option.name == FRAMEWORKS and isinstance(taken, tuple):
            for each in taken:
                self.framework(each)
        return taken

    def framework(self, name: str) -> str:
        """Return a name that means a law, a standard or a framework."""
        controls = self._knowledge.controls
        if controls.resolve(name).fact is None:
            hint = did_you_mean(name, controls.ids()) or f"; there are {', '.join(controls.ids())}"
            raise UnknownName(f"there is no framework {name!r}{hint}")
        return name

    def declared(self, kind: str, value: str) -> str:
        """Return a selector's value, unless it looks like a slip in a name that is known.

        An organisation may have names of its own: what is near to none that is known is taken as it is.
        """
        known: Iterable[str] = ()
        if kind == "task" and not self._knowledge.workloads.resolve(value).facts:
            known = self._knowledge.workloads.ids()
        elif kind == "framework" and not self._knowledge.engines.resolve(value).facts:
            known = self._knowledge.engines.ids()
        elif kind == "vendor" and vendor_of(value) not in self._vendors:
            known = self._vendors
        near = [each.name for each in nearest(value, known) if each.nearness != "words"] if known else []
        if near:
            raise UnknownName(f"there is no {kind} {value!r}{did_you_mean(value, near)}")
        return value

    @cached_property
    def _vendors(self) -> tuple[str, ...]:
        return tuple(sorted({each.vendor for each in self._knowledge.accelerators}))

    @cached_property
    def _by_name(self) -> Mapping[str, Rule]:
        return {name: rule for rule in self.rules for name in (rule.code, rule.name)}


def _begun(error: Exception) -> str:
    """Continue a sentence with another's."""
    text = str(error)
    return text[:1].lower() + text[1:]
