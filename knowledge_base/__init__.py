"""What is true of models, accelerators, precisions and engines, and the arithmetic over it.

Facts are authored as YAML with sources (``facts/``), compiled to one file, and opened by
:class:`KnowledgeBase`.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from modelspec_lint.knowledge_base.catalogue import Catalogue, Match
from modelspec_lint.knowledge_base.declaration import Binding, Declaration, bind, memory_request
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
    from modelspec_lint.knowledge_base.latency.band import Band, Rate, in_flight, utilisation
    from modelspec_lint.knowledge_base.latency.request import LatencyRequest
    from modelspec_lint.knowledge_base.memory.alternatives import Alternative, alternatives

_ASKED_FOR_RARELY = {
    "Alternative": "memory.alternatives",
    "Band": "latency.band",
    "LatencyRequest": "latency.request",
    "Rate": "latency.band",
    "alternatives": "memory.alternatives",
    "in_flight": "latency.band",
    "utilisation": "latency.band",
}
"""Where names live whose modules are imported when they are first used, for the sake of start-up time."""

__all__ = [
    "Accelerator",
    "Alternative",
    "Band",
    "Binding",
    "CacheLayers",
    "Catalogue",
    "Control",
    "Declaration",
    "Engine",
    "Estimate",
    "Experts",
    "Instance",
    "KnowledgeBase",
    "LatencyRequest",
    "Licence",
    "Match",
    "Memory",
    "MemoryRequest",
    "MigProfile",
    "Model",
    "Precision",
    "Rate",
    "Refusal",
    "Stated",
    "Undecided",
    "WayOut",
    "Workload",
    "alternatives",
    "bind",
    "estimate_memory",
    "in_flight",
    "memory_request",
    "model_of_size",
    "parallelism_refusals",
    "utilisation",
    "ways_out",
]


def __getattr__(name: str) -> Any:
    module = _ASKED_FOR_RARELY.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{module}"), name)
