"""MS407."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import MAX_REPLICAS, MIN_REPLICAS, WARM_POOL


@rule(
    "MS407",
    "single-replica",
    severity=Severity.WARNING,
    tags=("scaling", "production"),
    fields=(MIN_REPLICAS, MAX_REPLICAS, WARM_POOL),
    silenced_by=("MS406", "MS408"),
)
def single_replica(deployment: Deployment) -> Iterator[Finding]:
    """A production deployment is allowed to run on fewer than two replicas.

    ## What it does
    Speaks where `minReplicas`, or else `maxReplicas`, is below two in a deployment of production. A warm pool
    that stands by counts as replicas. Silent where neither is declared.

    ## Why it matters
    One replica is one node, one driver and one download. While it is replaced, nothing answers; and to load a
    large model takes minutes, not the seconds that other services need.

    ## Bad
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      operations:
        scaling:
          minReplicas: 1
          maxReplicas: 1
    ```

    ## Good
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      operations:
        scaling:
          minReplicas: 2
          maxReplicas: 2
    ```

    ## Options
    None.

    ## Sources
    - Kubernetes, "Disruptions": single-replica deployments do not survive them,
      <https://kubernetes.io/docs/concepts/workloads/pods/disruptions/>
    """
    scaling = deployment.spec.operations.scaling
    least, place = scaling.min_replicas, MIN_REPLICAS
    if least is None:
        least, place = scaling.max_replicas, MAX_REPLICAS
    if least is None or least >= 2 or not deployment.production:
        return
    warm = scaling.warm_pool.size if scaling.warm_pool else None
    if least and least + (warm or 0) >= 2:
        return
    said = "no replica" if least == 0 else "a single replica"
    yield finding(
        place,
        f"A production deployment may run on {said}.",
        help="minReplicas: 2, on different nodes",
    )
