"""The question that a spec asks of the arithmetic of latency: which requests, and what loosens its bounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base import LatencyRequest
    from modelspec_lint.linter.deployment import Deployment

_EXPERTS = ("expert-parallel", "data-parallel-attention")
_LOOSENING = ("speculative", "prefix-caching", "disaggregated", *_EXPERTS)


def latency_request(
    deployment: Deployment, input_tokens: float, output_tokens: float, concurrency: float = 1.0
) -> LatencyRequest:
    """Ask for requests of one size to one replica; raises ``Undecided`` like the memory request."""
    from modelspec_lint.knowledge_base import LatencyRequest  # few specs ask for times

    environment = deployment.environment
    return LatencyRequest(
        memory=deployment.memory_request,
        input_tokens=input_tokens,
        output_tokens=output_tokens,
        concurrency=concurrency,
        prefix_cached="prefix-caching" in environment,
        speculative="speculative" in environment,
        disaggregated="disaggregated" in environment,
    )


def loosened_by(deployment: Deployment) -> str | None:
    """Return the variable that declares what loosens the bounds of physics; ``None`` where none does.

    Speculative decoding, prefix caching, disaggregated prompts, and experts or attention that replicas share
    out among themselves (``estimates.md`` section 6).
    """
    environment = deployment.environment
    return next((environment[each][1] for each in _LOOSENING if each in environment), None)
