"""How large the files of a deployment's weights are, whatever format they may have."""

from __future__ import annotations

from modelspec_lint.linter import Deployment, Estimate
from modelspec_lint.rules.memory.proof import smallest_format

GIB_PER_GB = 2**30 / 10**9
"""Where a spec says GB, what it was written from may have meant GiB: no more than that is held against it."""


_PLAIN = 16.0
_BESIDE = 1.1
"""What files may hold beside the parameters, at most: copies, buffers, a tokenizer."""


def may_exceed(deployment: Deployment, gb: float) -> bool:
    """Whether the checkpoint might be larger: spares counting a model's parts where it surely is not."""
    request = deployment.memory_request
    predicting = request.model.recipe.get("multi_token_prediction_parameters") or 0
    bits = max(_PLAIN, *(each.bits_high for each in request.precisions))
    return (request.model.parameters + predicting) * bits / 8 * _BESIDE > gb * 10**9


def least_checkpoint(deployment: Deployment) -> Estimate:
    """Return the size of the smallest checkpoint that may be meant, in GB; raises ``Undecided``.

    Weights that are quantised when they are loaded are downloaded as they are published.
    """
    from modelspec_lint.knowledge_base import artifact_size  # few specs say how much a host has

    request, known = deployment.memory_request, deployment.knowledge.precisions
    formats = [each.id for each in request.precisions]
    if "quantization" in deployment.environment:
        formats = formats[1:] or [request.model.precision]
    smaller = smallest_format(deployment)
    if smaller is not None:
        formats.append(smaller)
    sizes = [artifact_size(request.model, known.get(each)) for each in dict.fromkeys(formats)]
    return min(sizes, key=lambda each: each.low)
