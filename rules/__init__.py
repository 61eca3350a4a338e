"""The built-in rules, handed over through the same hook as those of any other pack."""

from __future__ import annotations

from modelspec_lint.linter import Rule, hookimpl
from modelspec_lint.rules import file, governance, identity, latency, memory, scaling, structure

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *file.RULES,
            *structure.RULES,
            *memory.RULES,
            *identity.RULES,
            *latency.RULES,
            *scaling.RULES,
            *governance.RULES,
        ),
        key=lambda rule: rule.code,
    )
)


@hookimpl
def modelspec_rules() -> tuple[Rule, ...]:
    """Return every built-in rule, by code."""
    return RULES
