"""The ledger: every suppression of the files of a run, with who answers for it, and whether it is needed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.suppressions.applying import Applying
from modelspec_lint.linter.suppressions.file_suppressions import (
    FileSuppressions,
    Ran,
    TermsOf,
    idle_rules,
    joint_terms,
)
from modelspec_lint.linter.suppressions.ran import Judgements
from modelspec_lint.linter.suppressions.terms import RuleNames, Terms

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base import KnowledgeBase
    from modelspec_lint.linter.plan import Judging, Plan
    from modelspec_lint.linter.rule import Rule
    from modelspec_lint.linter.suppressions.suppression import Suppression
    from modelspec_lint.linter.verdicts import Result

State = Literal["active", "unused", "expired", "bad"]
STATES: tuple[State, ...] = ("active", "unused", "expired", "bad")


@dataclass(frozen=True, slots=True)
class Waiver:
    """One suppression as the ledger shows it.

    ``active`` ones are in force: they accept ``findings``, or it cannot be told that they never would.
    ``unused`` ones are in force for nothing, with all their rules; ``idle`` names those of a waiver that are.
    ``expired`` and ``bad`` ones accept nothing, the latter for the ``problems`` (finished sentences) that
    they have; an active one may have some as well, such as an unknown rule beside known ones.
    """

    suppression: Suppression
    state: State
    rules: tuple[str, ...]
    idle: tuple[str, ...]
    findings: int
    problems: tuple[str, ...]

    @property
    def order(self) -> tuple[str, int]:
        """What the ledger is sorted by: file, place."""
        return (self.suppression.source.path, self.suppression.start)


def ledger(
    files: Sequence[FileSuppressions],
    result: Result,
    plan: Plan,
    rules: Iterable[Rule],
    knowledge: KnowledgeBase,
    today: date,
) -> tuple[Waiver, ...]:
    """Return the waivers of files that were linted with this result, by file and place.

    The suppressions must be as they were read: what they accept of the result is counted here.
    """
    rules = tuple(rules)
    verdicts = (*result.verdicts, *(each.verdict for each in result.accepted))
    applying = Applying(files, rules, dict(_judgings(files, plan, knowledge)), today)
    applying.split(verdicts)
    judgements = Judgements(result.undecided, result.crashes, verdicts)
    names = RuleNames(rules)
    waivers = (
        _waiver(file, each, applying.terms_of(file), applying.ran_in(file, judgements), names)
        for file in files
        for each in file.all
    )
    return tuple(sorted(waivers, key=lambda each: each.order))


def _judgings(
    files: Iterable[FileSuppressions], plan: Plan, knowledge: KnowledgeBase
) -> Iterator[tuple[int | str, Judging]]:
    for file in files:
        yield file.source.path, plan.of(file.source, None)
        for document in file.source.documents:
            yield id(document), plan.of(file.source, Deployment(document, knowledge))


def _waiver(
    file: FileSuppressions, suppression: Suppression, terms_of: TermsOf, ran: Ran, names: RuleNames
) -> Waiver:
    terms = joint_terms(suppression, terms_of)
    named = suppression.wording.rules
    idle = idle_rules(suppression, terms, ran)

    def code(word: str) -> str:
        rule = names.find(word)
        return rule.code if rule is not None else word

    return Waiver(
        suppression,
        _state(suppression, terms, len(idle)),
        tuple(code(each.word) for each in named),
        tuple(code(each.word) for each in idle),
        sum(each.accepted for each in named),
        tuple(each.message for each in file.problems(suppression, terms_of)),
    )


def _state(suppression: Suppression, terms: Terms, idle: int) -> State:
    if suppression.wording.mistakes:
        return "bad"
    if suppression.expired(terms.today):
        return "expired"
    if not suppression.in_force(terms):
        return "bad"
    found = [terms.names.find(each.word) for each in suppression.wording.rules]
    able = sum(rule is not None and terms.silences(rule) for rule in found)
    if not able:
        return "bad"
    return "unused" if idle == able else "active"
