"""Ways out of a deployment that does not fit: each one recomputed before it is offered."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from modelspec_lint.knowledge_base.estimate import Undecided
from modelspec_lint.knowledge_base.facts import Accelerator, Engine, Precision
from modelspec_lint.knowledge_base.knowledge import KnowledgeBase
from modelspec_lint.knowledge_base.memory.memory import Memory, estimate_memory
from modelspec_lint.knowledge_base.memory.parallelism import parallelism_refusals
from modelspec_lint.knowledge_base.memory.request import MemoryRequest

Need = Literal["load", "start", "batch"]
Change = tuple[str, MemoryRequest]

_NODE = 8
_SMALLER = ("fp8", "awq")
_SMALLER_FILES = ("q8_0", "q4_k_m")
_SHORTEST = 4
"""No length below this part of the declared one is offered: it would serve another purpose."""
_MARGIN = 1.01
_ELSEWHERE = 2
_WORTH_IT = 0.75
"""A precision is offered when it takes less than this share of the declared one."""


@dataclass(frozen=True, slots=True)
class WayOut:
    """A change that makes a deployment fit, as a phrase, with the request and the estimate that say so."""

    text: str
    request: MemoryRequest
    memory: Memory


_REMEMBERED = 512
_FOUND: dict[tuple[object, ...], tuple[object, tuple[WayOut, ...]]] = {}
"""Answers by request, with what the key names by identity: the specs of a fleet ask the same again."""


def ways_out(request: MemoryRequest, knowledge: KnowledgeBase, need: Need) -> tuple[WayOut, ...]:
    """Return changes after which the expected sum meets ``need``, the smallest change first.

    ``load``: the weights fit and one sequence can be served; ``start``: one sequence of the declared length
    is admitted; ``batch``: the declared batch is held at once.
    """
    key = (id(knowledge), need, request.key)
    if key not in _FOUND:
        if len(_FOUND) >= _REMEMBERED:
            _FOUND.clear()
        _FOUND[key] = (request, knowledge), _ways_out(request, knowledge, need)
    return _FOUND[key][1]


def _ways_out(request: MemoryRequest, knowledge: KnowledgeBase, need: Need) -> tuple[WayOut, ...]:
    found: list[WayOut] = []
    if need != "load":
        found += _fitting(_smaller_load(request, knowledge, need), need)
    found += islice(_fitting(_more_of_the_same(request), need), 1)
    found += _fitting(_smaller_precision(request, knowledge), need)
    found += islice(_one_each(_fitting(_elsewhere(request, knowledge, need), need)), _ELSEWHERE)
    return tuple(found)


def _fitting(changes: Iterator[Change], need: Need) -> Iterator[WayOut]:
    """Recompute each change and pass on those that do."""
    for text, changed in changes:
        try:
            memory = estimate_memory(changed)
            if not parallelism_refusals(changed) and meets(memory, need):
                yield WayOut(text, changed, memory)
        except Undecided:
            continue


def _one_each(ways: Iterator[WayOut]) -> Iterator[WayOut]:
    """Pass on the first way, which is the cheapest, of each accelerator."""
    seen: set[str] = set()
    for way in ways:
        name = way.request.accelerators[0].id
        if name not in seen:
            seen.add(name)
            yield way


def meets(memory: Memory, need: Need) -> bool:
    """Return whether the expected sum does what is needed."""
    if memory.weights.expected * _MARGIN > memory.usable.expected:
        return False
    if memory.request.model.cache and memory.lacks_state_pages:
        return False
    if not memory.keeps_cache or (need == "load" and memory.request.model.cache is None):
        return True
    if need == "batch":
        return memory.slots.expected >= memory.batch
    return memory.admission.expected <= memory.kv_available.expected


def _smaller_load(request: MemoryRequest, knowledge: KnowledgeBase, need: Need) -> Iterator[Change]:
    memory = estimate_memory(request)
    try:
        if need == "batch":
            slots = min(int(memory.slots.expected), memory.most_states or memory.batch)
            if slots >= 1:
                yield f"maxBatchSize {slots}", replace(request, batch=slots)
        tokens = int(memory.kv_tokens.expected)
        if need == "batch":
            tokens //= max(1, memory.batch)
        length = _round_down(tokens)
        if memory.sequence_length / _SHORTEST <= length < memory.sequence_length:
            yield f"maxSequenceLengthTokens {length}", replace(request, sequence_length=length)
    except Undecided:
        return
    if request.kv_cache is None:
        narrow = replace(request, kv_cache=knowledge.precisions.get("fp8"))
        yield "an fp8 KV cache (annotation modelspec-lint/kv-cache-dtype)", narrow


def _round_down(tokens: int) -> int:
    """Round to a length that people write: a multiple of a quarter of the power of two below."""
    if tokens < 256:
        return 0
    step = 1 << max(0, tokens.bit_length() - 3)
    return tokens // step * step


def _more_of_the_same(request: MemoryRequest) -> Iterator[Change]:
    if len(request.accelerators) > 1 or request.mig:
        return
    accelerator = request.accelerators[0]
    from modelspec_lint.knowledge_base.offers import COUNTS  # most deployments fit

    for count in COUNTS:
        if request.count < count <= max(_NODE, accelerator.fast_domain or 0):
            changed = spread_over(request, count)
            if changed is not None:
                yield f"{count} x {accelerator.id}", changed


def moved_to(request: MemoryRequest, accelerator: Accelerator) -> MemoryRequest:
    """Return the request on one other accelerator: what was known of the device before is not of this one."""
    return replace(
        request,
        accelerators=(accelerator,),
        mig=None,
        fraction=1.0,
        device_memory_gib=None,
        count=1,
        pipeline_parallel=1,
    )


def spread_over(request: MemoryRequest, count: int) -> MemoryRequest | None:
    """Return the request over ``count`` accelerators as its engine spreads a model, if it does."""
    engine = request.engine
    if engine is None or engine.tensor_parallel:
        if count % request.pipeline_parallel:
            return None
        return replace(request, count=count, tensor_parallel=count // request.pipeline_parallel)
    if count == 1 or engine.offloads:
        return replace(request, count=count, tensor_parallel=1, pipeline_parallel=count)
    return None


def _smaller_precision(request: MemoryRequest, knowledge: KnowledgeBase) -> Iterator[Change]:
    for precision in smaller_precisions(request, knowledge):
        if all(computes(each, precision) for each in request.accelerators):
            yield f"precision {precision.id}", replace(request, precisions=(precision,))


def smaller_precisions(request: MemoryRequest, knowledge: KnowledgeBase) -> Iterator[Precision]:
    """Yield formats that take much less than the declared one and that the engine reads."""
    smallest = min(each.bits_low for each in request.precisions)
    files = request.engine is not None and request.engine.offloads and _reads_gguf(request.engine)
    for identifier in _SMALLER_FILES if files else _SMALLER:
        precision = knowledge.precisions.get(identifier)
        if (files or _reads(request.engine, precision)) and precision.bits < smallest * _WORTH_IT:
            yield precision


def _elsewhere(request: MemoryRequest, knowledge: KnowledgeBase, need: Need) -> Iterator[Change]:
    """Yield instances with other accelerators of the same vendor that compute the same, by price."""
    vendors = {each.vendor for each in request.accelerators}
    own = {each.id for each in request.accelerators}
    least = least_memory(request, need)
    from modelspec_lint.knowledge_base.offers import offers  # most deployments fit

    for offer in offers(knowledge):
        accelerator, count = offer.accelerator, offer.count
        if (
            accelerator.vendor not in vendors
            or accelerator.id in own
            or count * accelerator.visible_memory_gib[1] <= least
            or not all(computes(accelerator, precision) for precision in request.precisions)
        ):
            continue
        changed = spread_over(moved_to(request, accelerator), count)
        if changed is not None:
            price = f"{offer.usd_per_hour:.2f} USD an hour"
            said = f"{price}, {offer.said_by}" if offer.said_by else f"from {price}"
            yield f"{count} x {accelerator.id} ({said})", changed


def least_memory(request: MemoryRequest, need: Need) -> float:
    """Return what all accelerators together need at least, in GiB: spares an estimate where that is missing.

    Parallelism repeats some of it and never makes it less.
    """
    whole = estimate_memory(replace(request, count=1, tensor_parallel=1, pipeline_parallel=1))
    if need == "load" or not whole.keeps_cache:
        return whole.weights.low
    sequences = whole.batch if need == "batch" else 1
    return whole.weights.low + sequences * whole.steady.low


def computes(accelerator: Accelerator, precision: Precision) -> bool:
    """Return whether the accelerator runs the precision, as far as is known.

    Weight-only formats, and those of experts, have kernels that multiply in 16 bits.
    """
    if precision.weight_only or precision.scope == "experts" or precision.compute is None:
        return True
    return precision.compute in accelerator.tflops


def _reads(engine: Engine | None, precision: Precision) -> bool:
    return engine is None or not engine.precisions or engine.precisions.get(precision.id) == "reads"


def _reads_gguf(engine: Engine) -> bool:
    return engine.precisions.get("gguf") == "reads"
