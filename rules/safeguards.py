"""What stands between the people who use a model and the model: guardrails, and steps that redact."""

from __future__ import annotations

import re

from modelspec_lint.linter import Deployment

_GUARDS = r"(?i)guard|moderat|safety|toxic|jailbreak|inject|content[-_ ]?(filter|policy)|shield|profan|harm"
_REDACTS = r"(?i)redact|mask|anonymi|pseudonymi|scrub|de-?identif|sanitiz|sanitis|presidio|pii|personal|dlp"


def guarded(deployment: Deployment) -> bool:
    """Whether a dependency or a step that runs keeps harmful questions or answers out."""
    return any(re.search(_GUARDS, name) for name in _steps(deployment)) or any(
        dependency.role == "guardrail" or re.search(_GUARDS, dependency.id or "")
        for dependency in deployment.spec.pipeline.dependencies
    )


def redacted(deployment: Deployment) -> bool:
    """Whether a dependency or a step that runs takes personal data out."""
    dependencies = deployment.spec.pipeline.dependencies
    named = (*_steps(deployment), *(dependency.id or "" for dependency in dependencies))
    return any(re.search(_REDACTS, name) for name in named)


def _steps(deployment: Deployment) -> list[str]:
    """List the names and types of the steps that run."""
    pipeline = deployment.spec.pipeline
    return [
        f"{step.name or ''} {step.type or ''}"
        for step in (*pipeline.preprocess, *pipeline.postprocess)
        if step.enabled is not False
    ]
