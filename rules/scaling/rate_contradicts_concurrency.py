"""MS405."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from modelspec_lint.knowledge_base import estimate_memory
from modelspec_lint.linter import Deployment, Finding, Severity, Undecided, finding, rule
from modelspec_lint.rules.fields import BATCH, CONCURRENCY, LENGTH, MAX_REPLICAS, MODEL_ID, RATE_TARGET
from modelspec_lint.rules.latency.wording import INPUT, OUTPUT, hardware
from modelspec_lint.rules.quantities import counted, milliseconds, number
from modelspec_lint.rules.scaling.wording import per_second, size


@rule(
    "MS405",
    "rate-contradicts-concurrency",
    severity=Severity.WARNING,
    tags=("scaling", "rate", "concurrency"),
    fields=(RATE_TARGET, MAX_REPLICAS, CONCURRENCY, BATCH, MODEL_ID, INPUT, OUTPUT),
    silenced_by=("MS309", "MS404"),
    certainty="high",
)
def rate_contradicts_concurrency(deployment: Deployment) -> Iterator[Finding]:
    """The rate target needs more requests in flight at once than all replicas let in.

    ## What it does
    By Little's law as many requests are in flight as arrive a second, times the seconds that each of them
    stays. The rule takes the least time that a request can take, and compares with `maxReplicas` times what
    one replica works on at once: the smallest of `maxConcurrency`, `maxBatchSize` and the sequences for which
    the KV cache has room. A note instead of a warning where the request is not declared by the annotations
    `modelspec-lint/input-tokens` and `output-tokens`, but assumed for the task, or where something like
    speculative decoding loosens the bound.

    ## Why it matters
    What does not get in waits or is refused, although the accelerators have time left: a limit that somebody
    wrote down for another model costs more than all tuning gains.

    ## Bad
    ```yaml
    metadata:
      annotations:
        modelspec-lint/input-tokens: "1024"
        modelspec-lint/output-tokens: "256"
    spec:
      operations:
        observability: {metrics: {enabled: true}}
        serving:
          maxConcurrency: 8
        scaling:
          minReplicas: 1
          maxReplicas: 2
          targetRps: 10
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
        serving:
          maxConcurrency: 32
        scaling:
          minReplicas: 1
          maxReplicas: 2
          targetRps: 5
    ```

    ## Options
    None.

    ## Sources
    - Little, "A Proof for the Queuing Formula L = λW", Operations Research 9(3), 1961,
      <https://doi.org/10.1287/opre.9.3.383>
    - How the least time is computed: `docs/estimates.md`, "The floor"
    """
    scaling = deployment.spec.operations.scaling
    target, replicas = scaling.target_rps, scaling.max_replicas
    if not target or not replicas:
        return
    latency, tokens = deployment.latency, deployment.tokens
    limit = _at_once(deployment)
    if limit is None:
        return
    from modelspec_lint.knowledge_base import in_flight  # few specs ask for a rate

    most, place, word = limit
    floor = latency.request.floor
    needed = in_flight(target, floor.expected)
    if needed <= most * replicas:
        return
    sure = tokens.declared and deployment.loosened_by is None and not latency.question.loosened
    answer = tokens.output if latency.generates else 0
    assumed = "" if tokens.declared else f" ({tokens.source})"
    yield finding(
        RATE_TARGET,
        f"{per_second(target)} of {size(tokens.input, answer)}{assumed} are at least {number(round(needed))} "
        f"in flight at once: each takes {milliseconds(floor.expected)} or more on {hardware(deployment)}; "
        f"{counted(replicas, 'replica')} let{'s' if replicas == 1 else ''} in {number(most * replicas)}.",
        severity=None if sure else Severity.NOTE,
        related=[(MAX_REPLICAS, "at most"), *([(place, word)] if deployment.document.has(place) else [])],
        evidence=[floor],
        help=f"{-int(-needed // most)} replicas or more, or more requests at once in each",
    )


def _at_once(deployment: Deployment) -> tuple[float, str, str] | None:
    """Return how many requests a replica works on at once at most, with the place that says so."""
    limits: list[tuple[float, str, str]] = []
    serving, batch = deployment.spec.operations.serving, deployment.spec.runtime.batch
    request, tokens = deployment.memory_request, deployment.tokens
    if serving.max_concurrency is not None:
        limits.append((serving.max_concurrency, CONCURRENCY, "let in at once by a replica"))
    if batch.max_batch_size is not None:
        copies = batch.max_batch_size * request.replicas
        limits.append((copies, BATCH, "worked on at once by a replica"))
    try:
        length = max(1, tokens.input + tokens.output)
        memory = estimate_memory(replace(request, sequence_length=length))
        if memory.keeps_cache:
            held = memory.slots.high * request.replicas
            limits.append((held, LENGTH, "what the KV cache holds at once"))
    except Undecided:
        pass
    limits = [each for each in limits if each[0] >= 1]
    return min(limits, key=lambda each: each[0], default=None)
