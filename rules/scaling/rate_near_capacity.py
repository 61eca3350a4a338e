"""MS415."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import COUNT, MAX_REPLICAS, MODEL_ID, PRECISION, RATE_TARGET, TASK, TYPE
from modelspec_lint.rules.latency.wording import INPUT, OUTPUT, hardware
from modelspec_lint.rules.quantities import counted, number
from modelspec_lint.rules.scaling.wording import per_second, size

_BUSY = 0.7
"""Share of the bound above which queues grow faster than the rate (``estimates.md`` section 7)."""


@rule(
    "MS415",
    "rate-near-capacity",
    severity=Severity.NOTE,
    tags=("scaling", "rate"),
    fields=(RATE_TARGET, MAX_REPLICAS, MODEL_ID, PRECISION, TYPE, COUNT, TASK, INPUT, OUTPUT),
    silenced_by=("MS309", "MS404", "MS405"),
    certainty="high",
)
def rate_near_capacity(deployment: Deployment) -> Iterator[Finding]:
    """The rate target takes more than seven tenths of what all replicas can finish at the very most.

    ## What it does
    Compares `targetRps` with `maxReplicas` times the bound of one replica: accelerators that always multiply
    at their dense rate or read at their full bandwidth. The request is the one that the annotations
    `modelspec-lint/input-tokens` and `output-tokens` declare, else a typical one of the task.

    ## Why it matters
    No engine was ever published to reach more than 85 % of that bound, and the usual one reaches less than
    half. Besides, what arrives at random waits the longer the nearer a server is to its capacity.

    ## Bad
    ```yaml
    metadata:
      annotations:
        modelspec-lint/input-tokens: "1024"
        modelspec-lint/output-tokens: "256"
    spec:
      runtime:
        batch:
          maxBatchSize: 48
      operations:
        observability: {metrics: {enabled: true}}
        scaling:
          minReplicas: 1
          maxReplicas: 4
          targetRps: 55
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
          maxReplicas: 4
          targetRps: 8
    ```

    ## Options
    None.

    ## Sources
    - How the bound is computed, and how near to it engines come: `docs/estimates.md`, "Rate and cost"
    - Kingman, "The single server queue in heavy traffic", Mathematical Proceedings of the Cambridge
      Philosophical Society 57(4), 1961, <https://doi.org/10.1017/S0305004100036094>
    """
    scaling = deployment.spec.operations.scaling
    target, replicas = scaling.target_rps, scaling.max_replicas
    if not target or not replicas:
        return
    latency, tokens = deployment.latency, deployment.tokens
    from modelspec_lint.knowledge_base import utilisation  # few specs ask for a rate

    rate = latency.rate
    share, _ = utilisation(target, rate, replicas)
    if share <= _BUSY:
        return
    answer = tokens.output if latency.generates else 0
    assumed = "" if tokens.declared else f" ({tokens.source})"
    usual = rate.typical.expected
    yield finding(
        RATE_TARGET,
        f"{per_second(target)} of {size(tokens.input, answer)}{assumed} are {share:.0%} of what "
        f"{counted(replicas, 'replica')} of {hardware(deployment)} can finish at the very most.",
        related=[(MAX_REPLICAS, "at most")],
        evidence=[rate.bound, rate.typical],
        help=f"{number(-int(-target // usual))} replicas usually bear it" if usual else (),
    )
