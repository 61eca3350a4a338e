"""The log level of a deployment: its field, or the variable that tells the engine."""

from __future__ import annotations

from modelspec_lint.linter import Deployment

_TALKATIVE = ("debug", "trace")


def debugging(deployment: Deployment) -> tuple[str, str | None] | None:
    """Return the level at which requests are written down, and the variable that sets it if one does.

    ``None`` where no level is declared, or one that says less.
    """
    declared = deployment.spec.operations.observability.logging_level
    stated = deployment.environment.get("logging-level") if deployment.spec.runtime.variables else None
    if declared is None and stated is None:
        return None
    known = deployment.knowledge.vocabulary("log-levels")
    if declared is not None and known.get(declared.strip().lower()) in _TALKATIVE:
        return declared.strip().lower(), None
    if stated is not None and known.get(stated[0].strip().lower()) in _TALKATIVE:
        return stated[0].strip().lower(), stated[1]
    return None
