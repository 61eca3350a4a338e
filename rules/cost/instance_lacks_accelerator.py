"""MS902."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.knowledge_base import Accelerator, Instance
from modelspec_lint.linter import Deployment, Finding, Severity, Stated, finding, printable, rule
from modelspec_lint.rules.fields import COUNT, INSTANCE, TYPE
from modelspec_lint.rules.machine import cloud_without_accelerators, declared_instance
from modelspec_lint.rules.memory.wording import accelerator_name
from modelspec_lint.rules.quantities import number

_ALIKE = 0.1
"""Variants of one chip whose memory differs by less are sold under each other's names."""


@rule(
    "MS902",
    "instance-lacks-accelerator",
    severity=Severity.ERROR,
    tags=("cost", "contradiction"),
    fields=(INSTANCE, TYPE, COUNT),
)
def instance_lacks_accelerator(deployment: Deployment) -> Iterator[Finding]:
    """The named instance type has another accelerator than the one that is declared, or fewer of them.

    ## What it does
    Looks up `pricingHints.instanceType` and compares its accelerators with `accelerator.type` and `count`;
    types of a series without accelerators (`m5.large`, `Standard_D8s_v5`) have none. A
    count that is a multiple of what one instance has is a replica over several of them, and legal. A warning
    where the two are variants of one chip with the same memory, such as A10 and A10G, or the PCIe and the SXM
    form of a device.

    ## Why it matters
    One of the two is not what will run: either the pod waits for a node that nobody has, or every estimate,
    of memory, time and money, is one of another machine.

    ## Bad
    ```yaml
    spec:
      governance:
        cost:
          pricingHints:
            cloudProvider: aws
            instanceType: g6.12xlarge
    ```

    ## Good
    ```yaml
    spec:
      governance:
        cost:
          pricingHints:
            cloudProvider: aws
            instanceType: p4de.24xlarge
    ```

    ## Options
    None.

    ## Sources
    - Instance types and their accelerators, each with its source: `knowledge_base/facts/instances/`
    """
    instance = declared_instance(deployment)
    match = deployment.accelerator
    if match is None or not match.facts:
        return
    if instance is None:
        if cloud_without_accelerators(deployment) is not None:
            yield finding(
                INSTANCE,
                f"{printable(deployment.spec.cost.instance_type or '', 60)} has no accelerator, the declared "
                f"accelerator is {accelerator_name(deployment)}.",
                related=[(TYPE, "declared")],
            )
        return
    there = deployment.knowledge.accelerators.get(instance.accelerator)
    name = deployment.spec.cost.instance_type or instance.id
    evidence = [Stated(name, f"{number(instance.count)} x {there.name}", "", "; ".join(instance.sources))]
    if all(each is not there for each in match.facts):
        if match.certainty == "ambiguous" and len(match.facts) == 1:
            return  # the name may be that of a variant that is not known
        yield finding(
            INSTANCE,
            f"{name} has {there.name}, the declared accelerator is {accelerator_name(deployment)}.",
            severity=Severity.WARNING if any(_are_variants(each, there) for each in match.facts) else None,
            related=[(TYPE, "declared")],
            evidence=evidence,
            help=_with(deployment, match.facts, instance),
        )
        return
    count = deployment.spec.runtime.accelerator.count or 1
    if count <= instance.count or instance.count < 1 or count % instance.count == 0:
        return
    yield finding(
        INSTANCE,
        f"{name} has {number(instance.count)} of {there.name}, {count} are declared.",
        related=[(COUNT, "declared")],
        evidence=evidence,
        help=_with(deployment, (there,), instance),
    )


def _are_variants(one: Accelerator, other: Accelerator) -> bool:
    """Whether two are forms of one chip: the same architecture, and nearly the same memory and speed."""
    if one.vendor != other.vendor or one.architecture != other.architecture:
        return False
    figures = (
        (one.memory_gb, other.memory_gb),
        (one.bandwidth_gb_s or 0.0, other.bandwidth_gb_s or 0.0),
    )
    if abs(figures[0][0] - figures[0][1]) > _ALIKE * figures[0][0]:
        return False
    return one.compute_capability == other.compute_capability or figures[1][0] == figures[1][1]


def _with(deployment: Deployment, wanted: tuple[Accelerator, ...], instance: Instance) -> list[str]:
    """Name an instance type of the same cloud that has what is declared."""
    count = deployment.spec.runtime.accelerator.count or 1
    ids = {each.id for each in wanted}
    fitting = sorted(
        (each.count, each.usd_per_hour or float("inf"), each.id)
        for each in deployment.knowledge.instances
        if each.cloud == instance.cloud and each.accelerator in ids and each.count >= count
    )
    return [f"instanceType: {fitting[0][2]}"] if fitting else []
