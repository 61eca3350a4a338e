"""How much a finding about time may claim: an error only where physics forbids it whatever is left open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from modelspec_lint.linter import Deployment
from modelspec_lint.rules.memory.proof import smallest_format

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base import Latency, MemoryRequest


def least_tokens(deployment: Deployment) -> tuple[int, int]:
    """Return the smallest request that the spec leaves open: one token in, one out, or as it declares."""
    settings = deployment.settings
    return settings.input_tokens or 1, settings.output_tokens or 1


def is_proven(deployment: Deployment, breaks: Callable[[Latency], bool]) -> bool:
    """Whether a bound breaks under every reading of what the spec leaves open.

    Not for a model of which only a size is declared, nor where something loosens the bounds. The format is
    the smallest that the weights may have; accelerators that no setting divides work together on every
    token. A prompt may be cached by now, all but its last token, unless the model answers in one pass.
    """
    if deployment.model is None or deployment.model.fact is None or deployment.loosened_by is not None:
        return False
    if "parameters" in deployment.model.fact.unverified:
        return False
    prompt, answer = least_tokens(deployment)
    usual = deployment.latency_of(prompt, answer)
    if usual.question.loosened:
        return False
    return breaks(_most_favourable(deployment, usual))


def _most_favourable(deployment: Deployment, usual: Latency) -> Latency:
    from modelspec_lint.knowledge_base import estimate_latency  # few specs ask for times

    question = usual.question
    prompt = 1 if usual.generates else question.input_tokens
    return estimate_latency(replace(question, memory=_memory(deployment), input_tokens=prompt))


def _memory(deployment: Deployment) -> MemoryRequest:
    request, smaller = deployment.memory_request, smallest_format(deployment)
    if smaller is not None:
        request = replace(request, precisions=(deployment.knowledge.precisions.get(smaller),))
    declared = deployment.settings.pipeline_parallel or "pipeline-parallel" in deployment.environment
    if request.pipeline_parallel > 1 and not declared:  # the engine's way by default, not its only one
        request = replace(request, tensor_parallel=request.count, pipeline_parallel=1)
    return request
