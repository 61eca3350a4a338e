"""MS313."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import FRAMEWORK, TYPE, VENDOR
from modelspec_lint.rules.quantities import listed


@rule(
    "MS313",
    "framework-unsupported-on-vendor",
    severity=Severity.ERROR,
    tags=("identity", "contradiction"),
    fields=(FRAMEWORK, VENDOR, TYPE),
    silenced_by=("MS304",),
)
def framework_unsupported_on_vendor(deployment: Deployment) -> Iterator[Finding]:
    """There is no build of the serving framework for the accelerator's vendor.

    ## What it does
    Asks whether the engine is built for the accelerators of the vendor who makes `accelerator.type`. An
    error where it is known that there is no build: TensorRT-LLM on anything but NVIDIA, Neuron engines
    outside AWS. A warning where the vendor is not among those that the engine is known to support. Engines
    that wrap others are left alone, unless they belong to one vendor (NIM).

    ## Why it matters
    The image starts on a node whose driver it does not know, finds no device, and stops, or runs on the
    processor at a hundredth of the speed.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          framework: tensorrt-llm
      runtime:
        accelerator:
          vendor: amd
          type: mi300x
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          framework: vllm
      runtime:
        accelerator:
          vendor: amd
          type: mi300x
    ```

    ## Options
    None.

    ## Sources
    - TensorRT-LLM, Support Matrix, <https://nvidia.github.io/TensorRT-LLM/reference/support-matrix.html>
    - vLLM, Installation: NVIDIA, AMD, Intel, TPU and plugins,
      <https://docs.vllm.ai/en/stable/getting_started/installation/>
    - The vendors that each engine is built for, with sources: `knowledge_base/facts/engines/`
    """
    engine = deployment.engine.fact if deployment.engine else None
    match = deployment.accelerator
    if engine is None or match is None or not match.facts:
        return
    makers = dict.fromkeys(accelerator.vendor for accelerator in match.facts)
    if any(maker in engine.vendors for maker in makers):
        return
    refused = all(maker in engine.facts.get("no_build", ()) for maker in makers)
    if not refused and engine.facts.get("wraps"):
        return
    made = listed(list(makers))
    yield finding(
        FRAMEWORK,
        f"{engine.name} has no build for {match.name}, which is made by {made}."
        if refused
        else f"{engine.name} is not known to run on {match.name}, which is made by {made}.",
        severity=None if refused else Severity.WARNING,
        related=[(TYPE, f"made by {made}")],
        help=f"{engine.name} runs on accelerators of {listed(engine.vendors, 'and')}",
    )
