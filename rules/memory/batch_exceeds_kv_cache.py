"""MS203."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from modelspec_lint.knowledge_base import Memory, estimate_memory
from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import BATCH, COUNT, LENGTH, MODEL_ID, PRECISION, TYPE
from modelspec_lint.rules.memory.proof import severity
from modelspec_lint.rules.memory.wording import share, ways
from modelspec_lint.rules.quantities import counted, number


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
    preempt; a note for these where the typical request is declared (annotations `input-tokens` and `output-
    tokens`) and the cache holds a batch of those. An error for engines that take batch times length when they
    start. Silent where no length is declared. Where some layers keep a state, vLLM refuses to start when
    there are fewer pages for states than sequences in flight, declared or by default: an error, whatever
    their length.

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
    - vLLM, `vllm/v1/worker/gpu_model_runner.py`: full CUDA graphs of decoding want a page for the state of
      each sequence, <https://github.com/vllm-project/vllm>
    - Kwon et al., "Efficient Memory Management for Large Language Model Serving with PagedAttention", SOSP
      2023, <https://arxiv.org/abs/2309.06180>
    """
    if _keeps_states(deployment) and deployment.memory.lacks_state_pages:
        yield _refused(deployment)
        return
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
    usual = None if up_front else _of_usual_requests(deployment, memory)
    said = (
        f"The KV cache holds {holds} of {memory.sequence_length} tokens at once, the batch is {memory.batch}"
    )
    if usual is not None:
        said += (
            f"; of {usual.sequence_length} tokens, the request that is declared as typical, it holds "
            f"{number(usual.slots.expected)}"
        )
    grade = severity(deployment, lambda other: other.cannot_hold_batch) if up_front else None
    yield finding(
        BATCH,
        f"{said}.",
        severity=grade if usual is None else Severity.NOTE,
        related=[(LENGTH, "the longest sequence"), *share(deployment)],
        evidence=[memory.kv_available, memory.steady, memory.slots],
        help=[*ways(deployment.ways_out("batch")), *_declare(deployment, up_front)],
    )


def _of_usual_requests(deployment: Deployment, memory: Memory) -> Memory | None:
    """Return the memory for sequences of the declared typical request, where a batch of these fits."""
    prompt, answer = deployment.settings.input_tokens, deployment.settings.output_tokens
    if prompt is None or answer is None or prompt + answer >= (memory.request.sequence_length or 0):
        return None
    usual = estimate_memory(replace(memory.request, sequence_length=prompt + answer))
    return usual if usual.slots.expected * usual.request.replicas >= memory.batch else None


def _declare(deployment: Deployment, up_front: bool) -> tuple[str, ...]:
    if up_front or None not in (deployment.settings.input_tokens, deployment.settings.output_tokens):
        return ()
    return (
        "where requests are shorter as a rule: annotations modelspec-lint/input-tokens and output-tokens",
    )


def _keeps_states(deployment: Deployment) -> bool:
    model = deployment.model.fact if deployment.model else None
    return model is not None and any(each.kind == "state" for each in model.cache or ())


def _refused(deployment: Deployment) -> Finding:
    """Say that there are fewer pages for states than sequences in flight: the engine stops at start."""
    memory = deployment.memory
    engine = memory.engine.engine.name
    declared = deployment.document.has(BATCH)
    which = "the batch" if declared else f"{engine}'s default"
    return finding(
        BATCH,
        f"{engine} refuses to start: the memory beside the weights holds the states of "
        f"{counted(memory.most_states, 'sequence')} at most, {which} is {memory.batch}.",
        severity=severity(deployment, lambda other: other.weights_exceed or other.lacks_state_pages),
        related=share(deployment),
        evidence=[memory.kv_available],
        help=ways(deployment.ways_out("batch")) if declared else "maxBatchSize: fewer sequences at once",
    )
