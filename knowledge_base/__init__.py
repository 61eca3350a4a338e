"""What is true of models, accelerators, precisions and engines, and the arithmetic over it.

Facts are authored as YAML with sources (``facts/``), compiled to one file, and opened by
:class:`KnowledgeBase`.
"""

from modelspec_lint.knowledge_base.catalogue import Catalogue, Match
from modelspec_lint.knowledge_base.declaration import Binding, Declaration, bind, memory_request
from modelspec_lint.knowledge_base.estimate import Estimate, Stated, Undecided
from modelspec_lint.knowledge_base.facts import (
    Accelerator,
    CacheLayers,
    Engine,
    Experts,
    Instance,
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

__all__ = [
    "Accelerator",
    "Binding",
    "CacheLayers",
    "Catalogue",
    "Declaration",
    "Engine",
    "Estimate",
    "Experts",
    "Instance",
    "KnowledgeBase",
    "Match",
    "Memory",
    "MemoryRequest",
    "MigProfile",
    "Model",
    "Precision",
    "Refusal",
    "Stated",
    "Undecided",
    "WayOut",
    "Workload",
    "bind",
    "estimate_memory",
    "memory_request",
    "model_of_size",
    "parallelism_refusals",
    "ways_out",
]
