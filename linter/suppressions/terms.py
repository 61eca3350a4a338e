"""On what terms suppressions count: which rules there are, which day it is, what a policy asks of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from modelspec_lint.linter.document.printable import printable
from modelspec_lint.linter.nearest import did_you_mean
from modelspec_lint.linter.rule import Rule

ALWAYS_TOLD = frozenset({"crash", "suppressions"})
"""Subjects of rules that no suppression silences: that a rule failed, and what is wrong with suppressions."""

_LONGEST = 40
_MOST_SUGGESTIONS = 100  # of one run: to look for the nearest of many names takes its time


@dataclass(frozen=True, slots=True)
class Terms:
    """What a document's suppressions are held against.

    ``unsuppressable`` are codes of rules that stay, whatever a file says; ``reasons_required`` makes a
    suppression without a reason count for nothing.
    """

    names: RuleNames
    today: date
    unsuppressable: frozenset[str] = frozenset()
    reasons_required: bool = False

    def silences(self, rule: Rule) -> bool:
        """Whether findings of a rule may be suppressed at all."""
        return rule.on not in ALWAYS_TOLD and rule.code not in self.unsuppressable


class RuleNames:
    """The rules of a run by what a suppression may call them: code or name, in any case."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self._rules = tuple(rules)
        self._by_word = {word: rule for rule in self._rules for word in (rule.name, rule.code)}
        self._problems: dict[str, tuple[str, tuple[str, ...]]] = {}

    def find(self, word: str) -> Rule | None:
        """Return the rule that a word names."""
        return self._by_word.get(word.upper()) or self._by_word.get(word.lower())

    def problem(self, word: str) -> tuple[str, tuple[str, ...]]:
        """Say why a word names no rule, and what to do, in finished sentences."""
        if word not in self._problems:
            self._problems[word] = self._problem(word)
        return self._problems[word]

    def _problem(self, word: str) -> tuple[str, tuple[str, ...]]:
        shown = printable(word, _LONGEST)
        if self._is_group(word):
            return (
                f"`{shown}` stands for a group of rules; a suppression names its rules one by one.",
                ("Name the rules that are meant: nobody has looked at what a group may find one day.",),
            )
        hint = ""
        if len(self._problems) < _MOST_SUGGESTIONS:
            hint = did_you_mean(word, self._by_word)
        return f"There is no rule `{shown}`{hint or '.'}", ()

    def _is_group(self, word: str) -> bool:
        """Whether a selection would understand a word: all rules, those of a tag or of a prefix."""
        if word.upper() == "ALL":
            return True
        return any(word.lower() in rule.tags or rule.code.startswith(word.upper()) for rule in self._rules)
