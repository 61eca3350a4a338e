"""MS203."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import BATCH, COUNT, LENGTH, MODEL_ID, PRECISION, TYPE
from modelspec_lint.rules.memory.proof import severity
from modelspec_lint.rules.memory.wording import share, ways
from modelspec_lint.rules.quantities import counted


@rule(
    "MS203",
    "batch-exceeds-kv-cache",
    severity=Severity.WARNING,
    tags=("memory", "kv-cache"),
    fields=(MODEL_ID, PRECISION, TYPE, COUNT, BATCH, LENGTH),
    silenced_by=("MS201", "MS202"),
    certainty="high",
)
def batch_exceeds_kv_cache(deployment: Deployment) -> Iterator[Finding]:
    """The KV cache cannot hold the declared batch of sequences of the declared length at once.

    ## What it does
    Divides what is left for the KV cache by what one sequence of `maxSequenceLengthTokens` holds while it
    runs, and compares the result with `maxBatchSize`. A warning for engines with a paged cache: they queue or
    preempt. An error for engines that take batch times length when they start. Silent where no length is
    declared.

    ## Why it matters
    The batch is a promise that the memory cannot keep. When enough long requests meet, the engine throws away
    caches that it has computed and computes them again: throughput falls just when it is needed.

    ## Bad
    ```yaml
    spec:
      runtime:
        batch:
          maxBatchSize: 128
          maxSequenceLengthTokens: 8192
    ```

    ## Good
    ```yaml
    spec:
      runtime:
        batch:
          maxBatchSize: 32
          maxSequenceLengthTokens: 8192
    ```

    ## Options
    None.

    ## Sources
    - vLLM, Optimization and Tuning, Preemption, <https://docs.vllm.ai/en/stable/configuration/optimization.html>
    - Kwon et al., "Efficient Memory Management for Large Language Model Serving with PagedAttention", SOSP
      2023, <https://arxiv.org/abs/2309.06180>
    """
    if deployment.spec.runtime.batch.max_batch_size is None:
        return
    memory = deployment.memory
    if memory.request.sequence_length is None or not memory.cannot_hold_batch:
        return
    engine = deployment.engine.fact if deployment.engine else None
    up_front = engine is not None and engine.allocates_up_front
    slots = memory.slots
    about, most = counted(slots.expected, "sequence"), counted(slots.high, "sequence")
    holds = f"about {about}" if slots.expected else f"at most {most}"
    yield finding(
        BATCH,
        f"The KV cache holds {holds} of {memory.sequence_length} tokens at once, "
        f"the batch is {memory.batch}.",
        severity=severity(deployment, lambda other: other.cannot_hold_batch) if up_front else None,
        related=[(LENGTH, "the longest sequence"), *share(deployment)],
        evidence=[memory.kv_available, memory.steady, memory.slots],
        help=ways(deployment.ways_out("batch")),
    )
