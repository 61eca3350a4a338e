"""MS907."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import TYPE
from modelspec_lint.rules.memory.wording import accelerator_name


@rule(
    "MS907",
    "accelerator-retired",
    severity=Severity.NOTE,
    tags=("cost", "identity"),
    fields=(TYPE,),
)
def accelerator_retired(deployment: Deployment) -> Iterator[Finding]:
    """The maker of the accelerator has ended new support for it.

    ## What it does
    Looks up the architecture of the declared accelerator among those for which a maker's current tools no
    longer build. Where the name leaves the variant open, all of them have to be retired.

    ## Why it matters
    It still works, with the releases of drivers, frameworks and engines that are there today. The next one
    may leave it out, fixes of security included, and clouds take such machines away.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          id: BAAI/bge-base-en-v1.5
          family: bge
          task: embedding
          framework: transformers
          precision: fp16
      runtime:
        accelerator:
          type: v100-sxm2-16gb
        batch:
          maxSequenceLengthTokens: 512
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
    - NVIDIA, CUDA Toolkit 13.0 release notes, "Deprecated Architectures",
      <https://docs.nvidia.com/cuda/archive/13.0.0/cuda-toolkit-release-notes/>
    - The architectures: `knowledge_base/facts/retired.yaml`
    """
    match = deployment.accelerator
    if match is None or not match.facts:
        return
    retired = deployment.knowledge.vocabulary("retired-architectures")
    said = [retired.get(each.architecture or "") for each in match.facts]
    if said[0] is None or any(each is None for each in said):
        return
    yield finding(
        TYPE,
        f"{accelerator_name(deployment)} is no longer supported by new releases: {said[0]}.",
        help="a newer accelerator, or releases of driver and engine that are held where they are",
    )
