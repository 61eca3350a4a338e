"""MS206."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from modelspec_lint.knowledge_base import MemoryRequest, parallelism_refusals
from modelspec_lint.linter import Deployment, Finding, Severity, Stated, finding, rule
from modelspec_lint.rules.fields import COUNT, MODEL_ID, TYPE
from modelspec_lint.rules.memory.parallelism_place import (
    PIPELINE,
    TENSOR,
    environment_exceeds_count,
    size_place,
)
from modelspec_lint.rules.memory.proof import is_mainline

_MOST = 1024
"""Accelerators of one replica that anybody would ask for."""


@rule(
    "MS206",
    "indivisible-parallelism",
    severity=Severity.ERROR,
    tags=("memory", "parallelism"),
    fields=(MODEL_ID, TYPE, COUNT, TENSOR, PIPELINE),
)
def indivisible_parallelism(deployment: Deployment) -> Iterator[Finding]:
    """The model cannot be cut into as many parts as there are accelerators, so the engine refuses to start.

    ## What it does
    Asks whether the engine can cut the model by the tensor-parallel size: attention heads, KV heads and the
    padded vocabulary have to divide. The size is the annotation `modelspec-lint/tensor-parallel`, the
    engine's variable in the environment, or else `accelerator.count`. Also where the sizes need more
    accelerators than are declared, except where one accelerator is several devices (Neuron, TPU); a variable
    that alone asks for more than the count is `env-contradicts-spec`. Silent for engines that split by layers
    or wrap another engine.

    ## Why it matters
    The engine stops at start: "Total number of attention heads (28) must be divisible by tensor parallel size
    (8)". The accelerators that were reserved stand idle.

    ## Bad
    ```yaml
    spec:
      runtime:
        accelerator:
          count: 3
    ```

    ## Good
    ```yaml
    spec:
      runtime:
        accelerator:
          count: 4
    ```

    ```yaml
    metadata:
      annotations:
        modelspec-lint/tensor-parallel: "1"
    spec:
      runtime:
        accelerator:
          count: 3
    ```

    ## Options
    None.

    ## Sources
    - vLLM, `vllm/config/model.py`, verify_with_parallel_config, <https://github.com/vllm-project/vllm>
    - vLLM, Parallelism and Scaling, <https://docs.vllm.ai/en/stable/serving/parallelism_scaling.html>
    """
    request = deployment.memory_request
    refusals = parallelism_refusals(request)
    if not refusals or request.engine is None or not is_mainline(deployment) or _are_several_devices(request):
        return
    if environment_exceeds_count(deployment) is not None:
        return  # MS318
    place, word = size_place(deployment)
    yield finding(
        place,
        refusals[0].reason,
        related=[(COUNT, "the accelerators")] if place != COUNT and deployment.document.has(COUNT) else (),
        evidence=[
            Stated("tensor parallelism", request.tensor_parallel, "", word),
            Stated("refused by", request.engine.name, "", refusals[0].source),
        ],
        help=_ways(request),
    )


def _are_several_devices(request: MemoryRequest) -> bool:
    """Whether one accelerator is several devices (Neuron, TPU), for which backends pad what is uneven."""
    facts = request.engine.facts.get("parallelism", {}) if request.engine else {}
    return any(
        each.vendor in facts.get("count_may_be_below_parallelism", ()) for each in request.accelerators
    )


def _ways(request: MemoryRequest) -> list[str]:
    """Return the nearest sizes that the engine accepts, each asked again."""
    size, stages = request.tensor_parallel, request.pipeline_parallel
    found = []
    if size <= _MOST:
        for more in range(size, 2 * size + 1):
            if not parallelism_refusals(replace(request, tensor_parallel=more, count=more * stages)):
                found.append(f"count {more * stages}")
                break
    for fewer in range(min(size - 1, _MOST), 0, -1):
        if not parallelism_refusals(replace(request, tensor_parallel=fewer)):
            found.append(f'annotation modelspec-lint/tensor-parallel: "{fewer}"')
            break
    return found
