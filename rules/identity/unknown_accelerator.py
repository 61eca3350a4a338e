"""MS302."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, printable, rule
from modelspec_lint.rules.fields import TYPE
from modelspec_lint.rules.quantities import listed


@rule(
    "MS302", "unknown-accelerator", severity=Severity.WARNING, tags=("identity", "knowledge"), fields=(TYPE,)
)
def unknown_accelerator(deployment: Deployment) -> Iterator[Finding]:
    """The accelerator's type is not known, neither as a product nor as a scheduler's label.

    ## What it does
    Looks `accelerator.type` up among the known accelerators: product names, marketing names, the labels of
    Kubernetes and of the clouds, MIG profiles.

    ## Why it matters
    A scheduler that gets a label nobody carries leaves the pod pending for ever, and does not say why. And
    without the accelerator's memory and speed nothing can be said about whether the model fits.

    ## Bad
    ```yaml
    spec:
      runtime:
        accelerator:
          type: a1000-sxm-80gb
    ```

    ## Good
    ```yaml
    spec:
      runtime:
        accelerator:
          type: NVIDIA-A100-SXM4-80GB
    ```

    ## Options
    None.

    ## Sources
    - The accelerators that are known, with their own sources: `knowledge_base/facts/accelerators/`
    - NVIDIA GPU feature discovery, label `nvidia.com/gpu.product`, <https://github.com/NVIDIA/k8s-device-plugin>
    """
    match = deployment.accelerator
    if match is None or match.facts:
        return
    near = deployment.knowledge.accelerators.suggest(match.name)
    yield finding(
        TYPE,
        f"The accelerator '{printable(match.name, 60)}' is not known, so nothing is computed about its "
        "memory and speed.",
        help=f"did you mean {listed(near)}?" if near else (),
    )
