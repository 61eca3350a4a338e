"""Checking facts against each other: what is written down must follow, or at least not contradict."""

from modelspec_lint.knowledge_base.check.check import FactsCheck, check_facts
from modelspec_lint.knowledge_base.check.models import CheckedModel, check_model
from modelspec_lint.knowledge_base.check.problem import FactProblem

__all__ = ["CheckedModel", "FactProblem", "FactsCheck", "check_facts", "check_model"]
