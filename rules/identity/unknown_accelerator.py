"""MS302."""

from __future__ import annotations

import re
from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, printable, rule
from modelspec_lint.rules.fields import TYPE
from modelspec_lint.rules.quantities import listed, number


@rule(
    "MS302", "unknown-accelerator", severity=Severity.WARNING, tags=("identity", "knowledge"), fields=(TYPE,)
)
def unknown_accelerator(deployment: Deployment) -> Iterator[Finding]:
    """The accelerator's type is not known, neither as a product nor as a scheduler's label.

    ## What it does
    Looks `accelerator.type` up among the known accelerators: product names, marketing names, the labels of
    Kubernetes and of the clouds, MIG profiles. Silent where the type says that there is none (`cpu`, `none`,
    `xeon`).

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
    kind = _kind(deployment, match.name)
    if kind == "cpu":
        return
    yield finding(
        TYPE,
        f"The accelerator '{printable(match.name, 60)}' is not known, so nothing is computed about its "
        "memory and speed.",
        help=_help(deployment, match.name, kind),
    )


def _kind(deployment: Deployment, name: str) -> str | None:
    """Return ``cpu`` for words that name no accelerator, ``gpu`` for words that do not say which."""
    words = re.split(r"[^a-z0-9.]+", name.casefold().strip())
    kinds = deployment.knowledge.vocabulary("processors")
    if "cpu" in (kinds.get("-".join(words[:2])), kinds.get(words[0].rstrip("0123456789"))):
        return "cpu"
    return kinds.get("-".join(words))


def _help(deployment: Deployment, name: str, kind: str | None) -> str:
    if kind == "gpu":
        return "name the product, as its label does: nvidia-l4, NVIDIA-A100-SXM4-80GB, mi300x"
    instance = deployment.knowledge.instances.resolve(name).fact
    if instance is not None:
        return (
            f"{instance.id} is an instance type: write its accelerator, type: {instance.accelerator} and "
            f"count: {number(instance.count)}"
        )
    near = deployment.knowledge.accelerators.suggest(name)
    if near:
        return f"did you mean {listed(near)}?"
    return "an accelerator that is not held here: facts of your own, with --knowledge"
