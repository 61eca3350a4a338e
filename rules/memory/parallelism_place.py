"""Where a spec says into how many parts the model is cut."""

from __future__ import annotations

from modelspec_lint.linter import Deployment
from modelspec_lint.rules.fields import COUNT, annotation, variable

TENSOR = annotation("tensor-parallel")
PIPELINE = annotation("pipeline-parallel")


def size_place(deployment: Deployment) -> tuple[str, str]:
    """Return where the tensor-parallel size is stated, and in which words."""
    if deployment.settings.tensor_parallel is not None:
        return TENSOR, "declared by the annotation"
    if "tensor-parallel" in deployment.environment:
        name = deployment.environment["tensor-parallel"][1]
        return variable(name), f"declared by {name}"
    if deployment.settings.pipeline_parallel is not None:
        return PIPELINE, "what the pipeline-parallel size leaves of the count"
    return COUNT, "the count, as nothing else is declared"
