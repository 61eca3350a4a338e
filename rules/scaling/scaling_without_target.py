"""MS414."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Place, Severity, finding, rule
from modelspec_lint.rules.fields import LATENCY_TARGET, MAX_REPLICAS, MIN_REPLICAS, RATE_TARGET, SCALING


@rule(
    "MS414",
    "scaling-without-target",
    severity=Severity.NOTE,
    tags=("scaling",),
    fields=(MIN_REPLICAS, MAX_REPLICAS, LATENCY_TARGET, RATE_TARGET),
    silenced_by=("MS406", "MS409"),
)
def scaling_without_target(deployment: Deployment) -> Iterator[Finding]:
    """Replicas are added and taken away, but for the sake of what is not declared.

    ## What it does
    Speaks where `maxReplicas` is larger than `minReplicas` and neither `targetLatencyMsP95` nor `targetRps`
    is declared.

    ## Why it matters
    An autoscaler then follows what it finds, mostly processor time, which says nothing about a model on an
    accelerator: replicas come too late or never, and nobody can say whether the maximum is enough.

    ## Bad
    ```yaml
    spec:
      operations:
        scaling:
          minReplicas: 1
          maxReplicas: 4
    ```

    ## Good
    ```yaml
    spec:
      operations:
        observability: {metrics: {enabled: true}}
        scaling:
          minReplicas: 1
          maxReplicas: 4
          targetRps: 4
    ```

    ## Options
    None.

    ## Sources
    - Google Cloud, "Best practices for autoscaling large language model (LLM) inference workloads with GPUs":
      which metrics to scale by,
      <https://cloud.google.com/kubernetes-engine/docs/best-practices/machine-learning/inference/autoscaling>
    """
    scaling = deployment.spec.operations.scaling
    least, most = scaling.min_replicas, scaling.max_replicas
    if least is None or most is None or most <= least:
        return
    if scaling.target_latency_ms_p95 is not None or scaling.target_rps is not None:
        return
    yield finding(
        Place(SCALING, "key"),
        f"Between {least} and {most} replicas run, and no target says when there are too few.",
        help="targetRps: requests per second to be borne; or targetLatencyMsP95: how long one may take",
    )
