"""MS408."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Estimate, Finding, Severity, Undecided, finding, rule
from modelspec_lint.rules.fields import LATENCY_TARGET, MIN_REPLICAS, WARM_POOL
from modelspec_lint.rules.quantities import milliseconds, number


@rule(
    "MS408",
    "scale-to-zero-breaks-slo",
    severity=Severity.WARNING,
    tags=("scaling", "latency"),
    fields=(MIN_REPLICAS, WARM_POOL, LATENCY_TARGET),
    certainty="high",
)
def scale_to_zero_breaks_slo(deployment: Deployment) -> Iterator[Finding]:
    """The deployment may scale to nothing, and promises a latency that a cold start cannot keep.

    ## What it does
    Speaks where `minReplicas` is 0, no warm pool stands by, and a latency target is declared. The time of a
    cold start is estimated from the weights: they have to be read from a disk and copied to the accelerators
    before the first token. Silent where the target leaves room for that, even from a slow disk.

    ## Why it matters
    The first request after a quiet hour waits for a node, an image, a download and the weights. With little
    traffic such requests are more than five in a hundred, and the 95th percentile is a cold start.

    ## Bad
    ```yaml
    spec:
      operations:
        observability: {metrics: {enabled: true}}
        scaling:
          minReplicas: 0
          maxReplicas: 4
          targetLatencyMsP95: 8000
    ```

    ## Good
    ```yaml
    spec:
      operations:
        observability: {metrics: {enabled: true}}
        scaling:
          minReplicas: 1
          maxReplicas: 4
          targetLatencyMsP95: 8000
    ```

    ```yaml
    spec:
      operations:
        observability: {metrics: {enabled: true}}
        scaling:
          minReplicas: 0
          maxReplicas: 4
          targetLatencyMsP95: 8000
          warmPool:
            size: 1
    ```

    ## Options
    None.

    ## Sources
    - Fu et al., "ServerlessLLM: Low-Latency Serverless Inference for Large Language Models", OSDI 2024: what
      a cold start consists of, <https://www.usenix.org/conference/osdi24/presentation/fu>
    """
    scaling = deployment.spec.operations.scaling
    target = scaling.target_latency_ms_p95
    if scaling.min_replicas != 0 or scaling.max_replicas == 0 or target is None:
        return
    if scaling.warm_pool is not None and scaling.warm_pool.size != 0:
        return
    loading = _loading(deployment)
    if loading is None:
        said = "a cold start loads the model first"
    elif loading.high * 1000 <= target:
        return
    else:
        usual, slow = (number(float(f"{each:.2g}")) for each in (loading.expected, loading.high))
        said = f"to load the weights alone usually takes {usual} s, up to {slow} s"
    yield finding(
        MIN_REPLICAS,
        f"Without traffic no replica is left, and {said}; the target is {milliseconds(target)}.",
        related=[(LATENCY_TARGET, "the target")],
        evidence=[loading] if loading is not None else [],
        help="minReplicas: 1, or a warm pool",
    )


def _loading(deployment: Deployment) -> Estimate | None:
    """Return how long the weights take to load, in seconds; ``None`` where that is not known."""
    from modelspec_lint.knowledge_base import estimate_load_time  # few specs scale to nothing

    try:
        return estimate_load_time(deployment.memory_request)
    except Undecided:
        return None
