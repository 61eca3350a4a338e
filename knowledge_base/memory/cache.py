"""KV cache: bytes per token by kind of layer, and what one request holds of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import CacheLayers, Model
from modelspec_lint.knowledge_base.memory.request import GIB

_WINDOWED = ("sliding", "chunked")
_GROUPED = ("full", "sliding", "chunked")
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

    @property
    def uniform(self) -> bool:
        """Whether every layer keeps every token, so that a token has one size whatever the length."""
        return all(each.kind in {"full", "latent"} for each in self._groups())

    def full_gib(self, tokens: int) -> float:
        """Return what ``tokens`` take when no layer frees anything: the most a request can hold."""
        return self._size(tokens, margin=tokens, padded=True)

    def admission_gib(self, tokens: int, in_flight: int | None) -> tuple[float, float, float]:
        """Return what must be free for a request of ``tokens`` to be accepted (low, expected, high).

        A windowed layer holds its window and the tokens of the steps in flight (``None``: the engine does not
        reserve for them). Versions differ in how many steps they reserve for, and some reserve windowed
        layers as if they were full.
        """
        low = self._size(tokens, margin=0, padded=False)
        expected = self._size(tokens, margin=in_flight or 0, padded=in_flight is not None)
        return low, expected, max(expected, self.full_gib(tokens))

    def steady_gib(self, tokens: int) -> tuple[float, float]:
        """Return what a running request of ``tokens`` holds (low, expected)."""
        return self._size(tokens, margin=0, padded=False), self._size(tokens, margin=0, padded=True)

    def _size(self, tokens: int, margin: int, padded: bool) -> float:
        group = self._group_size() if padded else 1
        size = 0.0
        for each in self._groups():
            held = tokens
            if each.kind in _WINDOWED and each.window:
                held = min(tokens, each.window + margin)
            layers = math.ceil(each.layers / self.pipeline_parallel)
            if each.kind in _GROUPED:
                layers = math.ceil(layers / group) * group
            size += layers * self._layer(each, math.ceil(held / self.block) * self.block)
        return size

    def _group_size(self) -> int:
        """Return into groups of how many layers vLLM cuts each kind: short groups are padded to it."""
        counts = [
            math.ceil(each.layers / self.pipeline_parallel)
            for each in self._groups()
            if each.kind in _GROUPED
        ]
        if len(counts) < 2:
            return 1
        least, most = min(counts), max(counts)
        return most if most < _HYBRID_RATIO * least else least

    def _groups(self) -> tuple[CacheLayers, ...]:
        assert self.model.cache is not None
        return self.model.cache

    def _layer(self, each: CacheLayers, tokens: int) -> float:
        if each.kind == "state":
            return each.elements * 2.0 / self.tensor_parallel / GIB
        if each.kind == "cross":
            return each.elements * self.bytes_each * (each.window or 1500) / self._shards(each) / GIB
        return (each.elements * self.bytes_each / self._shards(each) + each.indexer_bytes) * tokens / GIB

    def _shards(self, each: CacheLayers) -> float:
        """Return by how much tensor parallelism divides a layer's cache; MLA's latent it does not."""
        if each.kind == "latent":
            return 1.0
        return float(min(self.tensor_parallel, each.heads or self.model.kv_heads or 1))


def cache_bytes(model: Model, declared: str, weights_are_32_bit: bool) -> float:
    """Return bytes per element. ``auto`` is the model's own type, whatever the weights are stored in."""
    if declared in {"fp8", "int8"}:
        return 1.0
    if declared in {"bf16", "fp16"} or not weights_are_32_bit:
        return 2.0
    # 32 bits declared over a 16-bit checkpoint is meant; a 32-bit checkpoint is served in 16 bits by default.
    return 2.0 if model.dtype == "float32" else 4.0


def cache_shape(model: Model, t: int, p: int, bytes_each: float, block: int) -> CacheShape:
    """Return the cache's shape; raise :class:`Undecided` for a model of which no formula is known."""
    if model.cache is None:
        raise Undecided(f"how {model.id} lays out its KV cache is not known", "/spec/identity/model/id")
    return CacheShape(model, t, p, bytes_each, block)
