"""The ledger: every suppression of the files of a run, with who answers for it, and whether it is needed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.suppressions.file_suppressions import FileSuppressions, idle_rules, joint_terms
from modelspec_lint.linter.suppressions.ran import Judgements
from modelspec_lint.linter.suppressions.terms import RuleNames, Terms

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base import KnowledgeBase
    from modelspec_lint.linter.document import Document
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
    files: Iterable[FileSuppressions],
    result: Result,
    plan: Plan,
    rules: Iterable[Rule],
    knowledge: KnowledgeBase,
    today: date,
) -> tuple[Waiver, ...]:
    """Return the waivers of files that were linted with this result, by file and place.

    The suppressions must be as they were read: what they accept of the result is counted here.
    """
    verdicts = (*result.verdicts, *(each.verdict for each in result.accepted))
    judgements = Judgements(result.undecided, result.crashes, verdicts)
    names = RuleNames(rules)
    kept = {id(each.source): _Terms(each, plan, names, knowledge, today) for each in files}
    for verdict in sorted(verdicts, key=lambda each: each.order):
        terms = kept.get(id(verdict.source))
        if terms is not None:
            terms.file.accepts(verdict, terms.of(verdict.document))
    waivers = (each for terms in kept.values() for each in terms.waivers(judgements))
    return tuple(sorted(waivers, key=lambda each: each.order))


class _Terms:
    """The suppressions of one file, with how its documents are judged."""

    def __init__(
        self, file: FileSuppressions, plan: Plan, names: RuleNames, knowledge: KnowledgeBase, today: date
    ) -> None:
        self.file = file
        self._plan = plan
        self._names = names
        self._knowledge = knowledge
        self._today = today
        self._judgings: dict[int, Judging] = {}

    def of(self, document: Document | None) -> Terms:
        """Return the terms of a document's suppressions, or of the file's."""
        judging = self._judging(document)
        return Terms(self._names, self._today, judging.unsuppressable, judging.reasons_required)

    def waivers(self, judgements: Judgements) -> Iterable[Waiver]:
        """Yield a waiver for every suppression."""
        path = self.file.source.path
        for suppression in self.file.all:
            idle = idle_rules(
                suppression,
                joint_terms(suppression, self.of),
                lambda rule, document: judgements.ran(rule, document, path, self._judging(document)),
            )
            named = suppression.wording.rules
            problems = tuple(each.message for each in self.file.problems(suppression, self.of))
            yield Waiver(
                suppression,
                self._state(suppression, len(idle)),
                tuple(map(self._code, (each.word for each in named))),
                tuple(map(self._code, (each.word for each in idle))),
                sum(each.accepted for each in named),
                problems,
            )

    def _judging(self, document: Document | None) -> Judging:
        key = id(document)
        if key not in self._judgings:
            deployment = Deployment(document, self._knowledge) if document is not None else None
            self._judgings[key] = self._plan.of(self.file.source, deployment)
        return self._judgings[key]

    def _state(self, suppression: Suppression, idle: int) -> State:
        terms = joint_terms(suppression, self.of)
        if suppression.wording.mistakes:
            return "bad"
        if suppression.expired(self._today):
            return "expired"
        if not suppression.in_force(terms):
            return "bad"
        found = [self._names.find(each.word) for each in suppression.wording.rules]
        able = sum(rule is not None and terms.silences(rule) for rule in found)
        if not able:
            return "bad"
        return "unused" if idle == able else "active"

    def _code(self, word: str) -> str:
        """Return the code of the rule that is named; the word itself where there is no such rule."""
        rule = self._names.find(word)
        return rule.code if rule is not None else word
