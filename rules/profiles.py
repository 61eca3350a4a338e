"""The built-in profiles."""

from __future__ import annotations

from modelspec_lint.linter import Profile, Rule, Severity


def _provable(rule: Rule) -> bool:
    """Files, structure, and what is provably wrong."""
    return rule.severity is Severity.ERROR or rule.code.startswith(("MS0", "MS1"))


def _every(rule: Rule) -> bool:
    return True


PROFILES = (
    Profile("minimal", "What is provably wrong, and nothing else.", _provable),
    Profile("recommended", "Every rule at its own severity: what runs without a profile.", _every),
    Profile(
        "production",
        "As if every spec were one of production; suppressions need a reason.",
        _every,
        production=True,
        reasons_required=True,
    ),
    Profile(
        "strict",
        "As production, and every note is a warning.",
        _every,
        production=True,
        notes_are_warnings=True,
        reasons_required=True,
    ),
)
