"""Which machine a spec says it runs on, and what the replica costs there."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from modelspec_lint.knowledge_base import Instance
from modelspec_lint.linter import Deployment, Undecided
from modelspec_lint.rules.fields import TYPE

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base import Rental

_SAGEMAKER = "ml."
_SERIES = re.compile(r"(?:ml\.)?([a-z]+(?=[0-9][a-z0-9-]*\.)|[a-z][0-9][a-z]?(?=-)|standard_[a-z]+(?=[0-9]))")
"""How names of instance types begin: `m5.large`, `e2-standard-4`, `Standard_D4s_v5`."""


def declared_instance(deployment: Deployment) -> Instance | None:
    """Return the instance type that the spec names, where it is known; SageMaker's have a prefix."""
    name = deployment.spec.cost.instance_type
    if not name:
        return None
    instances = deployment.knowledge.instances
    return instances.resolve(name).fact or instances.resolve(name.removeprefix(_SAGEMAKER)).fact


def cloud_without_accelerators(deployment: Deployment) -> str | None:
    """Return the cloud of an instance type whose series has no accelerators; ``None`` for all others."""
    name = (deployment.spec.cost.instance_type or "").casefold()
    begins = _SERIES.match(name)
    if begins is None or declared_instance(deployment) is not None:
        return None
    after = name[begins.end()]
    series = begins.group(1) + (
        "-" if after == "-" else "" if begins.group(1).startswith("standard_") else "."
    )
    return deployment.knowledge.vocabulary("machines-without-accelerators").get(series)


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
    anywhere. Where a type leaves open which accelerator is meant, those of all that it may be: the cheapest
    is the least that it costs. Raises :class:`Undecided` where there is no price, or none of one of them.
    """
    from modelspec_lint.knowledge_base import cheapest_instances  # few specs ask for a price

    request = deployment.memory_request
    if request.mig or request.fraction < 1:
        raise Undecided("what a part of an accelerator costs is not known", TYPE)
    each = [
        cheapest_instances(deployment.knowledge, accelerator, request.count, spot)
        for accelerator in request.accelerators
    ]
    found = tuple(sorted(chain.from_iterable(each), key=lambda rental: rental.usd_per_hour))
    own = tuple(rental for rental in found if rental.instance is None)
    if own and len(each) == 1:
        return own
    instance, cloud = declared_instance(deployment), declared_cloud(deployment)
    here = tuple(rental for rental in found if rental.instance is not None and rental.instance is instance)
    if not here and cloud is not None:
        here = tuple(
            rental for rental in found if rental.instance is not None and rental.instance.cloud == cloud
        )
    elif not here and (spot or all(each)):
        here = found
    if not here and not spot:
        where = f" in {cloud}" if cloud else ""
        raise Undecided(f"no price of {request.accelerators[0].name}{where} is known", TYPE)
    return here
