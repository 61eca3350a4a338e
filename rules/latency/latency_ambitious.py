"""MS403."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import COUNT, LATENCY_TARGET, MODEL_ID, PRECISION, TASK, TYPE
from modelspec_lint.rules.latency.wording import INPUT, OUTPUT, hardware, places, request_of
from modelspec_lint.rules.quantities import milliseconds


@rule(
    "MS403",
    "latency-ambitious",
    severity=Severity.NOTE,
    tags=("latency",),
    fields=(LATENCY_TARGET, MODEL_ID, PRECISION, TYPE, COUNT, TASK, INPUT, OUTPUT),
    silenced_by=("MS309", "MS401", "MS402"),
    certainty="medium",
)
def latency_ambitious(deployment: Deployment) -> Iterator[Finding]:
    """The latency target is better than what is usual, even for a request that is alone on its replica.

    ## What it does
    Compares the target with the median of what was published for engines and devices of this kind. The
    request is the one that the annotations `modelspec-lint/input-tokens` and `output-tokens` declare, else a
    typical one of the task.

    ## Why it matters
    Half of all deployments are slower than that when they are idle, and a percentile of a busy one is slower
    again: it takes tuning, and measuring before anything is promised.

    ## Bad
    ```yaml
    spec:
      operations:
        observability: {metrics: {enabled: true}}
        scaling:
          targetLatencyMsP95: 2600
    ```

    ## Good
    ```yaml
    spec:
      operations:
        observability: {metrics: {enabled: true}}
        scaling:
          targetLatencyMsP95: 10000
    ```

    ## Options
    None.

    ## Sources
    - The published measurements, their fits, and how well these fit: `docs/estimates.md`, "Never seen, and
      typical"
    """
    target = deployment.spec.operations.scaling.target_latency_ms_p95
    if target is None:
        return
    latency, tokens = deployment.latency, deployment.tokens
    band = latency.request
    if target >= band.typical.expected:
        return
    assumed = "" if tokens.declared else f" ({tokens.source})"
    yield finding(
        LATENCY_TARGET,
        f"{request_of(tokens.input, tokens.output if latency.generates else 0)}{assumed} usually takes "
        f"{milliseconds(band.typical.expected)} on an idle replica of {hardware(deployment)}, the target is "
        f"{milliseconds(target)}.",
        related=places(deployment),
        evidence=[band.floor, band.typical],
        help=()
        if tokens.declared
        else "declare the requests that are meant: annotations modelspec-lint/input-tokens and output-tokens",
    )
