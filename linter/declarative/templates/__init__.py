"""Templates: the checks that a pack takes as they are, with parameters of its own."""

from __future__ import annotations

from modelspec_lint.linter.declarative.templates.approved_facts import APPROVED_ACCELERATORS, APPROVED_MODELS
from modelspec_lint.linter.declarative.templates.approved_registries import APPROVED_REGISTRIES
from modelspec_lint.linter.declarative.templates.forbidden_field import FORBIDDEN_FIELD
from modelspec_lint.linter.declarative.templates.in_range import RANGE
from modelspec_lint.linter.declarative.templates.listed_values import ALLOWED_VALUES, FORBIDDEN_VALUES
from modelspec_lint.linter.declarative.templates.matching import NAMING, PATTERN_OF_FIELD
from modelspec_lint.linter.declarative.templates.max_cost_per_month import MAX_COST_PER_MONTH
from modelspec_lint.linter.declarative.templates.max_gpus import MAX_GPUS
from modelspec_lint.linter.declarative.templates.required_field import REQUIRED_FIELD
from modelspec_lint.linter.declarative.templates.required_key import REQUIRED_ANNOTATION, REQUIRED_LABEL
from modelspec_lint.linter.declarative.templates.template import Misfit, Template

TEMPLATES: dict[str, Template] = {
    each.name: each
    for each in (
        REQUIRED_FIELD,
        FORBIDDEN_FIELD,
        REQUIRED_LABEL,
        REQUIRED_ANNOTATION,
        ALLOWED_VALUES,
        FORBIDDEN_VALUES,
        PATTERN_OF_FIELD,
        RANGE,
        NAMING,
        APPROVED_MODELS,
        APPROVED_ACCELERATORS,
        APPROVED_REGISTRIES,
        MAX_GPUS,
        MAX_COST_PER_MONTH,
    )
}
"""Every template by its name."""

__all__ = ["TEMPLATES", "Misfit", "Template"]
