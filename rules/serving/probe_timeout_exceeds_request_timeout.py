"""MS502."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import LIVENESS, READINESS, TIMEOUT
from modelspec_lint.rules.serving.probes import timeouts


@rule(
    "MS502",
    "probe-timeout-exceeds-request-timeout",
    severity=Severity.WARNING,
    tags=("serving", "contradiction"),
    fields=(TIMEOUT, READINESS, LIVENESS),
)
def probe_timeout_exceeds_request_timeout(deployment: Deployment) -> Iterator[Finding]:
    """A probe waits longer for an answer than a request may take.

    ## What it does
    Compares the `timeoutSeconds` of both probes with that of requests. A request timeout of 0 means none.

    ## Why it matters
    A probe asks for far less than a request does. One that waits longer than any request may take sees a
    replica that hangs as healthy for as long, while every request to it is given up; often the two numbers
    were swapped.

    ## Bad
    ```yaml
    spec:
      operations:
        serving:
          timeoutSeconds: 60
          readinessProbe:
            path: /health
            timeoutSeconds: 200
    ```

    ## Good
    ```yaml
    spec:
      operations:
        serving:
          timeoutSeconds: 60
          readinessProbe:
            path: /health
            timeoutSeconds: 2
    ```

    ## Options
    None.

    ## Sources
    - Kubernetes, Configure Probes: `timeoutSeconds`, 1 by default,
      <https://kubernetes.io/docs/tasks/configure-pod-container/configure-liveness-readiness-startup-probes/>
    """
    limit = deployment.spec.operations.serving.timeout_seconds
    if not limit:
        return
    for name, pointer, seconds in timeouts(deployment):
        if seconds > limit:
            yield finding(
                pointer,
                f"The {name} probe waits {seconds} s for an answer, a request is given up after {limit} s.",
                related=[(TIMEOUT, "the limit of requests")],
                help="a few seconds are enough for a probe",
            )
