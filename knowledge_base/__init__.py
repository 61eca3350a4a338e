"""What is true of models, accelerators, precisions and engines, and the arithmetic over it.

Facts are authored as YAML with sources (``facts/``), compiled to one file, and opened by
:class:`KnowledgeBase`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from modelspec_lint.knowledge_base.catalogue import Catalogue, Match
from modelspec_lint.knowledge_base.declaration import (
    LEFT_TO_ENGINE,
    Binding,
    Declaration,
    bind,
    memory_request,
)
from modelspec_lint.knowledge_base.estimate import Estimate, Stated, Undecided
from modelspec_lint.knowledge_base.facts import (
    Accelerator,
    CacheLayers,
    Control,
    Engine,
    Experts,
    Instance,
    Licence,
    MigProfile,
    Model,
    Precision,
    Workload,
    model_of_size,
)
from modelspec_lint.knowledge_base.knowledge import KnowledgeBase
from modelspec_lint.knowledge_base.memory import (
    Memory,
    MemoryRequest,
    Refusal,
    WayOut,
    estimate_memory,
    parallelism_refusals,
    ways_out,
)

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base.artifact import artifact_size
    from modelspec_lint.knowledge_base.check.check import FactsCheck, check_facts
    from modelspec_lint.knowledge_base.check.models import CheckedModel
    from modelspec_lint.knowledge_base.check.problem import FactProblem
    from modelspec_lint.knowledge_base.checkpoint import LocalCheckpoint, read_checkpoint
    from modelspec_lint.knowledge_base.cost import (
        Cost,
        Rental,
        cheapest_instances,
        cost_of_tokens,
        estimate_cost,
    )
    from modelspec_lint.knowledge_base.latency.band import Band, Rate, in_flight, utilisation
    from modelspec_lint.knowledge_base.latency.latency import Latency, estimate_latency
    from modelspec_lint.knowledge_base.latency.request import LatencyRequest
    from modelspec_lint.knowledge_base.loading import estimate_load_time
    from modelspec_lint.knowledge_base.memory.alternatives import Alternative, alternatives
    from modelspec_lint.knowledge_base.nodes import Node, node_of
    from modelspec_lint.knowledge_base.overlay import (
        Layer,
        Mistake,
        Origin,
        OverlayError,
        check_knowledge_files,
    )
    from modelspec_lint.knowledge_base.oversized import Smaller, smaller_hardware
    from modelspec_lint.knowledge_base.recount.formulas import Recount, recount_parameters
    from modelspec_lint.knowledge_base.recount.part import NotRecountable
    from modelspec_lint.knowledge_base.search import search_facts

_ASKED_FOR_RARELY = {
    "Alternative": "memory.alternatives",
    "Band": "latency.band",
    "Cost": "cost",
    "Rental": "cost",
    "cheapest_instances": "cost",
    "cost_of_tokens": "cost",
    "estimate_cost": "cost",
    "CheckedModel": "check.models",
    "FactProblem": "check.problem",
    "FactsCheck": "check.check",
    "Latency": "latency.latency",
    "LatencyRequest": "latency.request",
    "Layer": "overlay",
    "LocalCheckpoint": "checkpoint",
    "Mistake": "overlay",
    "Node": "nodes",
    "NotRecountable": "recount.part",
    "Origin": "overlay",
    "OverlayError": "overlay",
    "Rate": "latency.band",
    "Recount": "recount.formulas",
    "Smaller": "oversized",
    "alternatives": "memory.alternatives",
    "artifact_size": "artifact",
    "check_facts": "check.check",
    "check_knowledge_files": "overlay",
    "estimate_latency": "latency.latency",
    "estimate_load_time": "loading",
    "in_flight": "latency.band",
    "node_of": "nodes",
    "read_checkpoint": "checkpoint",
    "recount_parameters": "recount.formulas",
    "search_facts": "search",
    "smaller_hardware": "oversized",
    "utilisation": "latency.band",
}
"""Where names live whose modules are imported when they are first used, for the sake of start-up time."""

__all__ = [
    "LEFT_TO_ENGINE",
    "Accelerator",
    "Alternative",
    "Band",
    "Binding",
    "CacheLayers",
    "Catalogue",
    "CheckedModel",
    "Control",
    "Cost",
    "Declaration",
    "Engine",
    "Estimate",
    "Experts",
    "FactProblem",
    "FactsCheck",
    "Instance",
    "KnowledgeBase",
    "Latency",
    "LatencyRequest",
    "Layer",
    "Licence",
    "LocalCheckpoint",
    "Match",
    "Memory",
    "MemoryRequest",
    "MigProfile",
    "Mistake",
    "Model",
    "Node",
    "NotRecountable",
    "Origin",
    "OverlayError",
    "Precision",
    "Rate",
    "Recount",
    "Refusal",
    "Rental",
    "Smaller",
    "Stated",
    "Undecided",
    "WayOut",
    "Workload",
    "alternatives",
    "artifact_size",
    "bind",
    "cheapest_instances",
    "check_facts",
    "check_knowledge_files",
    "cost_of_tokens",
    "estimate_cost",
    "estimate_latency",
    "estimate_load_time",
    "estimate_memory",
    "in_flight",
    "memory_request",
    "model_of_size",
    "node_of",
    "parallelism_refusals",
    "read_checkpoint",
    "recount_parameters",
    "search_facts",
    "smaller_hardware",
    "utilisation",
    "ways_out",
]


def __getattr__(name: str) -> Any:
    module = _ASKED_FOR_RARELY.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(import_module(f"{__name__}.{module}"), name)
    return found
