"""What physics allows: bytes that must be read, operations that must be done, whatever the engine.

All times are in milliseconds. ``estimates.md`` section 6; every bound takes the most favourable reading of
what is not declared: the fastest accelerator, the smallest published format, the cache in 8 bits beside
8-bit weights, all work overlapped.
"""

from __future__ import annotations

from dataclasses import dataclass

from modelspec_lint.knowledge_base.estimate import Estimate
from modelspec_lint.knowledge_base.facts import Precision
from modelspec_lint.knowledge_base.latency.device import Device, fastest_device
from modelspec_lint.knowledge_base.latency.request import LatencyRequest
from modelspec_lint.knowledge_base.latency.work import Work
from modelspec_lint.knowledge_base.memory.cache import cache_bytes
from modelspec_lint.knowledge_base.memory.device import largest_memory
from modelspec_lint.knowledge_base.memory.request import GIB, MemoryRequest
from modelspec_lint.knowledge_base.once import cached_property

_SECTION = "estimates.md section 6"
_STATE = 2  # bytes of an element of a state that ranks exchange


@dataclass(frozen=True)
class Floor:
    """The bounds of one request on one device in one format."""

    request: LatencyRequest
    work: Work
    device: Device

    @property
    def _memory(self) -> MemoryRequest:
        return self.request.memory

    @cached_property
    def _ranks(self) -> int:
        """Accelerators whose bandwidth one token may use: copies of a model may share out its experts."""
        memory = self._memory
        copies = memory.replicas if memory.model.experts else 1
        return memory.tensor_parallel * copies

    @cached_property
    def _together(self) -> tuple[int, int]:
        """Accelerators of one copy of the model, and how many copies there are."""
        memory = self._memory
        ranks = self._ranks * memory.pipeline_parallel
        return ranks, max(1, memory.count // ranks)

    def _read(self, size: float, ranks: int) -> float:
        bandwidth = self.device.bandwidth
        return size / (bandwidth * ranks) * 1e3 if bandwidth else 0.0

    def _multiply(self, operations: float, ranks: int) -> float:
        rate = self.device.operations
        return operations / (rate * ranks) * 1e3 if rate else 0.0

    def token(self) -> Estimate:
        """Bound one decode step by what one sequence needs: weights and its own cache are read.

        Others in flight may be waiting, so that they bound the request (:meth:`share`), not the step.
        """
        ranks, request = self._ranks, self.request
        weights = self._read(self.work.weights_read(1), ranks)
        cache = self._read(self._cache_read(), ranks)
        operations = self._multiply(self.work.token_operations(request.input_tokens), ranks)
        read = [_term("weights", weights, self._reading(ranks)), _term("KV cache", cache, "steady size")]
        if operations > weights + cache:
            return _whole("decode step", [_term("arithmetic", operations, self._rate(ranks))])
        return _whole("decode step", read)

    def _cache_read(self) -> float:
        """Bytes of the cache that a token reads in the mean: between the first and the last of the output."""
        request, work = self.request, self.work
        first = work.cache_read(request.input_tokens, request.input_tokens)
        last = work.cache_read(
            request.input_tokens + max(0.0, request.output_tokens - 1), request.input_tokens
        )
        return (first + last) / 2

    def prompt(self) -> Estimate:
        """Bound the prompt's pass by arithmetic, by the weights that it reads, and by what ranks exchange.

        Ranks exchange each layer's state twice. Switches that sum on the way send it once, whatever the
        number of ranks, and copying may run beside the arithmetic: the largest of the three is the bound.
        """
        ranks, tokens = self._ranks, self.request.input_tokens
        operations = self._multiply(self.work.prompt_operations(tokens), ranks * self._stages)
        weights = self._read(self.work.prompt_weights_read(1), ranks)
        exchanged = self._exchanged(tokens)
        if exchanged > max(operations, weights):
            return _whole("prompt", [_term("exchange between ranks", exchanged, "2 L s H bytes / link")])
        if operations > weights:
            return _whole("prompt", [_term("arithmetic", operations, self._rate(ranks))])
        return _whole("prompt", [_term("weights", weights, self._reading(ranks))])

    @property
    def _stages(self) -> int:
        """Pipeline stages may work on parts of one long prompt at once, though not on one token."""
        return self._memory.pipeline_parallel

    def _exchanged(self, tokens: float) -> float:
        memory, model = self._memory, self.work.model
        if memory.tensor_parallel == 1 or self.device.link is None or not model.hidden:
            return 0.0
        size = 2 * self.work.layers * tokens * model.hidden * _STATE / self._stages
        return size / self.device.link * 1e3

    def share(self, sequences: float | None) -> Estimate:
        """Bound a request's share of the hardware's time: the roofline of throughput, all work overlapped.

        ``sequences`` requests at most are in flight (``None``: as many as the cache holds). Each of them
        takes part in as many steps as it has output tokens, and a step serves as many as are in flight.
        """
        ranks, copies = self._together
        request, work = self.request, self.work
        held = self.capacity if sequences is None else min(self.capacity, max(1.0, sequences / copies))
        steps = max(1.0, request.output_tokens) / held
        weights = self._read(steps * work.weights_read(held), ranks) / copies
        cache = self._read(max(0.0, request.output_tokens - 1) * self._cache_read(), ranks) / copies
        operations = work.prompt_operations(request.input_tokens)
        mean = request.input_tokens + (request.output_tokens - 1) / 2
        if request.output_tokens > 1:
            operations += (request.output_tokens - 1) * work.token_operations(mean)
        arithmetic = self._multiply(operations, ranks) / copies
        if arithmetic > weights + cache:
            return _whole("work of a request", [_term("arithmetic", arithmetic, self._rate(ranks * copies))])
        reading = f"{held:,.0f} sequences share a step's weights; {self._reading(ranks * copies)}"
        return _whole("work of a request", [_term("weights", weights, reading), _term("KV cache", cache, "")])

    @cached_property
    def capacity(self) -> float:
        """Sequences of this size, half written, that one copy's memory holds beside the weights, at most."""
        request, model, memory = self.request, self.work.model, self._memory
        limit = float(memory.batch) if memory.batch is not None else float("inf")
        if not model.cache:
            return max(1.0, limit if limit < float("inf") else _MANY)
        ranks = self._together[0]
        one = self.work.cache_held(request.input_tokens + request.output_tokens / 2, request.input_tokens)
        free = largest_memory(memory) * GIB * ranks - self.work.stored
        return max(1.0, min(limit, free / one if one else _MANY))

    def _reading(self, ranks: int) -> str:
        bandwidth = self.device.bandwidth
        if not bandwidth:
            return f"the bandwidth of {self.device.name} is not verified"
        return f"{self.device.name}: {bandwidth / 1e9:,.0f} GB/s x {ranks}"

    def _rate(self, ranks: int) -> str:
        return f"{self.device.name}: {(self.device.operations or 0) / 1e12:,.0f} dense TFLOPS x {ranks}"


_MANY = 1e6


def floors(request: LatencyRequest) -> list[Floor]:
    """Return the bounds for every format that the weights may have."""
    memory, found = request.memory, []
    for precision in memory.precisions:
        work = Work(
            memory.model,
            precision,
            least_cache_bytes(memory, precision),
            hard=True,
            plain_bytes=_plain_bytes(memory),
        )
        found.append(Floor(request, work, fastest_device(memory, precision)))
    return found


def least_cache_bytes(memory: MemoryRequest, precision: Precision) -> float:
    """Return the fewest bytes per element of the cache.

    Where its type is not declared it is the model's own; but engines that multiply in 8 or 4 bits may choose
    8 bits for the cache too (TensorRT-LLM does so for its fp8 checkpoints).
    """
    stated = cache_bytes(memory.model, memory.kv_cache, precision)[0]
    narrow = precision.compute in _NARROW and not precision.weight_only
    return min(1.0, stated) if memory.kv_cache is None and narrow else stated


def _plain_bytes(memory: MemoryRequest) -> float:
    """Return bytes per parameter beside quantised experts: in GGUF files they are Q8_0, not in 16 bits.

    Servers read the published checkpoint; engines for one's own machine read such files.
    """
    return 8.5 / 8 if memory.engine is None or memory.engine.offloads else 2.0


_NARROW = ("fp8", "fp4", "int8")


def _term(name: str, milliseconds: float, source: str) -> Estimate:
    return Estimate(name, milliseconds, milliseconds, milliseconds, "ms", source or _SECTION)


def _whole(name: str, terms: list[Estimate]) -> Estimate:
    size = sum(each.expected for each in terms)
    return Estimate(name, size, size, size, "ms", _SECTION, tuple(terms))
