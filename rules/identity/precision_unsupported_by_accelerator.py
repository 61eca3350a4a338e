"""MS310."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from modelspec_lint.knowledge_base import Accelerator, Engine, Precision
from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import FRAMEWORK, PRECISION, TYPE
from modelspec_lint.rules.quantities import listed

Support = Literal["native", "fallback", "none", "slow"]

_NEVER = (99, 0)
_INSTEAD = ("fp16", "w8a8", "awq")


@rule(
    "MS310",
    "precision-unsupported-by-accelerator",
    severity=Severity.ERROR,
    tags=("identity", "precision"),
    fields=(PRECISION, TYPE, FRAMEWORK),
    silenced_by=("MS304",),
)
def precision_unsupported_by_accelerator(deployment: Deployment) -> Iterator[Finding]:
    """The accelerator cannot compute in the declared precision.

    ## What it does
    Asks whether the engine has kernels for the declared precision on the accelerator. An error where it has
    none: bfloat16 under vLLM needs compute capability 8.0. A warning where it falls back to kernels that only
    store the weights so (fp8 on Ampere), and where the accelerator lacks the rate and the engine's kernels
    are not known. Formats that are made for such kernels (AWQ, GPTQ, mxfp4, GGUF) are as they should be.

    ## Why it matters
    The engine stops at start ("Bfloat16 is only supported on GPUs with compute capability of at least 8.0"),
    or runs at the speed of another type: the memory is saved, the promised throughput is not there.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          id: Qwen/Qwen2.5-1.5B-Instruct
          family: qwen2.5
          precision: bf16
      runtime:
        accelerator:
          type: Tesla-T4
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          id: Qwen/Qwen2.5-1.5B-Instruct
          family: qwen2.5
          precision: fp16
      runtime:
        accelerator:
          type: Tesla-T4
    ```

    ## Options
    None.

    ## Sources
    - vLLM, Supported Hardware for Quantization, <https://docs.vllm.ai/en/stable/features/quantization/>
    - vLLM, FP8 W8A8: weight-only on Ampere, <https://docs.vllm.ai/en/stable/features/quantization/fp8.html>
    - Rates by precision from the vendors' datasheets: `knowledge_base/facts/accelerators/`
    """
    precision, match = _in_full(deployment), deployment.accelerator
    if precision is None or match is None or not match.facts or "dtype" in deployment.environment:
        return
    engine = deployment.engine.fact if deployment.engine else None
    supports = [_support(accelerator, precision, engine) for accelerator in match.facts]
    if "native" in supports:
        return
    refused = all(support == "none" for support in supports)
    instead = [
        f"precision {other.id}"
        for other in map(deployment.knowledge.precisions.get, _INSTEAD)
        if other.id != precision.id
        and abs(other.bits - precision.bits) < 1
        and all(_support(accelerator, other, engine) == "native" for accelerator in match.facts)
    ]
    yield finding(
        PRECISION,
        _said(match.fact.name if match.fact else match.name, precision, engine, supports),
        severity=None if refused else Severity.WARNING,
        related=[(TYPE, _capability(match.facts))],
        help=instead,
    )


def _in_full(deployment: Deployment) -> Precision | None:
    """Return the declared format; where it says in fewer words what the model is published in, that one."""
    declared = deployment.precision.fact if deployment.precision else None
    model = deployment.model.fact if deployment.model else None
    if declared is None or model is None:
        return declared
    published = deployment.knowledge.precisions.get(model.precision)
    alike = declared.compute is not None and declared.compute == published.compute
    alike = alike and abs(declared.bits - published.bits) < 1
    return published if alike else declared


def _support(accelerator: Accelerator, precision: Precision, engine: Engine | None) -> Support:
    """Return how an engine runs a precision on an accelerator; what is not known counts as native."""
    capability = accelerator.compute_capability
    for row in engine.facts.get("kernels", {}).get(accelerator.vendor, ()) if engine else ():
        if row["precision"] == precision.id and capability is not None:
            if capability >= tuple(row.get("native", _NEVER)):
                return "native"
            if capability >= tuple(row.get("weight_only", _NEVER)):
                # formats of experts, and those without native kernels, are made for weight-only ones
                return "fallback" if "native" in row and precision.scope != "experts" else "native"
            return "none"
    weight_only = precision.weight_only or precision.scope == "experts"
    if weight_only or precision.compute not in accelerator.unsupported_precisions:
        return "native"
    return "slow"


def _said(name: str, precision: Precision, engine: Engine | None, supports: list[Support]) -> str:
    if engine is None or "slow" in supports:
        return (
            f"{name} has no arithmetic for {precision.id}: it is emulated or refused, as the engine decides."
        )
    if "fallback" in supports and precision.bits == 16:
        return f"{engine.name} runs {precision.id} as fp16 on {name}."
    if "fallback" in supports:
        return f"{engine.name} only stores {precision.id} on {name}, and multiplies in 16 bits."
    return f"{engine.name} refuses {precision.id} on {name}."


def _capability(accelerators: tuple[Accelerator, ...]) -> str:
    found = sorted({each.compute_capability for each in accelerators if each.compute_capability})
    return (
        "compute capability " + listed([f"{major}.{minor}" for major, minor in found])
        if found
        else "the accelerator"
    )
