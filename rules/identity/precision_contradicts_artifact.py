"""MS314."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.knowledge_base import Precision
from modelspec_lint.linter import Deployment, Finding, Severity, finding, printable, rule
from modelspec_lint.rules.fields import MODEL_ID, MODEL_URI, PRECISION
from modelspec_lint.rules.identity.named import named_precision, names_format
from modelspec_lint.rules.quantities import number

_SCALES = 0.25
"""Bits by which formats of one width differ in the scales beside their numbers."""


@rule(
    "MS314",
    "precision-contradicts-artifact",
    severity=Severity.WARNING,
    tags=("identity", "precision", "contradiction"),
    fields=(PRECISION, MODEL_ID, MODEL_URI),
    certainty="high",
)
def precision_contradicts_artifact(deployment: Deployment) -> Iterator[Finding]:
    """The weights are named after another format than the declared precision.

    ## What it does
    Reads the format out of the URI of the weights, or else out of the model's id (`...-AWQ`,
    `...-GPTQ-Int4`, `...-FP8`, `....Q4_K_M.gguf`), and compares it with `model.precision`. Speaks where the
    two have different bits per weight, or multiply in different types. Formats that leave things open
    (`int4` for AWQ or GPTQ) agree with what they may mean. A quantised precision of weights that name none
    is no contradiction: many engines quantise at load.

    ## Why it matters
    The declared precision decides how much memory is planned: fp16 for weights in 4 bits plans for four
    times too much, fp8 for weights in 16 bits for half of what is needed.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          id: Qwen/Qwen2.5-7B-Instruct-AWQ
          family: qwen2.5
          precision: fp16
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          id: Qwen/Qwen2.5-7B-Instruct-AWQ
          family: qwen2.5
          precision: awq
    ```

    ## Options
    None.

    ## Sources
    - Hugging Face, Transformers, Quantization: formats of checkpoints,
      <https://huggingface.co/docs/transformers/main/en/quantization/overview>
    - Bits of the formats, with sources: `knowledge_base/facts/precisions.yaml`
    """
    declared = deployment.precision.fact if deployment.precision else None
    if declared is None:
        return
    named = named_precision(deployment)
    if named is None or not _contradict(declared, named.precision) or names_format(named.name, declared):
        return
    said = deployment.spec.model.precision
    yield finding(
        PRECISION,
        f"The precision is {said}, {_bits(declared)}, but '{printable(named.name, 80)}' names "
        f"{named.precision.id}, {_bits(named.precision)}.",
        related=[(named.place, f"names {named.precision.id}")],
        help=f"precision: {named.precision.id}",
    )


def _contradict(declared: Precision, named: Precision) -> bool:
    if declared.id == named.id:
        return False
    if declared.bits_low > named.bits_high + _SCALES or declared.bits_high + _SCALES < named.bits_low:
        return True
    multiplied = not declared.weight_only and not named.weight_only
    return multiplied and None not in (declared.compute, named.compute) and declared.compute != named.compute


def _bits(precision: Precision) -> str:
    return f"{number(round(precision.bits, 1))} bits"
