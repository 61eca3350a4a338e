"""Checking all built-in facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from modelspec_lint.knowledge_base.check.accelerators import accelerator_problems
from modelspec_lint.knowledge_base.check.instances import instance_problems
from modelspec_lint.knowledge_base.check.models import CheckedModel, Verdict, check_model
from modelspec_lint.knowledge_base.check.problem import FactProblem
from modelspec_lint.knowledge_base.knowledge import KnowledgeBase


@dataclass(frozen=True, slots=True)
class FactsCheck:
    """What the check of all facts found: models one by one, problems, how many entries were looked at."""

    models: tuple[CheckedModel, ...]
    accelerators: int
    instances: int
    problems: tuple[FactProblem, ...]

    @property
    def verdicts(self) -> Counter[Verdict]:
        """Count the models by verdict."""
        return Counter(model.verdict for model in self.models)

    @property
    def not_recountable(self) -> tuple[CheckedModel, ...]:
        """The models whose parameters nothing written down implies, each with the reason."""
        return tuple(model for model in self.models if model.verdict == "not recountable")


def check_facts(knowledge: KnowledgeBase) -> FactsCheck:
    """Recount every model; look for contradictions in accelerators, instance types and prices."""
    models = tuple(check_model(model) for model in knowledge.models)
    accelerators = {accelerator.id: accelerator for accelerator in knowledge.accelerators}
    problems = [
        *(FactProblem("models", model.identifier, message) for model in models for message in model.problems),
        *(problem for each in accelerators.values() for problem in accelerator_problems(each)),
        *instance_problems(knowledge.instances, accelerators),
        *_unknown_licences(models, knowledge),
    ]
    return FactsCheck(models, len(accelerators), len(knowledge.instances), tuple(problems))


def _unknown_licences(models: Iterable[CheckedModel], knowledge: KnowledgeBase) -> Iterator[FactProblem]:
    """Find models whose licence is not among the licences."""
    for model in models:
        licence = knowledge.models.get(model.identifier).license
        if licence is not None and licence not in knowledge.licences:
            yield FactProblem(
                "models", model.identifier, f"its licence `{licence}` is not among the licences"
            )
