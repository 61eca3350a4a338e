"""MS304."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import TYPE, VENDOR
from modelspec_lint.rules.quantities import listed


@rule(
    "MS304",
    "vendor-mismatch",
    severity=Severity.ERROR,
    tags=("identity", "contradiction"),
    fields=(VENDOR, TYPE),
)
def vendor_mismatch(deployment: Deployment) -> Iterator[Finding]:
    """The accelerator's type is made by another vendor than the one declared.

    ## What it does
    Compares `accelerator.vendor` with the maker of `accelerator.type`. Spelling does not matter (`NVIDIA`,
    `nvidia.com`), and a vendor that is no accelerator's maker is left alone.

    ## Why it matters
    Vendor and type pick the device plugin, the driver, the container image and the node pool. When they
    disagree, either no node matches, or an image for the wrong stack is started.

    ## Bad
    ```yaml
    spec:
      runtime:
        accelerator:
          vendor: amd
          type: h100-sxm5-80gb
    ```

    ## Good
    ```yaml
    spec:
      runtime:
        accelerator:
          vendor: nvidia
          type: h100-sxm5-80gb
    ```

    ## Options
    None.

    ## Sources
    - The makers of the accelerators, with their own sources: `knowledge_base/facts/accelerators/`
    - Kubernetes, Schedule GPUs: one resource name and device plugin per vendor,
      <https://kubernetes.io/docs/tasks/manage-gpus/scheduling-gpus/>
    """
    match, declared = deployment.accelerator, deployment.spec.runtime.accelerator.vendor
    if match is None or not match.facts or not declared:
        return
    vendor = _plain(declared)
    makers = dict.fromkeys(accelerator.vendor for accelerator in match.facts)
    if vendor in makers or vendor not in {each.vendor for each in deployment.knowledge.accelerators}:
        return
    yield finding(
        VENDOR,
        f"The vendor is {declared}, but {match.name} is made by {listed(list(makers))}.",
        related=[(TYPE, f"made by {listed(list(makers))}")],
        help=f"vendor: {next(iter(makers))}" if len(makers) == 1 else (),
    )


def _plain(vendor: str) -> str:
    """Take the name out of a vendor's spelling: ``NVIDIA Corporation``, ``nvidia.com/gpu``."""
    return re.split(r"[^a-z0-9]+", vendor.strip().casefold(), maxsplit=1)[0]
