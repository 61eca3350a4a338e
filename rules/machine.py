"""Which machine a spec says it runs on, and what the replica costs there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelspec_lint.knowledge_base import Instance
from modelspec_lint.linter import Deployment, Undecided
from modelspec_lint.rules.fields import TYPE

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base import Rental

_SAGEMAKER = "ml."


def declared_instance(deployment: Deployment) -> Instance | None:
    """Return the instance type that the spec names, where it is known; SageMaker's have a prefix."""
    name = deployment.spec.cost.instance_type
    if not name:
        return None
    instances = deployment.knowledge.instances
    return instances.resolve(name).fact or instances.resolve(name.removeprefix(_SAGEMAKER)).fact


def named_cloud(deployment: Deployment) -> str | None:
    """Return the id of the cloud that ``cloudProvider`` names; ``None`` where it is none that is known."""
    provider = deployment.spec.cost.cloud_provider
    if not provider:
        return None
    words = "-".join(provider.casefold().replace("_", " ").replace("-", " ").split())
    return deployment.knowledge.vocabulary("clouds").get(words)


def declared_cloud(deployment: Deployment) -> str | None:
    """Return the id of the cloud that the spec names, by its instance type or its provider."""
    instance = declared_instance(deployment)
    return instance.cloud if instance is not None else named_cloud(deployment)


def rentals(deployment: Deployment, *, spot: bool = False) -> tuple[Rental, ...]:
    """Return what the accelerators of one replica are rented for, cheapest first.

    On the instance type that is named, where it is known and has them; else in the cloud that is named; else
    anywhere. Raises :class:`Undecided` where the accelerators are open or have no price there.
    """
    from modelspec_lint.knowledge_base import cheapest_instances  # few specs ask for a price

    request = deployment.memory_request
    if request.mig or request.fraction < 1:
        raise Undecided("what a part of an accelerator costs is not known", TYPE)
    if len(request.accelerators) != 1:
        raise Undecided("which accelerator is meant is not known", TYPE)
    found = cheapest_instances(deployment.knowledge, request.accelerators[0], request.count, spot)
    own = tuple(each for each in found if each.instance is None)
    if own:
        return own
    instance, cloud = declared_instance(deployment), declared_cloud(deployment)
    here = tuple(each for each in found if each.instance is not None and each.instance is instance)
    if not here and cloud is not None:
        here = tuple(each for each in found if each.instance is not None and each.instance.cloud == cloud)
    elif not here:
        here = found
    if not here and not spot:
        where = f" in {cloud}" if cloud else ""
        raise Undecided(f"no price of {request.accelerators[0].name}{where} is known", TYPE)
    return here
