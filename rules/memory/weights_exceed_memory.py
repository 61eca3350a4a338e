"""MS201."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import COUNT, MODEL_ID, PRECISION, TYPE
from modelspec_lint.rules.memory.proof import severity
from modelspec_lint.rules.memory.wording import accelerator_name, least, share, ways
from modelspec_lint.rules.quantities import gib

_MOST_TAKE = 0.85


@rule(
    "MS201",
    "weights-exceed-memory",
    severity=Severity.ERROR,
    tags=("memory",),
    fields=(MODEL_ID, PRECISION, TYPE, COUNT),
)
def weights_exceed_memory(deployment: Deployment) -> Iterator[Finding]:
    """The model's weights alone do not fit into the memory of the declared accelerators.

    ## What it does
    Compares the weights that one accelerator has to hold, at the declared precision and cut by tensor and
    pipeline parallelism, with the memory that an engine can take of it: 98 % of what the driver shows, unless
    a share is declared. An error where even the favourable end does not fit. A warning where the engine can
    spill to the host (llama.cpp, ollama, transformers) or is not known; a note where it spills into memory
    of the host that is declared and large enough.

    ## Why it matters
    The server stops while it loads, after minutes of downloading, with an out-of-memory error. No other
    setting (batch, sequence length) can help.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          id: llama-3-70b-instruct
          precision: bf16
      runtime:
        accelerator:
          type: nvidia-a10
          count: 1
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          id: llama-3-70b-instruct
          precision: bf16
      runtime:
        accelerator:
          type: a100-sxm4-80gb
          count: 4
    ```

    ## Options
    None.

    ## Sources
    - Parameters are recounted from the model's published dimensions: `knowledge_base/facts/models/`
    - What a driver and a framework see of a device is measured: `knowledge_base/facts/accelerators/`
    - vLLM, Conserving Memory, <https://docs.vllm.ai/en/stable/configuration/conserving_memory.html>
    """
    memory = deployment.memory
    if not memory.weights_exceed:
        return
    ranks = memory.request.tensor_parallel * memory.request.pipeline_parallel
    each = f" on each of {ranks} accelerators" if ranks > 1 else ""
    yield finding(
        TYPE,
        f"The weights need {least(memory.weights)}{each}, one {accelerator_name(deployment)} offers at most "
        f"{gib(memory.usable.high)}{_share_taken(deployment)}.",
        severity=severity(deployment, lambda other: other.weights_exceed),
        related=share(deployment),
        evidence=[memory.weights, memory.usable],
        help=ways(deployment.ways_out("load")),
    )


def _share_taken(deployment: Deployment) -> str:
    """Say which share of the memory the engine may take, where it is declared to be less than most take."""
    declared = deployment.memory_request.utilization
    return f" to an engine that takes {declared:.0%} of it" if declared and declared < _MOST_TAKE else ""
