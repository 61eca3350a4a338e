"""A bound on how many accelerators a deployment takes."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter.declarative.estimates import replicas_of
from modelspec_lint.linter.declarative.parameters import TEXT, WHOLE, Given, Parameter
from modelspec_lint.linter.declarative.templates.template import Template
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.finding import Finding, finding

_COUNT = "/spec/runtime/accelerator/count"
_MOST_REPLICAS = "/spec/operations/scaling/maxReplicas"
_FEWEST_REPLICAS = "/spec/operations/scaling/minReplicas"


def _look(deployment: Deployment, given: Given) -> Iterator[Finding]:
    count, most = deployment.spec.runtime.accelerator.count, given.values["gpus"]
    if count is None:
        return
    if given.text("per") == "replica":
        if count > most:
            yield finding(_COUNT, f"A replica takes {count:,} accelerators, more than {most:,}.")
        return
    replicas = replicas_of(deployment, largest=True)
    if count * replicas > most:
        message = f"{replicas:,} x {count:,} accelerators are {count * replicas:,}, more than {most:,}."
        yield finding(_COUNT, message, related=[(_MOST_REPLICAS, "replicas at most")] if replicas > 1 else ())


MAX_GPUS = Template(
    name="max-gpus",
    summary="A replica, or all replicas of a deployment, take no more than a number of accelerators.",
    parameters=(
        Parameter("gpus", WHOLE, "The most accelerators.", least=0, example=8),
        Parameter(
            "per",
            TEXT,
            "Whether they are counted for one replica, or for the most replicas that are declared.",
            "replica",
            choices=("replica", "deployment"),
        ),
    ),
    look=_look,
    fields=lambda given: (
        (_COUNT,) if given.text("per") == "replica" else (_COUNT, _MOST_REPLICAS, _FEWEST_REPLICAS)
    ),
    says=lambda given: f"A {given.text('per')} takes at most {given.values['gpus']:,} accelerators.",
)
