"""MS315."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import FRAMEWORK, MODEL_ID, PRECISION, variable


@rule(
    "MS315",
    "precision-hazard",
    severity=Severity.WARNING,
    tags=("identity", "precision"),
    fields=(PRECISION, MODEL_ID, FRAMEWORK),
    certainty="high",
)
def precision_hazard(deployment: Deployment) -> Iterator[Finding]:
    """The model's activations are known to leave the range of the declared type.

    ## What it does
    Speaks where the precision is a type in which models of this architecture are known to overflow: float16
    for Gemma 2 and 3, GLM-4-0414 and T5. What the environment sets (`--dtype half`) goes before the field.
    Silent where the engine keeps the layers in question in float32 (T5 under Transformers) or computes in
    it (llama.cpp).

    ## Why it matters
    float16 ends at 65504. Beyond it stands infinity, and after the next operation NaN: answers become
    padding, exclamation marks or nothing, often only for long prompts. vLLM refuses some of these models at
    start.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          id: google/gemma-2-9b-it
          family: gemma-2
          precision: fp16
      runtime:
        batch:
          maxBatchSize: 8
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          id: google/gemma-2-9b-it
          family: gemma-2
          precision: bf16
      runtime:
        batch:
          maxBatchSize: 8
    ```

    ## Options
    None.

    ## Sources
    - vLLM, `vllm/config/model.py`, models that do not support float16, <https://github.com/vllm-project/vllm>
    - Transformers, pull request 36832 (Gemma 3), issue 4586 (T5), <https://github.com/huggingface/transformers>
    - vLLM, issue 17154 (GLM-4), <https://github.com/vllm-project/vllm/issues/17154>
    """
    model = deployment.model.fact if deployment.model else None
    if model is None or model.architecture is None:
        return
    stated = deployment.environment.get("dtype")
    match = deployment.knowledge.precisions.resolve(stated[0]) if stated else deployment.precision
    precision = match.fact if match else None
    if precision is None or model.architecture not in precision.overflows:
        return
    engine = deployment.engine.fact if deployment.engine else None
    if engine is not None and (
        engine.facts.get("wide_activations") or model.architecture in engine.facts.get("keeps_wide", ())
    ):
        return
    yield finding(
        variable(stated[1]) if stated else PRECISION,
        f"{model.id} is known to fail in {precision.id}: {precision.overflows[model.architecture]}.",
        related=[(MODEL_ID, model.architecture)],
        help="precision: bf16, on an accelerator that has it; else fp32",
    )
