"""MS401."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelspec_lint.linter import Deployment, Finding, Severity, Undecided, finding, rule
from modelspec_lint.rules.fields import COUNT, LATENCY_TARGET, MODEL_ID, PRECISION, TYPE, variable
from modelspec_lint.rules.latency.proof import is_proven, least_tokens
from modelspec_lint.rules.latency.wording import INPUT, OUTPUT, hardware, places, request_of
from modelspec_lint.rules.quantities import milliseconds

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base import Latency


@rule(
    "MS401",
    "latency-impossible",
    severity=Severity.ERROR,
    tags=("latency",),
    fields=(LATENCY_TARGET, MODEL_ID, PRECISION, TYPE, COUNT, INPUT, OUTPUT),
)
def latency_impossible(deployment: Deployment) -> Iterator[Finding]:
    """The latency target is shorter than the accelerators need to read the weights and multiply them.

    ## What it does
    Computes the least time of a request: every token that is written reads all weights that it uses from
    memory, a prompt has to be multiplied through them, and no engine is faster than the accelerator. The
    request is the one that the annotations `modelspec-lint/input-tokens` and `output-tokens` declare; without
    them the smallest that there is, one token in and one out. What else is open is read in favour of the
    target: the fastest variant of the accelerator, the smallest format, a prompt that is cached already. A
    warning instead of an error where only the prompt's own time breaks the target, which a cache could spare,
    or where speculative decoding, prefix caching, disaggregation or experts shared among replicas are
    declared.

    ## Why it matters
    No tuning reaches it, and an autoscaler that tries adds replicas for ever: each of them is as slow.

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
          targetLatencyMsP95: 800
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
    - How the floor is computed, and that no published measurement that counts is called impossible:
      `docs/estimates.md`, "The floor"
    - Pope et al., "Efficiently Scaling Transformer Inference", MLSys 2023, <https://arxiv.org/abs/2211.05102>
    """
    target = deployment.spec.operations.scaling.target_latency_ms_p95
    if target is None:
        return
    prompt, answer = least_tokens(deployment)
    latency = deployment.latency_of(prompt, answer)
    floor = latency.request.floor
    if target >= floor.expected:
        return
    loosened = deployment.loosened_by
    proven = is_proven(deployment, lambda other: target < other.request.floor.expected)
    cached = deployment.latency_of(1, answer).request.floor.expected <= target
    related = places(deployment)
    if loosened is not None:
        related.append((variable(loosened), "loosens the bound"))
    yield finding(
        LATENCY_TARGET,
        f"{request_of(prompt, answer if latency.generates else 0)} takes at least "
        f"{milliseconds(floor.expected)} on {hardware(deployment)}, the target is {milliseconds(target)}.",
        severity=None if proven else Severity.WARNING,
        related=related,
        evidence=[floor],
        help=_ways(latency, cached=cached and latency.generates),
    )


def _ways(latency: Latency, *, cached: bool) -> Iterator[str]:
    if cached:
        yield "it can hold only where most of each prompt is cached already"
    try:
        usual = milliseconds(latency.request.typical.expected)
    except Undecided:
        return
    yield f"an idle replica usually takes {usual}; a smaller model or format, or more accelerators, take less"
