"""The arithmetic of memory: weights, KV cache, activation peak, overheads, and what they leave."""

from modelspec_lint.knowledge_base.memory.memory import Memory, estimate_memory
from modelspec_lint.knowledge_base.memory.parallelism import Refusal, parallelism_refusals
from modelspec_lint.knowledge_base.memory.request import MemoryRequest
from modelspec_lint.knowledge_base.memory.ways_out import WayOut, ways_out

__all__ = [
    "Memory",
    "MemoryRequest",
    "Refusal",
    "WayOut",
    "estimate_memory",
    "parallelism_refusals",
    "ways_out",
]
