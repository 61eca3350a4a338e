"""KV cache: bytes per token by kind of layer, and what one request holds of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import CacheLayers, Model, Precision
from modelspec_lint.knowledge_base.memory.engine import Interval
from modelspec_lint.knowledge_base.memory.request import GIB
from modelspec_lint.knowledge_base.memory.state import state_bytes
from modelspec_lint.knowledge_base.once import cached_property

_WINDOWED = ("sliding", "chunked")
_GROUPED = ("full", "sliding", "chunked")
_HYBRID_RATIO = 1.5
"""vLLM sizes layer groups by the larger kind where the kinds differ by less than this."""
_ALIGNMENT = 16
"""Pages that hold a state are whole multiples of this many tokens: what attention kernels want."""


@dataclass(frozen=True)
class CacheShape:
    """The cache of a model on one GPU. ``bytes_each`` are bytes per element (low, expected, high), ``block``
    tokens per block, ``state_pages`` pages that a sequence needs in each group of layers with a state.

    ``one_pool``: all layers take pages of one size from one pool, as vLLM's do, so that short groups of
    layers are padded and a page of tokens is as large as a state.
    """

    model: Model
    tensor_parallel: int
    pipeline_parallel: int
    bytes_each: Interval
    block: int
    one_pool: bool
    state_pages: Interval = (1.0, 1.0, 2.0)

    @cached_property
    def uniform(self) -> bool:
        """Whether every layer keeps every token, so that a token has one size whatever the length."""
        return all(each.kind in {"full", "latent"} for each in self._kinds)

    def full_gib(self, tokens: int) -> float:
        """Return what ``tokens`` take when no layer frees anything: the most a request can hold."""
        return self._size(tokens, margin=tokens, padded=True, end=2)

    def admission_gib(self, tokens: int, in_flight: int | None) -> tuple[float, float, float]:
        """Return what must be free for a request of ``tokens`` to be accepted (low, expected, high).

        A windowed layer holds its window and the tokens of the steps in flight (``None``: the engine does not
        reserve for them). Versions differ in how many steps they reserve for, and some reserve windowed
        layers as if they were full.
        """
        low = self._size(tokens, margin=0, padded=False, end=0)
        expected = self._size(tokens, margin=in_flight or 0, padded=in_flight is not None, end=1)
        return min(low, expected), expected, max(expected, self.full_gib(tokens))

    def steady_gib(self, tokens: int) -> tuple[float, float]:
        """Return what a running request of ``tokens`` holds (low, expected)."""
        low = self._size(tokens, margin=0, padded=False, end=0)
        expected = self._size(tokens, margin=0, padded=self.one_pool, end=1)
        return min(low, expected), expected

    def stateless_gib(self, tokens: int) -> float | None:
        """Return the pages of ``tokens`` alone, without those of their state; ``None`` without pages."""
        if self._page is None or not self.one_pool:
            return None
        return self._token_pages(tokens, 1) * self._page_gib(1)

    def shared_out_gib(self, tokens: int) -> float:
        """Return what ``tokens`` take when every group of layers has as many pages as any other.

        So vLLM counted what a cache holds before 0.21 (its pull request 40694 tells why it no longer does).
        """
        if self._page is None or not self.one_pool:
            return self._size(tokens, margin=tokens, padded=True, end=1)
        groups = sum(math.ceil(self._layers(each) / self._state_group) for each in self._page)
        return groups * self._page_gib(1) * tokens / self._page_tokens(1)

    @cached_property
    def page_gib(self) -> float | None:
        """What a page takes at the favourable end; every sequence in flight needs one for its state."""
        return self._page_gib(0) if self._page is not None and self.one_pool else None

    @cached_property
    def expected_page_gib(self) -> float | None:
        """What a page takes as expected."""
        return self._page_gib(1) if self._page is not None and self.one_pool else None

    def _size(self, tokens: int, margin: int, padded: bool, end: int) -> float:
        if padded and self._page is not None:
            return self._paged(tokens, end)
        group = self._group_size if padded else 1
        size = 0.0
        for each in self._kinds:
            held = math.ceil(self._held(each, tokens, margin) / self.block)
            if each.kind == "sliding" and margin and held * self.block < tokens:
                held += 1  # the window may begin within a block
            layers = self._layers(each)
            if each.kind in _GROUPED:
                layers = math.ceil(layers / group) * group
            size += layers * self._layer(each, held * self.block, end)
        return size

    def _held(self, each: CacheLayers, tokens: int, margin: int) -> int:
        if each.kind in _WINDOWED and each.window:
            return min(tokens, each.window + margin)
        return tokens

    def _layers(self, each: CacheLayers) -> int:
        return math.ceil(each.layers / self.pipeline_parallel)

    @cached_property
    def _group_size(self) -> int:
        """Into groups of how many layers vLLM cuts each kind: short groups are padded to it."""
        return group_size([self._layers(each) for each in self._kinds if each.kind in _GROUPED])

    @cached_property
    def _kinds(self) -> tuple[CacheLayers, ...]:
        assert self.model.cache is not None
        return self.model.cache

    def _layer(self, each: CacheLayers, tokens: int, end: int) -> float:
        if each.kind == "state":
            return state_bytes(self.model, each, self.tensor_parallel)[end] / GIB
        if each.kind == "cross":
            return each.elements * self.bytes_each[end] * (each.window or 1500) / self._shards(each) / GIB
        return self._token(each, end) * tokens / GIB

    def _token(self, each: CacheLayers, end: int) -> float:
        """Return the bytes of one token in one layer."""
        return each.elements * self.bytes_each[end] / self._shards(each) + each.indexer_bytes

    def _shards(self, each: CacheLayers) -> float:
        """Return by how much tensor parallelism divides a layer's cache; MLA's latent it does not."""
        if each.kind == "latent":
            return 1.0
        return float(min(self.tensor_parallel, each.heads or self.model.kv_heads or 1))

    @cached_property
    def _page(self) -> tuple[CacheLayers, CacheLayers] | None:
        """The attention layers and the layers with a state, where a model has one kind of each."""
        kinds = self._kinds
        states = [each for each in kinds if each.kind == "state"]
        others = [each for each in kinds if each.kind != "state"]
        if len(states) == len(others) == 1 and others[0].kind in {"full", "latent"}:
            return others[0], states[0]
        return None

    def _paged(self, tokens: int, end: int) -> float:
        """Return what a request takes where a page of tokens is as large as a state.

        Its tokens' pages in each group of attention layers, and a page in each group of layers with a state.
        With prefix caching it is two, for the state of the step before is kept.
        """
        assert self._page is not None
        states = math.ceil(self._layers(self._page[1]) / self._state_group) * self.state_pages[end]
        return (self._token_pages(tokens, end) + states) * self._page_gib(end)

    def _token_pages(self, tokens: int, end: int) -> int:
        assert self._page is not None
        groups = math.ceil(self._layers(self._page[0]) / self._state_group)
        return groups * math.ceil(tokens / self._page_tokens(end))

    @cached_property
    def _state_group(self) -> int:
        assert self._page is not None
        return group_size([self._layers(each) for each in self._page])

    def _page_tokens(self, end: int) -> int:
        """Return the tokens of a page: enough for a state, aligned."""
        assert self._page is not None
        attention, state = self._page
        state_size = state_bytes(self.model, state, self.tensor_parallel)[end]
        aligned = _ALIGNMENT * self._token(attention, end)
        return max(self.block, _ALIGNMENT * math.ceil(state_size / aligned))

    def _page_gib(self, end: int) -> float:
        assert self._page is not None
        return self._state_group * self._page_tokens(end) * self._token(self._page[0], end) / GIB


def group_size(layers: list[int]) -> int:
    """Return the size of the groups that vLLM cuts layers of several kinds into (1 for a single kind)."""
    if len(layers) < 2:
        return 1
    least, most = min(layers), max(layers)
    return most if most < _HYBRID_RATIO * least else least


def cache_bytes(model: Model, declared: Precision | None, weights: Precision) -> Interval:
    """Return bytes per element of the cache (low, expected, high).

    Where nothing is declared it has the type that the checkpoint's own scheme names, else the model's type,
    whatever the weights are stored in. Some formats may carry a scheme, which only the checkpoint tells.
    """
    if declared is not None:
        plain = declared.bits_low / 8  # what makes other uses of the format larger is kept for weights' sake
        return plain, plain, plain
    if weights.kv_cache_bytes is not None:
        return weights.kv_cache_bytes, weights.kv_cache_bytes, weights.kv_cache_bytes
    # 32 bits declared over a 16-bit checkpoint is meant; a 32-bit checkpoint is served in 16 bits by default.
    own = 4.0 if weights.id == "fp32" and model.dtype != "float32" else 2.0
    return weights.kv_cache_bytes_low or own, own, own


def cache_shape(
    model: Model, t: int, p: int, bytes_each: Interval, block: int, one_pool: bool, state_pages: Interval
) -> CacheShape:
    """Return the cache's shape; raise :class:`Undecided` for a model of which no formula is known."""
    if model.cache is None:
        raise Undecided(f"how {model.id} lays out its KV cache is not known", "/spec/identity/model/id")
    return CacheShape(model, t, p, bytes_each, block, one_pool, state_pages)
