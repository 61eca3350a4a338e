"""MS209."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import FRAMEWORK, HOST_MEMORY, MODEL_ID, PRECISION
from modelspec_lint.rules.memory.checkpoint_size import GIB_PER_GB, least_checkpoint, may_exceed
from modelspec_lint.rules.quantities import number


@rule(
    "MS209",
    "host-memory-below-weights",
    severity=Severity.NOTE,
    tags=("memory", "host"),
    fields=(HOST_MEMORY, MODEL_ID, PRECISION, FRAMEWORK),
    certainty="high",
)
def host_memory_below_weights(deployment: Deployment) -> Iterator[Finding]:
    """The host's memory is smaller than the weights that are read through it.

    ## What it does
    Compares `resources.memoryGb` with the files of the checkpoint, in the smallest format that the weights
    may have, for engines that are known to map these files into memory. Silent where the weights are streamed
    to the accelerators.

    ## Why it matters
    It works, since mapped pages can be dropped. But every rank reads the files, and what was dropped comes
    over the network or from the disk again: a start that takes one minute takes several, and each restart
    does so anew. An engine that copies the weights before it moves them is killed instead.

    ## Bad
    ```yaml
    spec:
      runtime:
        resources:
          memoryGb: 8
    ```

    ## Good
    ```yaml
    spec:
      runtime:
        resources:
          memoryGb: 32
    ```

    ## Options
    None.

    ## Sources
    - safetensors: files are mapped into memory, <https://huggingface.co/docs/safetensors/index>
    - vLLM, `vllm/model_executor/model_loader/weight_utils.py`, safetensors_weights_iterator: each rank opens
      every file, <https://github.com/vllm-project/vllm>
    - Kubernetes, Node-pressure eviction: the page cache counts as the container's memory,
      <https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/>
    """
    memory = deployment.spec.runtime.resources.memory_gb
    engine = deployment.engine.fact if deployment.engine else None
    if memory is None or engine is None or engine.facts.get("loads_weights") != "mapped":
        return
    load_format = deployment.environment.get("load-format", ("", ""))[0].casefold()
    if load_format in deployment.knowledge.vocabulary("streamed-weights"):
        return
    if not may_exceed(deployment, memory):
        return
    size = least_checkpoint(deployment)
    if size.low <= memory * GIB_PER_GB:
        return
    yield finding(
        HOST_MEMORY,
        f"The files of {deployment.memory_request.model.id} are at least {number(round(size.low, 1))} GB, "
        f"and are read through {number(memory)} GB of the host's memory.",
        related=[(MODEL_ID, "its weights")],
        evidence=[size],
        help=f"memoryGb: {int(size.expected * 1.2) + 1} keeps them while every rank reads",
    )
