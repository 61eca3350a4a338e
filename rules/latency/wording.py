"""What the findings about time have in common: how they call requests and what these run on."""

from __future__ import annotations

from modelspec_lint.linter import Deployment
from modelspec_lint.rules.fields import COUNT, MODEL_ID, TYPE, annotation
from modelspec_lint.rules.memory.wording import accelerator_name
from modelspec_lint.rules.quantities import counted, number

INPUT = annotation("input-tokens")
OUTPUT = annotation("output-tokens")


def request_of(input_tokens: float, output_tokens: float) -> str:
    """Name a request by its size: ``A request of 1024 tokens in and 256 out``."""
    size = f"{counted(input_tokens, 'token')} in"
    return f"A request of {size}" + (f" and {number(output_tokens)} out" if output_tokens else "")


def hardware(deployment: Deployment) -> str:
    """Name what a replica runs on: ``4 x NVIDIA H100 SXM5 80GB``."""
    count = deployment.memory_request.count
    name = accelerator_name(deployment)
    return f"{count} x {name}" if count > 1 else name


def places(deployment: Deployment) -> list[tuple[str, str]]:
    """Return the places that decide how long a request takes."""
    request = deployment.memory_request
    words = (
        (INPUT, "tokens in"),
        (OUTPUT, "tokens out"),
        (MODEL_ID, f"{request.precisions[0].name} weights"),
        (TYPE, "reads and multiplies them"),
        (COUNT, "share the work" if request.count > 1 else "works alone"),
    )
    return [(place, word) for place, word in words if deployment.document.has(place)]
