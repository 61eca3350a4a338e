"""MS202."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import COUNT, LENGTH, MODEL_ID, PRECISION, TYPE
from modelspec_lint.rules.memory.proof import severity
from modelspec_lint.rules.memory.wording import least, left, length_place, share, ways


@rule(
    "MS202",
    "no-room-for-one-sequence",
    severity=Severity.ERROR,
    tags=("memory", "kv-cache"),
    fields=(MODEL_ID, PRECISION, TYPE, COUNT, LENGTH),
    silenced_by=("MS201",),
)
def no_room_for_one_sequence(deployment: Deployment) -> Iterator[Finding]:
    """The memory beside the weights does not hold the KV cache of one sequence of the declared length.

    ## What it does
    Computes what weights, activation peak and overheads leave of an accelerator, and what one sequence of
    `maxSequenceLengthTokens` needs of KV cache before the scheduler accepts it. Where no length is declared,
    it is the model's maximum for vLLM, which then refuses to start; other engines shorten it, and the rule is
    silent. A warning instead of an error where the engine starts all the same and only rejects such a
    sequence (SGLang), where it can spill to the host, or where it is not known.

    ## Why it matters
    vLLM stops at start: "The model's max seq len (131072) is larger than the maximum number of tokens that
    can be stored in KV cache". Engines that start all the same reject the long requests that were promised.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          id: meta-llama/Llama-3.1-8B-Instruct
      runtime:
        accelerator:
          type: nvidia-l4
        batch:
          maxBatchSize: 1
          maxSequenceLengthTokens: 131072
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          id: meta-llama/Llama-3.1-8B-Instruct
      runtime:
        accelerator:
          type: nvidia-l4
        batch:
          maxBatchSize: 1
          maxSequenceLengthTokens: 8192
    ```

    ## Options
    None.

    ## Sources
    - vLLM, `vllm/v1/core/kv_cache_utils.py`, check_enough_kv_cache_memory, <https://github.com/vllm-project/vllm>
    - Start-up logs of vLLM and SGLang: budget, activation peak and overheads by version
    """
    memory = deployment.memory
    declared = memory.request.sequence_length is not None
    if not memory.keeps_cache or not (declared or memory.engine.accounting == "vllm"):
        return
    if not memory.cannot_start:
        return
    length = f"{memory.sequence_length} tokens"
    if not declared:
        length += ", the model's maximum,"
    yield finding(
        length_place(deployment, TYPE),
        f"One sequence of {length} needs {least(memory.admission)} of KV cache, "
        f"{left(memory.kv_available.high)} at best.",
        severity=severity(deployment, lambda other: other.weights_exceed or other.cannot_start)
        if memory.engine_refuses
        else Severity.WARNING,
        related=share(deployment),
        evidence=[memory.kv_available, memory.admission],
        help=ways(deployment.ways_out("start")),
    )
