"""What is usual: the same work at the share of the device's rates that engines were seen to reach.

Two terms explain a decode step (``latency.md`` section 1): its work at a share of the device's rates, and
what every layer costs whatever the bandwidth. All times are in milliseconds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from modelspec_lint.knowledge_base.estimate import Estimate, Undecided
from modelspec_lint.knowledge_base.latency.device import Device, expected_device
from modelspec_lint.knowledge_base.latency.efficiency import Efficiency, efficiency
from modelspec_lint.knowledge_base.latency.request import LatencyRequest
from modelspec_lint.knowledge_base.latency.work import Work
from modelspec_lint.knowledge_base.memory import estimate_memory
from modelspec_lint.knowledge_base.memory.cache import cache_bytes
from modelspec_lint.knowledge_base.memory.request import GIB
from modelspec_lint.knowledge_base.once import cached_property

_USABLE = 0.9
"""Share of a device's memory that engines fill by default."""
_SEQUENCES = 256.0
"""Sequences that servers run at once by default, where the engine's own default is not known."""


_STATE = 2.0
"""Bytes of an element of a state that ranks exchange."""
_QUEUE = "half a step, and half of the prompts of the others"


@dataclass(frozen=True)
class Typical:
    """The usual times of one request on the expected device, in the first format that may be meant."""

    request: LatencyRequest
    work: Work
    device: Device
    efficiency: Efficiency

    def loaded(self, concurrency: float) -> Typical:
        """Return the usual times with another number of requests in flight."""
        return replace(self, request=replace(self.request, concurrency=concurrency))

    def step(self, sequences: float) -> list[Estimate]:
        """Return the terms of a decode step of ``sequences`` sequences in one batch."""
        request, reached = self.request, self.efficiency
        context = request.input_tokens + request.output_tokens / 2
        weights = self._read(self.work.weights_read(sequences)) / reached.bandwidth
        cache = self._read(self.work.cache_read(context, request.input_tokens)) / reached.bandwidth
        operations = self._multiply(self.work.token_operations(context)) / reached.decode_arithmetic
        share = f"{reached.bandwidth:.0%} of {self._bandwidth}"
        rate = f"{reached.decode_arithmetic:.0%} of {self._rate}"
        return [
            _term("weights", weights, share),
            _term("KV cache", cache * sequences, share),
            _term("arithmetic", operations * sequences, rate),
            *self._exchanged(sequences),
            _term("layers", self._layers, reached.source),
            _term("sequences", sequences * reached.sequence_ms, reached.source),
        ]

    def step_ms(self, sequences: float) -> float:
        """Return the time of a decode step of ``sequences`` sequences in one batch."""
        return sum(each.expected for each in self.step(sequences))

    def prompt(self) -> list[Estimate]:
        """Return the terms of one prompt's pass."""
        reached, tokens = self.efficiency, self.request.input_tokens
        weights = self._read(self.work.prompt_weights_read(tokens)) / reached.bandwidth
        return [
            *self._prompt_work(),
            _term("weights", weights, f"{reached.bandwidth:.0%} of {self._bandwidth}"),
            _term("layers", self._layers, reached.source),
        ]

    def _prompt_work(self) -> list[Estimate]:
        """Return what grows with the prompts in a step: arithmetic, and what ranks exchange."""
        reached, tokens = self.efficiency, self.request.input_tokens
        operations = self._multiply(self.work.prompt_operations(tokens)) / reached.prompt_arithmetic
        rate = f"{reached.prompt_arithmetic:.0%} of {self._rate}"
        return [_term("arithmetic", operations, rate), *self._exchanged(tokens)]

    def _exchanged(self, tokens: float) -> list[Estimate]:
        """Return the time in which ranks sum the states of ``tokens``, twice a layer.

        A ring sends ``2 (t - 1)/t`` of them each time (``estimates.md`` section 6).
        """
        ranks, hidden = self.request.memory.tensor_parallel, self.work.model.hidden
        if ranks == 1 or not hidden or not self.device.link:
            return []
        size = 2 * self.work.layers * tokens * hidden * _STATE * 2 * (ranks - 1) / ranks
        link = f"{self.device.name}: {self.device.link / 1e9:,.0f} GB/s each way"
        return [_term("exchange between ranks", size / self.device.link * 1e3, link)]

    @cached_property
    def _prompt_ms(self) -> float:
        return sum(each.expected for each in self._prompt_work())

    def prompt_pass(self) -> Estimate:
        """Return the time of the prompt's pass alone."""
        return _spread("prompt", self.prompt(), self.efficiency.prompt_spread, self.efficiency.source)

    def first_token(self) -> Estimate:
        """Return the time to the first token: the prompt's pass, and what the server adds.

        Under load a step is under way when a request comes, and of the prompts that come with it half are
        before its own: the fast end has no such queue, the slow one has all of it.
        """
        reached = self.efficiency
        alone = [*self.prompt(), _term("server", reached.request_ms, reached.source)]
        if self._others <= 0:
            return _spread("first token", alone, reached.prompt_spread, reached.source)
        if self._sent > self._copy_load:
            alone.append(self._turn())
        step = self.step_ms(self._copy_load) if self.work.generates else 0.0
        queue = self._others * self._prompt_ms
        waiting = Estimate("others in flight", 0.0, (step + queue) / 2, step + queue, "ms", _QUEUE)
        own = sum(each.expected for each in alone)
        fast, slow = reached.prompt_spread
        expected, source = own + waiting.expected, reached.source
        terms = (*alone, waiting)
        return Estimate("first token", own * fast, expected, (own + waiting.high) * slow, "ms", source, terms)

    def _turn(self) -> Estimate:
        """Return the wait for a place among the sequences that run at once (Little's law)."""
        held = self.loaded(self._copy_load * self.request.memory.replicas).whole().expected
        waiting = (self._sent / self._copy_load - 1) * held
        return _term("wait for a place", waiting, f"{self._copy_load:,.0f} of {self._sent:,.0f} run at once")

    def token(self) -> Estimate:
        """Return the time between tokens: a step of all in flight, and the prompts that come in between."""
        terms = self.step(self._copy_load)
        if self._others > 0:
            prompts = self._others * self._prompt_ms / 2 / max(1.0, self.request.output_tokens)
            terms.append(_term("prompts of others", prompts, "those that come after one's own"))
        return _spread("token", terms, self.efficiency.token_spread, self.efficiency.source)

    def whole(self) -> Estimate:
        """Return the time of a whole request: the first token, and all others."""
        first = self.first_token()
        tokens = self.request.output_tokens - 1
        if not self.work.generates or tokens <= 0:
            return first
        token = self.token()
        terms = (first, _scaled(token, tokens, f"{tokens:,.0f} more tokens"))
        expected = first.expected + token.expected * tokens
        fast, slow = self.efficiency.request_spread
        source = self.efficiency.source
        return Estimate("request", expected * fast, expected, expected * slow, "ms", source, terms)

    def sequences(self) -> float:
        """Return how many requests of this size run at once: the engine's limit, or what the cache holds."""
        memory = self.request.memory
        tokens = max(1, int(self.request.input_tokens + self.request.output_tokens / 2))
        try:
            estimate = estimate_memory(memory)
            limit = float(estimate.batch)
            one = estimate.cache.steady_gib(tokens)[1] if estimate.keeps_cache else 0.0
            held = estimate.kv_available.expected / one if one else limit
        except Undecided:
            limit = float(memory.batch or _SEQUENCES)
            ranks = memory.tensor_parallel * memory.pipeline_parallel
            low, high = memory.accelerators[0].visible_memory_gib
            free = _USABLE * (low + high) / 2 * GIB * ranks - self.work.stored
            size = self.work.cache_held(tokens, self.request.input_tokens)
            held = free / size if size else limit
        return max(1.0, min(limit, held))

    @cached_property
    def _sent(self) -> float:
        """Requests that were sent to one copy of the model and are not answered yet."""
        return max(1.0, self.request.concurrency / self.request.memory.replicas)

    @cached_property
    def _copy_load(self) -> float:
        """Requests that one copy of the model works on; the others wait."""
        return self._sent if self._sent == 1 else min(self._sent, self.sequences())

    @property
    def _others(self) -> float:
        """Other requests in flight on the same copy of the model."""
        return self._copy_load - 1

    @cached_property
    def _layers(self) -> float:
        return self.work.layers * self.efficiency.layer_ms(self.request.memory.tensor_parallel)

    def _read(self, size: float) -> float:
        return size / ((self.device.bandwidth or 1.0) * self.request.memory.tensor_parallel) * 1e3

    def _multiply(self, operations: float) -> float:
        return operations / ((self.device.operations or 1.0) * self.request.memory.tensor_parallel) * 1e3

    @property
    def _bandwidth(self) -> str:
        ranks = self.request.memory.tensor_parallel
        return f"{self.device.name}: {(self.device.bandwidth or 0) / 1e9:,.0f} GB/s x {ranks}"

    @property
    def _rate(self) -> str:
        ranks = self.request.memory.tensor_parallel
        return f"{self.device.name}: {(self.device.operations or 0) / 1e12:,.0f} dense TFLOPS x {ranks}"


def typical(request: LatencyRequest) -> Typical:
    """Return the usual times of a request."""
    memory = request.memory
    precision = memory.precisions[0]
    size = cache_bytes(memory.model, memory.kv_cache, precision)[1]
    work = Work(memory.model, precision, size, hard=False)
    return Typical(request, work, expected_device(memory, precision), efficiency(request))


def _term(name: str, milliseconds: float, source: str) -> Estimate:
    return Estimate(name, milliseconds, milliseconds, milliseconds, "ms", source)


def _spread(name: str, terms: list[Estimate], spread: tuple[float, float], source: str) -> Estimate:
    expected = sum(each.expected for each in terms)
    fast, slow = expected * spread[0], expected * spread[1]
    return Estimate(name, fast, expected, slow, "ms", source, tuple(terms))


def _scaled(estimate: Estimate, factor: float, source: str) -> Estimate:
    low, expected, high = (end * factor for end in (estimate.low, estimate.expected, estimate.high))
    return Estimate("more tokens", low, expected, high, "ms", source, (estimate,))
