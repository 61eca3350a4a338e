"""MS501."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import LIVENESS, READINESS


@rule(
    "MS501",
    "probes-missing",
    severity=Severity.WARNING,
    tags=("serving", "production"),
    fields=(READINESS, LIVENESS),
)
def probes_missing(deployment: Deployment) -> Iterator[Finding]:
    """In production nothing tells whether a replica may get requests.

    ## What it does
    Where a label says production, asks for `serving.readinessProbe`; where that is there and
    `serving.livenessProbe` is not, says so in a note.

    ## Why it matters
    A model takes seconds to minutes to load. Without a readiness probe the platform sends requests as soon as
    the process runs, so that every rollout, every restart and every new replica answers with errors until the
    weights are read. Without a liveness probe a process that hangs stays in the pool until somebody notices.

    ## Bad
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      operations:
        serving:
          readinessProbe: null
    ```

    ## Good
    ```yaml
    spec:
      operations:
        serving:
          readinessProbe:
            path: /v1/models
            timeoutSeconds: 2
          livenessProbe:
            path: /health
            timeoutSeconds: 5
    ```

    ## Options
    None.

    ## Sources
    - Kubernetes, Liveness, Readiness, and Startup Probes,
      <https://kubernetes.io/docs/concepts/workloads/pods/probes/>
    """
    if not deployment.production:
        return
    serving = deployment.spec.operations.serving
    if serving.readiness_probe is None:
        yield finding(
            READINESS,
            "No readiness probe is declared: replicas get requests while their model still loads.",
            help="readinessProbe: the path at which the engine answers once its model is loaded, a timeout",
        )
    elif serving.liveness_probe is None:
        yield finding(
            LIVENESS,
            "No liveness probe is declared: a replica that hangs is not restarted.",
            severity=Severity.NOTE,
            help="livenessProbe: a path that answers as long as the process does, and a timeout",
        )
