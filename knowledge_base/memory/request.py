"""The question that a memory estimate answers: what runs where, with which settings."""

from __future__ import annotations

from dataclasses import dataclass

from modelspec_lint.knowledge_base.facts import Accelerator, Engine, Model, Precision
from modelspec_lint.knowledge_base.memory.stored import StoredWeights

GIB = 2**30


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryRequest:
    """A model on accelerators under an engine. ``None``: not declared, the engine's default holds.

    ``accelerators`` are all variants that may be meant: intervals span them. ``precisions`` are all formats
    that the weights may have, ``stored`` what a checkpoint on this disk holds, ``predicts`` whether the
    layers that predict further tokens are loaded, ``kv_cache`` the format of the cache (``None``: the
    model's own). ``count`` accelerators, or ``fraction`` of one, are one replica; ``tensor_parallel`` times
    ``pipeline_parallel`` of them share one copy of the weights. ``sequence_length`` is in tokens, ``batch``
    the engine's limit of sequences in flight. ``device_memory_gib`` is what a framework sees of one device,
    where that is known better than from the accelerator's name; ``enforce_eager`` says that no CUDA graphs
    are captured.
    """

    model: Model
    accelerators: tuple[Accelerator, ...]
    precisions: tuple[Precision, ...]
    engine: Engine | None
    count: int = 1
    mig: str | None = None
    fraction: float = 1.0
    engine_version: str | None = None
    tensor_parallel: int = 1
    pipeline_parallel: int = 1
    sequence_length: int | None = None
    batch: int | None = None
    utilization: float | None = None
    batched_tokens: int | None = None
    kv_cache: Precision | None = None
    stored: StoredWeights | None = None
    predicts: bool = False
    device_memory_gib: float | None = None
    enforce_eager: bool = False

    @property
    def replicas(self) -> int:
        """Copies of the model on the accelerators: what parallelism does not use is data parallelism."""
        return max(1, self.count // (self.tensor_parallel * self.pipeline_parallel))

    @property
    def key(self) -> tuple[object, ...]:
        """What two requests with the same answer have in common: the very same facts, and equal settings."""
        return (
            id(self.model),
            tuple(id(each) for each in self.accelerators),
            tuple(id(each) for each in self.precisions),
            id(self.engine),
            id(self.kv_cache),
            id(self.stored),
            *(getattr(self, name) for name in _PLAIN),
        )


_PLAIN = (
    "count",
    "mig",
    "fraction",
    "engine_version",
    "tensor_parallel",
    "pipeline_parallel",
    "sequence_length",
    "batch",
    "utilization",
    "batched_tokens",
    "device_memory_gib",
    "enforce_eager",
    "predicts",
)
