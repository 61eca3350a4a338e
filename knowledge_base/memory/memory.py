"""The whole sum: weights, activation peak, overheads, and what they leave for the KV cache."""

from __future__ import annotations

import math

from modelspec_lint.knowledge_base.estimate import Estimate, Undecided
from modelspec_lint.knowledge_base.memory.activation import activation_peak
from modelspec_lint.knowledge_base.memory.budget import kept_free, left_for_cache, static_budget
from modelspec_lint.knowledge_base.memory.cache import CacheShape, cache_bytes, cache_shape
from modelspec_lint.knowledge_base.memory.device import largest_memory, usable_memory, visible_memory
from modelspec_lint.knowledge_base.memory.engine import EngineMemory, engine_memory
from modelspec_lint.knowledge_base.memory.overheads import (
    counted_graphs,
    graphs,
    non_torch,
    short_outside_budget,
)
from modelspec_lint.knowledge_base.memory.request import MemoryRequest
from modelspec_lint.knowledge_base.memory.serving import Serving, serving
from modelspec_lint.knowledge_base.memory.weights import weights_per_gpu
from modelspec_lint.knowledge_base.once import cached_property

_LENGTH = "/spec/runtime/batch/maxSequenceLengthTokens"
_TIGHT = 0.10


class Memory:
    """A memory estimate, per GPU, in GiB. Terms are computed when first asked for, and may be undecided.

    ``sequence_length`` and ``batch`` are the declared ones or the engine's defaults; ``length_source`` and
    ``batch_source`` say which.
    """

    def __init__(self, request: MemoryRequest) -> None:
        self.request = request

    @cached_property
    def engine(self) -> EngineMemory:
        """The engine's memory facts."""
        return engine_memory(self.request.engine, self.request.engine_version)

    @cached_property
    def _engine_or_none(self) -> EngineMemory | None:
        try:
            return self.engine
        except Undecided:
            return None

    @cached_property
    def visible(self) -> Estimate:
        """What a framework sees of one device."""
        return visible_memory(self.request)

    @cached_property
    def usable(self) -> Estimate:
        """What the engine may take of it."""
        return usable_memory(self.request, self._engine_or_none)

    @cached_property
    def largest(self) -> float:
        """What no configuration of the device exceeds, in GiB: the end that errors use."""
        return largest_memory(self.request)

    @cached_property
    def weights(self) -> Estimate:
        """The weights on the device that holds most of them."""
        return weights_per_gpu(self.request)

    @cached_property
    def keeps_cache(self) -> bool:
        """Whether the model keeps a cache at all; encoders and diffusion pipelines do not."""
        return self.request.model.cache is None or bool(self.request.model.cache)

    @cached_property
    def serving(self) -> Serving:
        """Tokens per step and sequences in flight."""
        return serving(self.request, self.engine, self._length_or_none)

    @property
    def batch(self) -> int:
        """Sequences in flight at most."""
        return self.serving.sequences if self.request.batch is None else self.request.batch

    @property
    def batch_source(self) -> str:
        """Where :attr:`batch` comes from."""
        return "declared" if self.request.batch is not None else f"default of {self.engine.engine.name}"

    @cached_property
    def _length_or_none(self) -> int | None:
        try:
            return self.sequence_length
        except Undecided:
            return None

    @cached_property
    def sequence_length(self) -> int:
        """Tokens of the longest sequence: declared, or what the engine takes when nothing is."""
        request = self.request
        if request.sequence_length is not None:
            return request.sequence_length
        default = self.engine.facts.get("context_default")
        if isinstance(default, int):
            return default
        if default == "model" and request.model.context and "context" not in request.model.unverified:
            return request.model.context
        raise Undecided(
            "no sequence length is declared, and what the engine takes then is not known", _LENGTH
        )

    @property
    def length_source(self) -> str:
        """Where :attr:`sequence_length` comes from."""
        if self.request.sequence_length is not None:
            return "declared"
        return f"default of {self.engine.engine.name}"

    @cached_property
    def activation(self) -> Estimate:
        """The activation peak of the engine's profiling run."""
        return activation_peak(self.request, self.engine, self._length_or_none)

    @cached_property
    def non_torch(self) -> Estimate:
        """Context, cuBLAS and NCCL, within the budget."""
        return non_torch(self.request, self.engine)

    @cached_property
    def counted_graphs(self) -> Estimate:
        """What the engine sets aside for CUDA graphs within the budget."""
        return counted_graphs(self.request, self.engine)

    @cached_property
    def graphs(self) -> Estimate:
        """What CUDA graphs take, within the budget or beside it."""
        return graphs(self.request, self.engine)

    @cached_property
    def kv_available(self) -> Estimate:
        """What is left for the KV cache; negative where the rest does not fit. Its terms are the sum."""
        accounting, weights = self.engine.accounting, self.weights
        if accounting == "vllm":
            return left_for_cache(self.usable, weights, self.activation, self.non_torch, self.counted_graphs)
        if accounting == "sglang":
            return left_for_cache(
                static_budget(self.request, self.engine, self.visible, self.largest, self.non_torch), weights
            )
        if accounting == "free-fraction":
            taken = weights, self.activation, self.non_torch
            share = self.usable.expected / self.visible.expected
            free = left_for_cache(self.visible, *taken)
            rest = kept_free(free, share, self.usable.high / self.largest)
            return left_for_cache(self.visible, *taken, rest)
        return left_for_cache(self.usable, weights, self.non_torch)

    @cached_property
    def cache(self) -> CacheShape:
        """The cache's shape on one device."""
        request = self.request
        return cache_shape(
            request.model,
            request.tensor_parallel,
            request.pipeline_parallel,
            cache_bytes(request.model, request.kv_cache, request.precisions[0]),
            self.engine.block,
            one_pool=self.engine.accounting == "vllm",
            state_pages=self.engine.spanning("state_pages") or (1.0, 1.0, 2.0),
        )

    @cached_property
    def admission(self) -> Estimate:
        """What the scheduler must find free before it accepts one sequence of the declared length."""
        in_flight = 2 * self.serving.tokens if self.engine.accounting == "vllm" else None
        low, expected, high = self.cache.admission_gib(self.sequence_length, in_flight)
        return Estimate("one sequence", low, expected, high, "GiB", f"{self.sequence_length} tokens")

    @cached_property
    def steady(self) -> Estimate:
        """What one sequence of the declared length holds while it runs."""
        low, expected = self.cache.steady_gib(self.sequence_length)
        source = f"{self.sequence_length} tokens"
        return Estimate("one sequence", low, expected, self.admission.high, "GiB", source)

    @cached_property
    def slots(self) -> Estimate:
        """How many sequences of the declared length the cache holds at once."""
        left, one = self.kv_available, self.steady
        counts = (
            _count(left.low, one.high),
            _count(left.expected, one.expected),
            _count(left.high, one.low),
        )
        unit = "sequence" if counts == (1, 1, 1) else "sequences"
        return Estimate("sequences that fit", *counts, unit, "left for the KV cache / one sequence")

    @cached_property
    def kv_tokens(self) -> Estimate:
        """How many tokens the cache holds in all.

        Where a token has no size of its own it is what engines print: sequences that fit, times their length.
        Some leave the states of linear-attention layers out of that count: the favourable end. Older releases
        share the pages out among the groups of layers instead.
        """
        tokens = self.engine.block if self.cache.uniform else self.sequence_length
        least, size, most = self._sizes_of(tokens)
        left = self.kv_available
        low, expected, high = (
            max(0.0, end / each * tokens) if each else math.inf
            for end, each in ((left.low, most), (left.expected, size), (left.high, least))
        )
        source = "left for the KV cache / bytes of a token"
        return Estimate("KV cache", low, expected, high, "tokens", source)

    def _sizes_of(self, tokens: int) -> tuple[float, float, float]:
        """Return what engines count for so many tokens, in GiB (low, expected, high)."""
        if self.cache.uniform:
            return self.cache.admission_gib(tokens, None)
        least, size = self.cache.stateless_gib(tokens), self.admission.expected
        shared_out, (some, _) = self.cache.shared_out_gib(tokens), self.engine.anywhere("tokens_shared_out")
        counted = shared_out if self.engine.latest("tokens_shared_out") else size
        sizes = (size, shared_out) if some else (size,)
        return min(least or size, *sizes), counted, max(sizes)

    @property
    def weights_exceed(self) -> bool:
        """Whether the weights alone cannot fit, at the most favourable end."""
        return self.weights.low > self.usable.high

    @property
    def engine_refuses(self) -> bool:
        """Whether the engine refuses to start when it has no room for one sequence of full length."""
        vendors = self.engine.facts.get("refuses_without_room", ())
        return all(each.vendor in vendors for each in self.request.accelerators)

    @property
    def cannot_start(self) -> bool:
        """Whether not one sequence of the declared length can be admitted, at the most favourable end.

        Engines that do not refuse (see :attr:`engine_refuses`) start, and never run such a sequence.
        """
        return self.keeps_cache and self.admission.low > self.kv_available.high

    @property
    def lacks_state_pages(self) -> bool:
        """Whether the engine refuses since not every sequence in flight has a page for its state.

        vLLM wants one for each of them when it captures CUDA graphs of decoding. Said where even the most
        favourable end has too few.
        """
        page = self.cache.page_gib if self.keeps_cache else None
        every = self.engine.anywhere("page_per_sequence")[1]
        if page is None or not every or self.request.enforce_eager:
            return False
        return self.kv_available.high / page < self.batch

    @property
    def most_states(self) -> int:
        """How many pages for states there are at the most favourable end; 0 where the model keeps none."""
        page = self.cache.page_gib if self.keeps_cache else None
        return max(0, math.floor(self.kv_available.high / page)) if page else 0

    @property
    def may_lack_state_pages(self) -> bool:
        """Whether some release that may be meant, as expected, has too few pages for states."""
        page = self.cache.expected_page_gib if self.keeps_cache else None
        if page is None or not self.engine.anywhere("page_per_sequence")[0] or self.request.enforce_eager:
            return False
        return (self.kv_available.expected - self._spare) / page < self.batch

    @property
    def short_outside_budget(self) -> bool:
        """Whether what the engine does not count may not find room beside its share of the device."""
        return short_outside_budget(self.request, self.engine, self.visible, self.serving)

    @property
    def starts(self) -> bool | None:
        """Whether the engine starts: ``None`` where that hangs on what is not known.

        ``False`` only where even the favourable end breaks; ``True`` where the unfavourable one holds, or the
        expected one with a tenth of the usable memory to spare.
        """
        if self.weights_exceed or self.cannot_start or self.lacks_state_pages:
            return False
        if self.may_lack_state_pages or self.short_outside_budget:
            return None
        if not self.keeps_cache:
            return True if self.weights.expected + self._spare <= self.usable.expected else None
        one, left = self.admission.expected, self.kv_available
        return True if one <= left.low or one + self._spare <= left.expected else None

    @property
    def _spare(self) -> float:
        return _TIGHT * self.usable.expected

    @property
    def cannot_hold_batch(self) -> bool:
        """Whether the declared batch of sequences of the declared length cannot be held at once."""
        most = self.slots.high * self.request.replicas
        return self.keeps_cache and self.request.batch is not None and most < self.request.batch

    @property
    def load_share(self) -> float:
        """The share of the usable memory that weights and declared batch take, as expected."""
        sequences = (self.request.batch or 1) / self.request.replicas if self.keeps_cache else 0.0
        load = sequences * self.steady.expected if sequences else 0.0
        return (self.weights.expected + load) / self.usable.expected

    @property
    def tight(self) -> bool:
        """Whether the declared load fits at the favourable end only, or with less than a tenth to spare."""
        if not self.keeps_cache:
            return self.weights.expected > (1 - _TIGHT) * self.usable.expected
        sequences = self.request.batch if self.request.batch is not None else 1
        return sequences * self.steady.expected > (1 - _TIGHT) * self.kv_available.expected


def _count(left: float, one: float) -> float:
    return float(max(0, math.floor(left / one))) if one > 0 else math.inf


_REMEMBERED = 1024
_ESTIMATES: dict[tuple[object, ...], Memory] = {}
"""By request, whose facts the estimate keeps alive: the specs of a fleet ask the same again and again."""


def estimate_memory(request: MemoryRequest) -> Memory:
    """Estimate the memory of a request; raises :class:`Undecided` where not even the weights can be known."""
    if not request.precisions:
        raise Undecided("the precision of the weights is not known", "/spec/identity/model/precision")
    if request.engine is not None:
        vendors = request.engine.facts.get("memory", {}).get("vendors")
        for each in request.accelerators:
            if vendors is not None and each.vendor not in vendors:
                raise Undecided(
                    f"how {request.engine.name} stores weights on {each.name} is not known",
                    "/spec/runtime/accelerator/type",
                )
    key = request.key
    memory = _ESTIMATES.get(key)
    if memory is None:
        if len(_ESTIMATES) >= _REMEMBERED:
            _ESTIMATES.clear()
        memory = _ESTIMATES[key] = Memory(request)
    return memory
