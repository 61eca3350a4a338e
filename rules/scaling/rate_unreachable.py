"""MS404."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, Undecided, finding, rule
from modelspec_lint.rules.fields import COUNT, MAX_REPLICAS, MODEL_ID, PRECISION, RATE_TARGET, TYPE
from modelspec_lint.rules.latency.proof import is_proven, least_tokens
from modelspec_lint.rules.latency.wording import INPUT, OUTPUT, hardware
from modelspec_lint.rules.quantities import counted, number
from modelspec_lint.rules.scaling.wording import per_second, size


@rule(
    "MS404",
    "rate-unreachable",
    severity=Severity.ERROR,
    tags=("scaling", "rate"),
    fields=(RATE_TARGET, MAX_REPLICAS, MODEL_ID, PRECISION, TYPE, COUNT, INPUT, OUTPUT),
)
def rate_unreachable(deployment: Deployment) -> Iterator[Finding]:
    """All replicas together cannot finish as many requests a second as the rate target asks for.

    ## What it does
    Computes the most requests that one replica can finish: accelerators that always multiply at their dense
    rate or read at their full bandwidth, with as many requests at once as the memory or `maxBatchSize` lets
    in, and compares `maxReplicas` times that with `targetRps`. The request is the one that the annotations
    `modelspec-lint/input-tokens` and `output-tokens` declare; without them the smallest that there is, one
    token in and one out. A warning instead of an error where a cache of prompts could spare what is missing,
    or where speculative decoding, prefix caching, disaggregation or experts shared among replicas are
    declared. Silent without a declared maximum.

    ## Why it matters
    Real engines reach a fifth to a half of that bound. The queue grows until the timeout, whatever is tuned.

    ## Bad
    ```yaml
    metadata:
      annotations:
        modelspec-lint/input-tokens: "1024"
        modelspec-lint/output-tokens: "256"
    spec:
      operations:
        observability: {metrics: {enabled: true}}
        scaling:
          minReplicas: 1
          maxReplicas: 2
          targetRps: 200
    ```

    ## Good
    ```yaml
    metadata:
      annotations:
        modelspec-lint/input-tokens: "1024"
        modelspec-lint/output-tokens: "256"
    spec:
      operations:
        observability: {metrics: {enabled: true}}
        scaling:
          minReplicas: 1
          maxReplicas: 2
          targetRps: 4
    ```

    ## Options
    None.

    ## Sources
    - How the bound is computed: `docs/estimates.md`, "Rate and cost"
    - Williams, Waterman, Patterson, "Roofline", CACM 52(4), 2009, <https://doi.org/10.1145/1498765.1498785>
    """
    scaling = deployment.spec.operations.scaling
    target, replicas = scaling.target_rps, scaling.max_replicas
    if not target or replicas is None:
        return
    if replicas == 0:
        yield finding(
            RATE_TARGET,
            f"The target is {per_second(target)}, and no replica is allowed.",
            related=[(MAX_REPLICAS, "at most")],
        )
        return
    prompt, answer = least_tokens(deployment)
    latency = deployment.latency_of(prompt, answer)
    rate = latency.rate
    most = rate.bound.expected * replicas
    if target <= most:
        return
    proven = is_proven(deployment, lambda other: target > other.rate.bound.expected * replicas)
    yield finding(
        RATE_TARGET,
        f"{counted(replicas, 'replica')} of {hardware(deployment)} can finish at most {per_second(most)} of "
        f"{size(prompt, answer if latency.generates else 0)}, {number(target)} are asked for.",
        severity=None if proven else Severity.WARNING,
        related=[(MAX_REPLICAS, "at most")],
        evidence=[rate.bound],
        help=_replicas(deployment, target),
    )


def _replicas(deployment: Deployment, target: float) -> list[str]:
    """Say how many replicas usually bear the rate."""
    try:
        usual = deployment.latency.rate.typical.expected
    except Undecided:
        return []
    tokens = deployment.tokens
    needed = max(1, -int(-target // usual)) if usual else 0
    return [f"{needed} replicas usually bear it, at {size(tokens.input, tokens.output)}"] if needed else []
