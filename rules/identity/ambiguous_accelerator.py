"""MS303."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.knowledge_base import Accelerator
from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import TYPE
from modelspec_lint.rules.quantities import listed, number

_ALIKE = 1.1
"""Bandwidths whose ratio is below this give the same answers."""


@rule(
    "MS303", "ambiguous-accelerator", severity=Severity.NOTE, tags=("identity", "knowledge"), fields=(TYPE,)
)
def ambiguous_accelerator(deployment: Deployment) -> Iterator[Finding]:
    """The accelerator's type names several variants that differ in memory or speed.

    ## What it does
    Says which variants `accelerator.type` may mean. Every estimate then spans all of them, and an error is
    given only where every variant breaks. Variants with the same memory and nearly the same bandwidth (A100
    80 GB as SXM or PCIe card) are not worth a word.

    ## Why it matters
    An A100 has 40 or 80 GB, an H100 between 64 and 96. A deployment that is sized for the one and lands on
    the other fails at start, or pays for memory that it does not use.

    ## Bad
    ```yaml
    spec:
      runtime:
        accelerator:
          type: a100
    ```

    ## Good
    ```yaml
    spec:
      runtime:
        accelerator:
          type: a100-sxm4-80gb
    ```

    ## Options
    None.

    ## Sources
    - NVIDIA A100 datasheet: 40 GB and 80 GB, PCIe and SXM,
      <https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/a100/pdf/nvidia-a100-datasheet-us-nvidia-1758950-r4-web.pdf>
    - The variants that are known: `knowledge_base/facts/accelerators/`
    """
    match = deployment.accelerator
    if match is None or len(match.facts) < 2 or _are_alike(match.facts):
        return
    variants = sorted(match.facts, key=lambda accelerator: (accelerator.memory_gb, accelerator.id))
    names = [f"{each.id} ({number(each.memory_gb)} GB)" for each in variants]
    whole = f"the {match.mig} slice of " if match.mig else ""
    yield finding(
        TYPE,
        f"{match.name!r} may be {whole}{listed(names)}; estimates span them all.",
        help=() if match.mig else f"write the variant, such as type: {variants[0].id}",
    )


def _are_alike(variants: tuple[Accelerator, ...]) -> bool:
    """Whether the variants differ in nothing that estimates notice."""
    bandwidths = [each.bandwidth_gb_s for each in variants if each.bandwidth_gb_s]
    if len({each.memory_gb for each in variants}) > 1 or len(bandwidths) < len(variants):
        return False
    return max(bandwidths) <= _ALIKE * min(bandwidths)
