"""MS410."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import MAX_REPLICAS, WARM_POOL

SIZE = f"{WARM_POOL}/size"


@rule(
    "MS410",
    "warm-pool-exceeds-replicas",
    severity=Severity.WARNING,
    tags=("scaling", "contradiction"),
    fields=(SIZE, MAX_REPLICAS),
)
def warm_pool_exceeds_replicas(deployment: Deployment) -> Iterator[Finding]:
    """More replicas stand by than may ever run.

    ## What it does
    Compares `warmPool.size` with `maxReplicas`.

    ## Why it matters
    Those beyond the maximum hold accelerators that no request will ever reach, and are paid for by the hour.

    ## Bad
    ```yaml
    spec:
      operations:
        scaling:
          minReplicas: 2
          maxReplicas: 2
          warmPool:
            size: 4
    ```

    ## Good
    ```yaml
    spec:
      operations:
        scaling:
          minReplicas: 2
          maxReplicas: 2
          warmPool:
            size: 1
    ```

    ## Options
    None.

    ## Sources
    - The format: a warm pool is capacity that replicas are made of, `docs/format.md`
    """
    scaling = deployment.spec.operations.scaling
    size = scaling.warm_pool.size if scaling.warm_pool else None
    if size is None or scaling.max_replicas is None or size <= scaling.max_replicas:
        return
    yield finding(
        SIZE,
        f"{size} replicas stand by, and at most {scaling.max_replicas} may run.",
        related=[(MAX_REPLICAS, "at most")],
        help=f"a warm pool of {scaling.max_replicas} or less",
    )
