"""Running the cases of a pack: what its author tests, by the engine that runs the pack elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.declarative.load import DeclarativePack
from modelspec_lint.linter.declarative.rules import Case, DeclaredRule
from modelspec_lint.linter.document import SourceFile, read_source
from modelspec_lint.linter.engine import lint
from modelspec_lint.linter.plan import Judging, UniformPlan
from modelspec_lint.linter.plugins import Packs
from modelspec_lint.linter.testing import FILE, merge
from modelspec_lint.linter.verdicts import Result


@dataclass(frozen=True, slots=True)
class CaseFailure:
    """A case that did not go as it says, in a finished sentence."""

    declared: DeclaredRule
    case: Case
    message: str


def spec_of(case: Case) -> str:
    """Return the spec that a case stands for: its fragment, merged into the clean spec of the tests."""
    return merge(case.text)


def run_case(
    case: Case,
    codes: frozenset[str],
    packs: Packs,
    knowledge: KnowledgeBase,
    durations: dict[str, int] | None = None,
) -> Result:
    """Lint the spec of a case by the rules with these codes."""
    return lint([_source(case)], UniformPlan(Judging(codes)), packs, knowledge, durations=durations)


def with_pack(packs: Packs, pack: DeclarativePack) -> Packs:
    """Return packs with a loaded one, and what it extends, after them."""
    new = dict.fromkeys(pack.in_order())
    return replace(packs, loaded=(*packs.loaded, *(each.pack for each in new)))


def failures(pack: DeclarativePack, packs: Packs, knowledge: KnowledgeBase) -> Iterator[CaseFailure]:
    """Run every case of a pack; yield those that do not go as they say. ``packs`` hold the pack itself."""
    for declared in pack.rules:
        for case in declared.cases:
            message = _failure(declared, case, packs, knowledge)
            if message:
                yield CaseFailure(declared, case, message)


def _failure(declared: DeclaredRule, case: Case, packs: Packs, knowledge: KnowledgeBase) -> str:
    result = run_case(case, frozenset({declared.rule.code}), packs, knowledge)
    if not result.summary.specs:
        return "the fragment makes no ModelSpec that can be read"
    if result.crashes:
        return f"the rule failed: {result.crashes[0].error}"
    spoke = [verdict for verdict in result.verdicts if verdict.code == declared.rule.code]
    undecided = [each for each in result.undecided if each.code == declared.rule.code]
    if undecided:
        at = f" ({undecided[0].pointer})" if undecided[0].pointer else ""
        return f"the rule could not decide: {undecided[0].reason}{at}"
    if case.expected == "bad" and not spoke:
        return "the rule is silent, and it should speak"
    if case.expected == "good" and spoke:
        return f"the rule speaks, and it should be silent: {spoke[0].message}"
    return ""


def _source(case: Case) -> SourceFile:
    return read_source(case.file or FILE, spec_of(case).encode())
