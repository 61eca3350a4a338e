"""What the findings about memory have in common: how they call things, and the places that take part."""

from __future__ import annotations

from modelspec_lint.knowledge_base import Estimate, WayOut
from modelspec_lint.linter import Deployment
from modelspec_lint.rules.fields import COUNT, LENGTH, MODEL_ID, PRECISION, variable
from modelspec_lint.rules.quantities import gib, number

_NEARLY = 0.01
_WAYS = 4


def accelerator_name(deployment: Deployment) -> str:
    """Return the accelerator's product name, or the declared words where they fit several."""
    match = deployment.accelerator
    assert match is not None
    name = match.fact.name if match.fact else match.name
    return f"{match.mig} slice of {name}" if match.mig and match.fact else name


def least(estimate: Estimate) -> str:
    """Write an amount by its favourable end, with ``at least`` where the expected one is well above."""
    if estimate.expected - estimate.low <= _NEARLY * estimate.expected:
        return gib(estimate.expected)
    return f"at least {gib(estimate.low)}"


def left(free: float) -> str:
    """Write what is left: ``8.8 GiB are left``, ``nothing is left``."""
    return f"{gib(free)} are left" if free > 0 else "nothing is left"


def share(deployment: Deployment) -> list[tuple[str, str]]:
    """Return the places that decide how much of the model one accelerator carries."""
    model = deployment.memory_request.model
    places = [(MODEL_ID, f"{_billions(model.parameters)} parameters")]
    precision = deployment.precision.fact if deployment.precision else None
    if precision is not None:
        places.append((PRECISION, f"{number(precision.bits)} bits each"))
    ranks = deployment.memory_request.tensor_parallel * deployment.memory_request.pipeline_parallel
    if deployment.document.has(COUNT):
        places.append((COUNT, f"shared by {ranks}" if ranks > 1 else "not shared"))
    return places


def length_place(deployment: Deployment, otherwise: str) -> str:
    """Return the place of the sequence length: the field, the variable that declares it, or another place."""
    if deployment.spec.runtime.batch.max_sequence_length_tokens is not None:
        return LENGTH
    if "max-model-len" in deployment.environment:
        return variable(deployment.environment["max-model-len"][1])
    return otherwise


def ways(found: tuple[WayOut, ...]) -> list[str]:
    """Write ways out as help, the smallest change first."""
    return [way.text for way in found[:_WAYS]]


def _billions(parameters: int) -> str:
    return f"{parameters / 1e9:.1f} billion" if parameters >= 1e9 else f"{parameters / 1e6:.0f} million"
