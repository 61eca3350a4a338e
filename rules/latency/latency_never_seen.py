"""MS402."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import COUNT, LATENCY_TARGET, MODEL_ID, PRECISION, TYPE
from modelspec_lint.rules.latency.proof import least_tokens
from modelspec_lint.rules.latency.wording import INPUT, OUTPUT, hardware, places, request_of
from modelspec_lint.rules.quantities import milliseconds


@rule(
    "MS402",
    "latency-never-seen",
    severity=Severity.WARNING,
    tags=("latency",),
    fields=(LATENCY_TARGET, MODEL_ID, PRECISION, TYPE, COUNT, INPUT, OUTPUT),
    silenced_by=("MS401",),
    certainty="high",
)
def latency_never_seen(deployment: Deployment) -> Iterator[Finding]:
    """The latency target is not impossible, but no production engine was ever published to be so fast.

    ## What it does
    Compares the target with the best efficiency in thousands of published measurements, for a request that is
    alone on its replica: the bandwidth that is really reached, and the time that every layer costs whatever
    the bandwidth. The request is the one that the annotations `modelspec-lint/input-tokens` and
    `output-tokens` declare; without them the smallest that there is. Silent where something is declared that
    loosens the bounds, such as speculative decoding.

    ## Why it matters
    The 95th percentile of a busy server is promised to be better than the best run of an idle one.

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
          targetLatencyMsP95: 2150
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
          targetLatencyMsP95: 10000
    ```

    ## Options
    None.

    ## Sources
    - The published measurements and what they come to: `docs/estimates.md`, "Never seen, and typical"
    """
    target = deployment.spec.operations.scaling.target_latency_ms_p95
    if target is None or deployment.loosened_by is not None:
        return
    prompt, answer = least_tokens(deployment)
    latency = deployment.latency_of(prompt, answer)
    band = latency.request
    if latency.question.loosened or not band.floor.expected <= target < band.never_seen:
        return
    yield finding(
        LATENCY_TARGET,
        f"{request_of(prompt, answer if latency.generates else 0)} was never seen to take less than "
        f"{milliseconds(band.never_seen)} on {hardware(deployment)}, the target is {milliseconds(target)}.",
        related=places(deployment),
        evidence=[band.floor, band.typical],
        help=f"an idle replica usually takes {milliseconds(band.typical.expected)}",
    )
