"""How much a finding about memory may claim: an error only where nothing that is open could help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from modelspec_lint.knowledge_base import Memory, estimate_memory
from modelspec_lint.linter import Deployment, Severity

_FEWEST_BITS = "4bit"
"""What a copy of a model may hold that says nothing of its precision."""


def severity(deployment: Deployment, breaks: Callable[[Memory], bool]) -> Severity:
    """Return error where the deployment is proven to break, else warning.

    Engines that spill to the host, servers around an engine that is not named, and those that are not known
    to do the task (something beside them does) may start all the same; where the host's declared memory
    holds what spills, that is what is meant: a note. Weights whose format is open are judged by the smallest
    that they may have, and a model of which only the declared size is known proves nothing.
    """
    engine = deployment.engine.fact if deployment.engine else None
    if deployment.model is None or deployment.model.fact is None:
        return Severity.WARNING
    if engine is not None and engine.offloads and _host_holds_the_rest(deployment):
        return Severity.NOTE
    if engine is None or engine.offloads or engine.facts.get("wraps"):
        return Severity.WARNING
    task = deployment.workload.fact if deployment.workload else None
    if task is not None and task.id not in engine.tasks:
        return Severity.WARNING
    smaller = smallest_format(deployment)
    if smaller is None:
        return Severity.ERROR
    known = deployment.knowledge.precisions
    request = replace(deployment.memory_request, precisions=(known.get(smaller),))
    return Severity.ERROR if breaks(estimate_memory(request)) else Severity.WARNING


def _host_holds_the_rest(deployment: Deployment) -> bool:
    """Whether what spills fits into the host's memory; its GB are mostly written for GiB."""
    host, memory = deployment.spec.runtime.resources.memory_gb, deployment.memory
    if host is None:
        return False
    ranks = memory.request.tensor_parallel * memory.request.pipeline_parallel
    return (memory.weights.high - memory.usable.low) * ranks <= host


def is_mainline(deployment: Deployment) -> bool:
    """Whether the engine on these accelerators is the one whose checks are known, not a vendor's fork."""
    engine = deployment.engine.fact if deployment.engine else None
    accelerators = deployment.accelerator.facts if deployment.accelerator else ()
    if engine is None or not accelerators:
        return False
    vendors = (engine.facts.get("memory") or {}).get("vendors")
    return vendors is None or all(each.vendor in vendors for each in accelerators)


def smallest_format(deployment: Deployment) -> str | None:
    """Return the id of a smaller format that the weights may have; ``None`` when their format is sure."""
    if "quantization" in deployment.environment:
        return _FEWEST_BITS
    uri = deployment.spec.model.model_uri
    if uri is not None:
        artifact = deployment.knowledge.models.resolve(uri)
        named = artifact.precision_hint or (artifact.fact.precision if artifact.fact else None)
        if named is not None:
            return named
    model = deployment.model
    if deployment.precision is not None or model is None or model.precision_hint is not None:
        return None
    published = model.certainty == "exact" and uri is None
    return None if published else _FEWEST_BITS
