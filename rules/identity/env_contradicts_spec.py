"""MS318."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import (
    BATCH,
    COUNT,
    FRAMEWORK,
    LENGTH,
    MODEL_ID,
    MODEL_URI,
    PRECISION,
    TYPE,
    VARIABLES,
    variable,
)
from modelspec_lint.rules.identity import contradictions

_KINDS = (
    contradictions.devices,
    contradictions.limits,
    contradictions.parallelism,
    contradictions.annotated,
    contradictions.types,
    contradictions.models,
)


@rule(
    "MS318",
    "env-contradicts-spec",
    severity=Severity.ERROR,
    tags=("identity", "contradiction", "environment"),
    fields=(FRAMEWORK, MODEL_ID, MODEL_URI, PRECISION, TYPE, COUNT, BATCH, LENGTH, VARIABLES),
)
def env_contradicts_spec(deployment: Deployment) -> Iterator[Finding]:
    """An environment variable tells the engine something else than the spec declares.

    ## What it does
    Reads the variables that the engine or the driver reads (`MAX_MODEL_LEN`, `NUM_SHARD`, `DTYPE`,
    `CUDA_VISIBLE_DEVICES`), and flags inside variables (`VLLM_ARGS="--max-model-len 4096"`). An error where
    a value contradicts a field or an annotation: another sequence length, batch, type, utilisation or
    parallelism, another model, fewer visible accelerators than the count. A warning where more accelerators
    are listed than are declared, or where the weights are quantised at load below the declared precision.
    References to other variables, `auto` and `all` say nothing.

    ## Why it matters
    The engine follows the environment. Everything that is reviewed, estimated and promised follows the
    spec.

    ## Bad
    ```yaml
    spec:
      runtime:
        environment:
          variables:
            MAX_MODEL_LEN: "4096"
    ```

    ```yaml
    spec:
      runtime:
        accelerator:
          count: 2
        environment:
          variables:
            CUDA_VISIBLE_DEVICES: "0"
    ```

    ## Good
    ```yaml
    spec:
      runtime:
        accelerator:
          count: 2
        environment:
          variables:
            MAX_MODEL_LEN: "8192"
            CUDA_VISIBLE_DEVICES: "0,1"
    ```

    ## Options
    None.

    ## Sources
    - NVIDIA, CUDA C++ Programming Guide, CUDA Environment Variables,
      <https://docs.nvidia.com/cuda/cuda-c-programming-guide/#cuda-environment-variables>
    - Text Generation Inference, launcher arguments and their variables,
      <https://huggingface.co/docs/text-generation-inference/reference/launcher>
    - The variables and flags of each engine, with sources: `knowledge_base/facts/engines/`
    """
    if not deployment.spec.runtime.variables:
        return
    for kind in _KINDS:
        for each in kind(deployment):
            yield finding(
                variable(each.variable),
                each.message,
                severity=each.severity,
                related=[(each.other, "what the spec declares")],
                help="make both say the same, or leave it to one of them",
            )
