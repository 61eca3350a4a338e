"""Rules of one organisation that need code. The entry point in ``pyproject.toml`` names this module."""

from collections.abc import Iterable
from dataclasses import replace

from acme_modelspec.end_unknown import end_unknown
from acme_modelspec.quota_exceeded import quota_exceeded
from modelspec_lint.linter import Deployment, Finding, Rule, hookimpl


@hookimpl
def modelspec_rules() -> Iterable[Rule]:
    """Return the rules of this pack."""
    return (quota_exceeded, end_unknown)


@hookimpl
def modelspec_finding(finding: Finding, deployment: Deployment) -> Finding | None:
    """Say under every finding about a deployment, of whichever rule, who answers for it."""
    owner = deployment.spec.governance.owner
    if owner is None:
        return None
    return replace(finding, help=(*finding.help, f"{owner} answers for this deployment"))
