"""KV cache: bytes per token by kind of layer, and what one request holds of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import CacheLayers, Model
from modelspec_lint.knowledge_base.memory.request import GIB

_WINDOWED = ("sliding", "chunked")
_HYBRID_RATIO = 1.5
"""vLLM sizes layer groups by the larger kind where the kinds differ by less than this."""


@dataclass(frozen=True, slots=True)
class CacheShape:
    """The cache of a model on one GPU. ``bytes_each`` are bytes per element, ``block`` tokens per block."""

    model: Model
    tensor_parallel: int
    pipeline_parallel: int
    bytes_each: float
    block: int

    def full_gib(self, tokens: int) -> float:
        """Return what ``tokens`` take when no layer frees anything: the most a request can hold."""
        return sum(self._layers(each, self._blocks(tokens) * self.block) for each in self._groups())

    def admission_gib(self, tokens: int, batched_tokens: int) -> tuple[float, float]:
        """Return the bounds of what the scheduler must find free before it accepts a request of ``tokens``.

        A windowed layer may hold its window and the tokens of the steps in flight; engines and versions
        differ in how many steps they reserve for, and some reserve windowed layers as if they were full.
        """
        low = self._windowed_gib(tokens, 0)
        high = max(self._windowed_gib(tokens, 2 * batched_tokens), self.full_gib(tokens))
        return low, high

    def steady_gib(self, tokens: int) -> float:
        """Return what a request of ``tokens`` holds once it runs: windowed layers keep their window only."""
        return self._windowed_gib(tokens, 0)

    def _windowed_gib(self, tokens: int, margin: int) -> float:
        size = 0.0
        for each in self._groups():
            held = tokens
            if each.kind in _WINDOWED and each.window and tokens > each.window + margin:
                held = min(tokens, each.window + margin + self.block)
            size += self._layers(each, self._blocks(held) * self.block)
        return size

    def _blocks(self, tokens: int) -> int:
        return math.ceil(tokens / self.block)

    def _groups(self) -> tuple[CacheLayers, ...]:
        assert self.model.cache is not None
        return self.model.cache

    def _layers(self, each: CacheLayers, tokens: int) -> float:
        layers = math.ceil(each.layers / self.pipeline_parallel)
        if each.kind == "state":
            return layers * each.elements * 2.0 / self.tensor_parallel / GIB
        if each.kind == "cross":
            return layers * each.elements * self.bytes_each * (each.window or 1500) / self._shards(each) / GIB
        token = each.elements * self.bytes_each / self._shards(each) + each.indexer_bytes
        return layers * token * tokens / GIB

    def _shards(self, each: CacheLayers) -> float:
        """Return by how much tensor parallelism divides a layer's cache; MLA's latent it does not."""
        if each.kind == "latent":
            return 1.0
        return float(min(self.tensor_parallel, each.heads or self.model.kv_heads or 1))


def cache_bytes(model: Model, declared: str, weights_are_32_bit: bool) -> float:
    """Return bytes per element. ``auto`` is the model's own type, whatever the weights are stored in."""
    if declared in {"fp8", "int8"}:
        return 1.0
    if declared in {"bf16", "fp16"}:
        return 2.0
    return 4.0 if weights_are_32_bit and model.dtype == "float32" else 2.0


def cache_shape(model: Model, t: int, p: int, bytes_each: float, block: int) -> CacheShape:
    """Return the cache's shape; raise :class:`Undecided` for a model of which no formula is known."""
    if model.cache is None:
        raise Undecided(f"how {model.id} lays out its KV cache is not known", "/spec/identity/model/id")
    return CacheShape(model, t, p, bytes_each, block)
