"""MS601."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import METRICS
from modelspec_lint.rules.observability.measured import measured


@rule(
    "MS601",
    "metrics-disabled",
    severity=Severity.WARNING,
    tags=("observability", "production"),
    fields=(METRICS,),
    silenced_by=("MS602",),
)
def metrics_disabled(deployment: Deployment) -> Iterator[Finding]:
    """In production no metrics are collected.

    ## What it does
    Where a label says production, asks for `observability.metrics` that are enabled. Naming a provider or a
    port counts as enabling them.

    ## Why it matters
    Queue length, use of the KV cache and time to the first token are what tells a replica that is busy from
    one that drowns. Without them scaling follows the processor, which says nothing about a GPU, and the
    first to notice a slow model are its users.

    ## Bad
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      operations:
        observability:
          metrics:
            enabled: false
    ```

    ## Good
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      operations:
        observability:
          metrics:
            enabled: true
            provider: prometheus
    ```

    ## Options
    None.

    ## Sources
    - Google, Site Reliability Engineering, "Monitoring Distributed Systems",
      <https://sre.google/sre-book/monitoring-distributed-systems/>
    - EU AI Act (Regulation (EU) 2024/1689), Art. 26(5): deployers of high-risk systems
      monitor them
    """
    if not deployment.production or measured(deployment):
        return
    off = deployment.spec.operations.observability.metrics_enabled is False
    yield finding(
        f"{METRICS}/enabled",
        "Metrics are switched off in production." if off else "No metrics are declared in production.",
        help="metrics: enabled: true, and the provider that collects them",
    )
