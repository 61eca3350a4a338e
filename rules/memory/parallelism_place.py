"""Where a spec says into how many parts the model is cut."""

from __future__ import annotations

import re

from modelspec_lint.linter import Deployment
from modelspec_lint.rules.fields import COUNT, annotation, variable

TENSOR = annotation("tensor-parallel")
PIPELINE = annotation("pipeline-parallel")
_WHOLE = re.compile(r"[0-9]{1,12}\Z")


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


def environment_exceeds_count(deployment: Deployment) -> tuple[str, int] | None:
    """Return the variable that alone cuts the model over more accelerators than are declared, and its size.

    Only where one accelerator of the count is one device to the engine: on others a device is a part of one.
    """
    text, name = deployment.environment.get("tensor-parallel", ("", ""))
    count, match = deployment.spec.runtime.accelerator.count, deployment.accelerator
    if count is None or match is None or {each.vendor for each in match.facts} != {"nvidia"}:
        return None
    return (name, int(text)) if _WHOLE.match(text) and int(text) > count else None
