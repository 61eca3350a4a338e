"""Whether anything measures a deployment."""

from __future__ import annotations

from modelspec_lint.linter import Deployment


def measured(deployment: Deployment) -> bool:
    """Tell whether metrics are enabled: naming a provider or a port does it, unless they are switched off."""
    observability = deployment.spec.operations.observability
    if observability.metrics_enabled is not None:
        return observability.metrics_enabled
    return observability.metrics_provider is not None or observability.metrics_port is not None
