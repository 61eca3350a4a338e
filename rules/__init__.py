"""The built-in rules, handed over through the same hook as those of any other pack."""

from __future__ import annotations

from modelspec_lint.linter import Profile, Rule, hookimpl
from modelspec_lint.rules import (
    cost,
    file,
    governance,
    identity,
    latency,
    memory,
    observability,
    pipeline,
    scaling,
    serving,
    structure,
    suppressions,
)
from modelspec_lint.rules.profiles import PROFILES

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *file.RULES,
            *structure.RULES,
            *memory.RULES,
            *identity.RULES,
            *latency.RULES,
            *scaling.RULES,
            *serving.RULES,
            *observability.RULES,
            *governance.RULES,
            *cost.RULES,
            *pipeline.RULES,
            *suppressions.RULES,
        ),
        key=lambda rule: rule.code,
    )
)


@hookimpl
def modelspec_profiles() -> tuple[Profile, ...]:
    """Return the built-in profiles, from the least to the most."""
    return PROFILES


@hookimpl
def modelspec_rules() -> tuple[Rule, ...]:
    """Return every built-in rule, by code."""
    return RULES
