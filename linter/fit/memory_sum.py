"""The sum of memory on one accelerator: its terms, and the bar that shows them to scale."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from modelspec_lint.knowledge_base import Estimate, Memory
from modelspec_lint.linter.fit.answer import Unknown, asked
from modelspec_lint.linter.fit.figures import tokens

Role = Literal["weights", "activation", "overhead", "load", "free", "undecided", "unusable"]

_TAKEN: dict[str, Role] = {"weights": "weights", "activation peak": "activation"}


@dataclass(frozen=True, slots=True, kw_only=True)
class MemorySum:
    """Memory of one accelerator, in GiB.

    ``visible`` is what a framework sees of it, ``usable`` what the engine shares out, ``taken`` what goes off
    that before the KV cache, ``left`` what remains. ``one_sequence`` is what one sequence of full length
    holds, ``admission`` what must be free before it is accepted, ``load`` what the declared batch holds.
    ``slots`` are sequences, ``kv_tokens`` tokens. ``keeps_cache`` is ``False`` for models without a KV cache:
    then there is nothing to hold.
    """

    visible: Estimate | Unknown
    usable: Estimate | Unknown
    weights: Estimate | Unknown
    taken: tuple[Estimate, ...]
    left: Estimate | Unknown
    one_sequence: Estimate | Unknown
    admission: Estimate | Unknown
    load: Estimate | Unknown
    slots: Estimate | Unknown
    kv_tokens: Estimate | Unknown
    keeps_cache: bool


@dataclass(frozen=True, slots=True)
class Segment:
    """A part of the bar: ``size`` GiB, never negative."""

    name: str
    role: Role
    size: float


@dataclass(frozen=True, slots=True)
class Bar:
    """An accelerator's memory as expected, in GiB: the segments add up to ``device`` exactly.

    ``missing`` is how much more the terms and the declared load would need than there is.
    """

    segments: tuple[Segment, ...]
    device: float
    missing: float


_NO_CACHE = Unknown("this model keeps no KV cache")


def memory_sum(memory: Memory) -> MemorySum:
    """Ask an estimate for all of its terms."""
    weights = asked(lambda: memory.weights)
    left = asked(lambda: memory.kv_available)
    usable = asked(lambda: memory.usable)
    taken: tuple[Estimate, ...] = () if isinstance(weights, Unknown) else (weights,)
    if isinstance(left, Estimate):
        usable, *rest = left.terms
        taken = tuple(rest)
    held = memory.keeps_cache
    return MemorySum(
        visible=asked(lambda: memory.visible),
        usable=usable,
        weights=weights,
        taken=taken,
        left=left,
        one_sequence=asked(lambda: memory.steady) if held else _NO_CACHE,
        admission=asked(lambda: memory.admission) if held else _NO_CACHE,
        load=asked(lambda: declared_load(memory)) if held else _NO_CACHE,
        slots=asked(lambda: memory.slots) if held else _NO_CACHE,
        kv_tokens=asked(lambda: memory.kv_tokens) if held else _NO_CACHE,
        keeps_cache=held,
    )


def declared_load(memory: Memory) -> Estimate:
    """Return what the declared batch holds of one accelerator; without a batch, one sequence."""
    one, batch = memory.steady, memory.request.batch or 1
    sequences = math.ceil(batch / memory.request.replicas)
    of_batch = f"{sequences:,} x {tokens(memory.sequence_length)}"
    if memory.request.replicas > 1:
        of_batch += f" on each of {memory.request.replicas:,} replicas"
    return Estimate(
        "declared load" if memory.request.batch else "one sequence",
        one.low * sequences,
        one.expected * sequences,
        one.high * sequences,
        "GiB",
        of_batch,
    )


def role_of(name: str) -> Role:
    """Return the role of a term that goes off what is usable."""
    return _TAKEN.get(name, "overhead")


def bar_of(parts: MemorySum) -> Bar | None:
    """Draw up the bar; ``None`` where the device or the weights are not known."""
    if isinstance(parts.visible, Unknown) or isinstance(parts.usable, Unknown) or not parts.taken:
        return None
    device, usable = parts.visible.expected, parts.usable.expected
    wanted = [Segment(each.name, role_of(each.name), each.expected) for each in parts.taken]
    room = usable - sum(each.size for each in wanted)
    load = parts.load.expected if isinstance(parts.load, Estimate) else 0.0
    if isinstance(parts.left, Unknown):
        wanted.append(Segment("not decided", "undecided", max(0.0, room)))
    elif parts.keeps_cache:
        held = min(load, max(0.0, room))
        name = parts.load.name if isinstance(parts.load, Estimate) else "declared load"
        wanted.append(Segment(f"KV cache: {name}", "load", held))
        wanted.append(Segment("KV cache: free", "free", max(0.0, room) - held))
    else:
        wanted.append(Segment("free", "free", max(0.0, room)))
    return Bar(_within(wanted, device), device, max(0.0, load - room))


def _within(wanted: list[Segment], device: float) -> tuple[Segment, ...]:
    """Cut the segments off at the device's end; what they do not reach is not usable."""
    segments: list[Segment] = []
    taken = 0.0
    for each in wanted:
        size = min(max(0.0, each.size), device - taken)
        segments.append(Segment(each.name, each.role, size))
        taken += size
    segments.append(Segment("not usable", "unusable", max(0.0, device - taken)))
    return tuple(segments)
