"""How fast: what physics forbids, what was never seen, what is usual; alone and with others in flight."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from modelspec_lint.knowledge_base import (
    Band,
    Latency,
    LatencyRequest,
    Memory,
    MemoryRequest,
    Rate,
    estimate_latency,
)
from modelspec_lint.linter.fit.answer import Unknown, asked
from modelspec_lint.linter.tokens import Tokens

_MOST = 4096
"""The plot goes no further: engines batch no more sequences in a step."""


@dataclass(frozen=True, slots=True)
class Times:
    """The times of a request with ``concurrency`` in flight; models that write none have no ``token``."""

    concurrency: int
    first: Band | Unknown
    token: Band | Unknown
    request: Band | Unknown


@dataclass(frozen=True, slots=True)
class Speed:
    """The times with as many requests in flight as ``source`` says, and alone; the rate of the deployment.

    ``notes`` are sentences about what the estimate leaves out.
    """

    tokens: Tokens
    source: str
    loaded: Times
    alone: Times
    rate: Rate | Unknown
    notes: tuple[str, ...]

    @property
    def generates(self) -> bool:
        """Whether answers are written token by token; others come with one pass."""
        return isinstance(self.loaded.token, Band)


def speed_of(memory: Memory, tokens: Tokens) -> Speed:
    """Estimate the times at the declared batch, or at as much of it as is expected to fit at once.

    Without a declared batch a request is alone. Raises :class:`Undecided` like the estimate.
    """
    concurrency, source = _concurrency(memory)
    latency = _latency(memory.request, tokens, concurrency)
    return Speed(
        tokens=tokens,
        source=source,
        loaded=_times(latency, concurrency),
        alone=_times(_latency(memory.request, tokens, 1), 1),
        rate=asked(lambda: latency.rate),
        notes=latency.notes,
    )


def speed_by_batch(request: MemoryRequest, speed: Speed, most: int | None) -> tuple[Times, ...]:
    """Return the times by sequences in flight: each factor of two, ``most``, and the number of ``speed``.

    ``most`` is how many fit at once (``None``: no limit is known). The engine's batch grows with them, for
    what waits outside of it is not slower between tokens.
    """
    declared = speed.loaded.concurrency
    last = max(min(most or _MOST, _MOST), declared, 2)
    batches = sorted({declared, last, *_doubling(last)})
    return tuple(_times(_latency(_with_batch(request, each), speed.tokens, each), each) for each in batches)


def _with_batch(request: MemoryRequest, batch: int) -> MemoryRequest:
    if request.batch is None or request.batch >= batch:
        return request
    return replace(request, batch=batch)


def typical_request(request: MemoryRequest, tokens: Tokens, concurrency: int) -> float | Unknown:
    """Return the usual time of a request in milliseconds."""
    return asked(lambda: _latency(request, tokens, concurrency).request.typical.expected)


def _doubling(last: int) -> Iterator[int]:
    batch = 1
    while batch < last:
        yield batch
        batch *= 2


def _concurrency(memory: Memory) -> tuple[int, str]:
    batch = memory.request.batch
    if batch is None:
        return 1, "no batch is declared"
    slots = asked(lambda: int(memory.slots.expected) * memory.request.replicas)
    if not memory.keeps_cache or isinstance(slots, Unknown) or slots >= batch or not slots:
        return batch, "the declared batch"
    return slots, "as many of the batch as are expected to fit"


def _latency(request: MemoryRequest, tokens: Tokens, concurrency: int) -> Latency:
    return estimate_latency(
        LatencyRequest(
            memory=request,
            input_tokens=tokens.input,
            output_tokens=tokens.output,
            concurrency=concurrency,
        )
    )


def _times(latency: Latency, concurrency: int) -> Times:
    return Times(
        concurrency,
        asked(lambda: latency.time_to_first_token),
        asked(lambda: latency.time_per_output_token),
        asked(lambda: latency.request),
    )
