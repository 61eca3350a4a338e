"""MS602."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import LATENCY_TARGET, METRICS, RATE_TARGET
from modelspec_lint.rules.observability.measured import measured
from modelspec_lint.rules.quantities import number


@rule(
    "MS602",
    "target-without-metrics",
    severity=Severity.WARNING,
    tags=("observability", "latency", "scaling"),
    fields=(METRICS, LATENCY_TARGET, RATE_TARGET),
)
def target_without_metrics(deployment: Deployment) -> Iterator[Finding]:
    """A latency or rate target is declared, and nothing measures it.

    ## What it does
    Where `targetLatencyMsP95` or `targetRps` is declared, asks for metrics that are enabled. Naming a
    provider or a port counts as enabling them.

    ## Why it matters
    A target that nobody measures is a wish: it cannot be alerted on, an autoscaler cannot follow it, and
    whether it is kept is not known until somebody complains.

    ## Bad
    ```yaml
    spec:
      operations:
        scaling:
          targetLatencyMsP95: 20000
    ```

    ## Good
    ```yaml
    spec:
      operations:
        scaling:
          targetLatencyMsP95: 20000
        observability:
          metrics:
            enabled: true
    ```

    ## Options
    None.

    ## Sources
    - Google, Site Reliability Engineering, "Service Level Objectives",
      <https://sre.google/sre-book/service-level-objectives/>
    """
    scaling = deployment.spec.operations.scaling
    latency, rate = scaling.target_latency_ms_p95, scaling.target_rps
    if (latency is None and rate is None) or measured(deployment):
        return
    off = deployment.spec.operations.observability.metrics_enabled is False
    targets = [
        (pointer, text)
        for pointer, text in (
            (LATENCY_TARGET, None if latency is None else f"a p95 latency of {number(latency)} ms"),
            (RATE_TARGET, None if rate is None else f"{number(rate)} requests per second"),
        )
        if text is not None
    ]
    (at, _), *others = targets
    yield finding(
        at,
        f"The target is {' and '.join(text for _, text in targets)}, and "
        f"{'metrics are switched off' if off else 'no metrics are declared'}: nothing measures it.",
        related=[
            *((pointer, "not measured either") for pointer, _ in others),
            *([(f"{METRICS}/enabled", "switched off here")] if off else []),
        ],
        help="metrics: enabled: true, and the provider that collects them",
    )
