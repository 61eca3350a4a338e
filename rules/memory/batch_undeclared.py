"""MS213."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from modelspec_lint.knowledge_base import estimate_memory
from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import BATCH, FRAMEWORK, MODEL_ID, TASK
from modelspec_lint.rules.quantities import counted, gib

_SMALLER = 32
_MATTERS = 0.1
"""The share of the KV cache from which on what a smaller batch frees is worth a word everywhere."""


@rule(
    "MS213",
    "batch-undeclared",
    severity=Severity.NOTE,
    tags=("memory", "production"),
    fields=(BATCH, MODEL_ID, FRAMEWORK, TASK),
    silenced_by=("MS201", "MS202", "MS309", "MS312"),
)
def batch_undeclared(deployment: Deployment) -> Iterator[Finding]:
    """No batch size is declared, so the engine's default holds, and its memory.

    ## What it does
    Says how many sequences the engine works on at once when `maxBatchSize` is not declared, how many of them
    the KV cache holds, and what the activation peak of the default costs. Only where the engine's default is
    known, and for models that generate text: in production, and elsewhere where the default takes more than a
    tenth of what the KV cache has.

    ## Why it matters
    vLLM's default is 256 or 1024 sequences, by the size of the device. It reserves memory for the logits of
    all of them, which for a large vocabulary is more than a gigabyte that the KV cache could have, and nobody
    who reads the specification knows how many requests a replica is meant to bear.

    ## Bad
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      runtime:
        batch:
          maxBatchSize: null
    ```

    ## Good
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      runtime:
        batch:
          maxBatchSize: 32
    ```

    ```yaml
    spec:
      runtime:
        batch:
          maxBatchSize: null
    ```

    ## Options
    None.

    ## Sources
    - vLLM, `vllm/engine/arg_utils.py`, defaults of `max_num_seqs` by device memory, <https://github.com/vllm-project/vllm>
    - Start-up logs of vLLM 0.4 to 0.21: the activation peak grows with `max_num_seqs` times the vocabulary
    """
    if deployment.spec.runtime.batch.max_batch_size is not None or "max-num-seqs" in deployment.environment:
        return
    workload = deployment.workload.fact if deployment.workload else None
    engine = deployment.engine.fact if deployment.engine else None
    if workload is None or workload.execution != "generate" or engine is None:
        return
    if not (engine.facts.get("memory") or {}).get("serves_defaults"):
        return
    memory = deployment.memory
    if not memory.keeps_cache or memory.batch <= _SMALLER:
        return
    holds = min(memory.slots.expected, memory.batch)
    peak = memory.activation.expected
    smaller = estimate_memory(replace(memory.request, batch=_SMALLER)).activation.expected
    matters = peak - smaller > _MATTERS * memory.kv_available.expected
    if not (deployment.production or matters):
        return
    help = "maxBatchSize: the requests that a replica is meant to bear at once"
    if peak - smaller > 0.1:
        help += f"; {_SMALLER} would free {gib(peak - smaller)} for the KV cache"
    yield finding(
        BATCH,
        f"No batch size is declared, so {engine.name} works on up to {memory.batch} sequences at once; "
        f"the KV cache has room for {counted(holds, 'sequence')} of {memory.sequence_length} tokens.",
        evidence=[memory.kv_available, memory.slots],
        help=help,
    )
