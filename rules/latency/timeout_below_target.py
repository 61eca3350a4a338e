"""MS411."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import LATENCY_TARGET, TIMEOUT
from modelspec_lint.rules.quantities import number


@rule(
    "MS411",
    "timeout-below-target",
    severity=Severity.ERROR,
    tags=("latency", "serving", "contradiction"),
    fields=(TIMEOUT, LATENCY_TARGET),
)
def timeout_below_target(deployment: Deployment) -> Iterator[Finding]:
    """Requests are cut off sooner than the latency target expects them to end.

    ## What it does
    Compares `serving.timeoutSeconds` with `scaling.targetLatencyMsP95`. A timeout of 0 means "none" to most
    servers and proxies and is left alone.

    ## Why it matters
    A request that takes exactly as long as the target allows is already dead: the client gets an error, and a
    dashboard of completed requests shows that the target is met.

    ## Bad
    ```yaml
    spec:
      operations:
        observability: {metrics: {enabled: true}}
        serving:
          timeoutSeconds: 5
        scaling:
          targetLatencyMsP95: 8000
    ```

    ## Good
    ```yaml
    spec:
      operations:
        observability: {metrics: {enabled: true}}
        serving:
          timeoutSeconds: 30
        scaling:
          targetLatencyMsP95: 8000
    ```

    ## Options
    None.

    ## Sources
    - Google, Site Reliability Engineering, "Addressing Cascading Failures", Latency and Deadlines,
      <https://sre.google/sre-book/addressing-cascading-failures/>
    """
    timeout = deployment.spec.operations.serving.timeout_seconds
    target = deployment.spec.operations.scaling.target_latency_ms_p95
    if not timeout or target is None or timeout * 1000 >= target:
        return
    yield finding(
        TIMEOUT,
        f"Requests are cut off after {timeout * 1000} ms, before the latency target of {number(target)} ms.",
        related=[(LATENCY_TARGET, "the target")],
        help=f"a timeout of at least {-int(-target // 1000)} s",
    )
