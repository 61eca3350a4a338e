"""The verdict in one sentence: whether it starts, and whether it holds what is declared."""

from __future__ import annotations

from dataclasses import dataclass

from modelspec_lint.knowledge_base import Memory, MemoryRequest, Undecided, parallelism_refusals


@dataclass(frozen=True, slots=True)
class Verdict:
    """``starts`` is ``None`` where that is not decided; ``word`` is short, ``reason`` a clause for people.

    ``holds`` says whether the declared batch fits at once, as expected; ``None`` where there is none.
    """

    starts: bool | None
    word: str
    reason: str
    holds: bool | None = None

    @property
    def sentence(self) -> str:
        """The verdict as it is printed."""
        return f"{self.word}: {self.reason}." if self.reason else f"{self.word}."


def judge(memory: Memory) -> Verdict:
    """Judge a request by its estimate."""
    refusals = parallelism_refusals(memory.request)
    if refusals:
        return Verdict(False, "Cannot start", _clause(refusals[0].reason))
    try:
        return _judge(memory)
    except Undecided as undecided:
        return Verdict(None, "Undecided", undecided.reason)


def _judge(memory: Memory) -> Verdict:
    request = memory.request
    where = device_words(request)
    spills = request.engine is not None and request.engine.offloads
    if memory.weights_exceed:
        needs = f"the weights need {_at_least(memory.weights.low, memory.weights.expected)} of each {where}"
        reason = f"{needs}, {memory.usable.high:.1f} GiB are usable at best"
        if spills:
            return Verdict(None, "Does not fit", f"{reason}; the engine may leave a part on the host")
        return Verdict(False, "Cannot start", reason)
    if not memory.keeps_cache:
        return _without_cache(memory)
    one, left, length = memory.admission, memory.kv_available, f"{memory.sequence_length:,} tokens"
    if memory.cannot_start:
        needs = f"one sequence of {length} needs {_at_least(one.low, one.expected)} of KV cache"
        reason = f"{needs}, {_left(left.high)} at best"
        if memory.engine_refuses and not spills:
            return Verdict(False, "Cannot start", reason, holds=False)
        return Verdict(memory.starts, "Cannot serve its longest sequences", reason, holds=False)
    if memory.lacks_state_pages:
        return Verdict(
            False,
            "Cannot start",
            f"{memory.batch:,} sequences in flight each need a page for their state, "
            f"and {_left(left.high)} for them at best",
            holds=False,
        )
    if memory.starts is None:
        return Verdict(None, "May not start", _doubt(memory, length), holds=_holds(memory))
    return _starting(memory, length)


def _doubt(memory: Memory, length: str) -> str:
    if memory.may_lack_state_pages:
        return (
            f"{memory.batch:,} sequences in flight each need a page for their state, "
            f"and {_left(memory.kv_available.expected)} for them as expected"
        )
    if memory.short_outside_budget:
        share = memory.request.utilization
        return f"a utilisation of {share:g} may leave too little for what the engine does not count"
    left = memory.kv_available
    between = f"between {max(0.0, left.low):.1f} and {left.high:.1f} GiB are left"
    return f"one sequence of {length} needs {memory.admission.expected:.1f} GiB of KV cache, {between}"


def _without_cache(memory: Memory) -> Verdict:
    takes = f"the weights take {memory.weights.expected:.1f} of {memory.usable.expected:.1f} usable GiB"
    if memory.starts:
        return Verdict(True, "Starts", f"{takes}, and this model keeps no KV cache")
    return Verdict(None, "May not start", f"{takes}, and what a step needs beside them is not modelled")


def _starting(memory: Memory, length: str) -> Verdict:
    request, replicas = memory.request, memory.request.replicas
    low, expected = (int(each) * replicas for each in (memory.slots.low, memory.slots.expected))
    if request.batch is None:
        return Verdict(True, "Starts", f"the KV cache holds {_sequences(expected)} of {length} at once")
    batch = request.batch
    declared = "the declared sequence" if batch == 1 else f"the {batch:,} declared sequences"
    room = f"room for {_sequences(expected)} of {length}"
    if memory.cannot_hold_batch:
        most = int(memory.slots.high) * replicas
        waits = "the rest wait" if memory.engine.engine.paged else "it allocates for all of them up front"
        reason = f"{declared} of {length} never fit at once, {most:,} at most; {waits}"
        return Verdict(True, "Starts, but cannot hold its batch", reason, holds=False)
    if low >= batch:
        return Verdict(True, "Starts", f"{declared} fit at once under every setting, {room}", holds=True)
    if expected >= batch:
        reason = f"{declared} are expected to fit at once, {room}, but only {low:,} are guaranteed"
        return Verdict(True, "Starts", reason, holds=True)
    reason = f"of {declared} of {length} {expected:,} are expected to fit at once"
    return Verdict(True, "Starts, but may not hold its batch", reason, holds=False)


def _holds(memory: Memory) -> bool | None:
    if memory.request.batch is None:
        return None
    return memory.slots.expected * memory.request.replicas >= memory.request.batch


def device_words(request: MemoryRequest) -> str:
    """Name the accelerator; several that may be meant by their least and largest memory."""
    names = [each.name for each in request.accelerators]
    if not names:
        return "device"
    name = names[0] if len(names) == 1 else f"{names[0]} (or {len(names) - 1} others that may be meant)"
    return f"{request.mig} slice of {name}" if request.mig else name


def _at_least(low: float, expected: float) -> str:
    return f"{expected:.1f} GiB" if expected - low <= 0.01 * expected else f"at least {low:.1f} GiB"


def _left(free: float) -> str:
    return f"{free:.1f} GiB are left" if free > 0 else "nothing is left"


def _sequences(count: int) -> str:
    return "1 sequence" if count == 1 else f"{count:,} sequences"


def _clause(sentence: str) -> str:
    clause = sentence.rstrip(".")
    return clause[:1].lower() + clause[1:]
