"""MS406."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import MAX_REPLICAS, MIN_REPLICAS


@rule(
    "MS406",
    "replicas-reversed",
    severity=Severity.ERROR,
    tags=("scaling", "contradiction"),
    fields=(MIN_REPLICAS, MAX_REPLICAS),
)
def replicas_reversed(deployment: Deployment) -> Iterator[Finding]:
    """The smallest number of replicas is larger than the largest.

    ## What it does
    Compares `minReplicas` with `maxReplicas`. Equal values are a fixed number of replicas, and legal.

    ## Why it matters
    No number of replicas satisfies both. Kubernetes refuses such an autoscaler; other platforms silently take
    one of the two, so that either the capacity or the bill is not what the specification promises.

    ## Bad
    ```yaml
    spec:
      operations:
        scaling:
          minReplicas: 4
          maxReplicas: 2
    ```

    ## Good
    ```yaml
    spec:
      operations:
        scaling:
          minReplicas: 2
          maxReplicas: 4
    ```

    ## Options
    None.

    ## Sources
    - Kubernetes, HorizontalPodAutoscalerSpec v2: "maxReplicas ... cannot be less than minReplicas",
      <https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/horizontal-pod-autoscaler-v2/>
    """
    scaling = deployment.spec.operations.scaling
    smallest, largest = scaling.min_replicas, scaling.max_replicas
    if smallest is None or largest is None or smallest <= largest:
        return
    yield finding(
        MIN_REPLICAS,
        f"At least {smallest} replica{'s are' if smallest > 1 else ' is'} asked for, but at most {largest} "
        f"{'is' if largest == 1 else 'are'} allowed.",
        related=[(MAX_REPLICAS, "the upper end")],
        help=f"swap the two: minReplicas {largest}, maxReplicas {smallest}",
    )
