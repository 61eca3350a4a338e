"""The verdict in one sentence: whether it starts, and whether it holds what is declared."""

from __future__ import annotations

from dataclasses import dataclass

from modelspec_lint.knowledge_base import Memory, MemoryRequest, Undecided, parallelism_refusals
from modelspec_lint.linter.fit.figures import sequences, tokens


@dataclass(frozen=True, slots=True)
class Verdict:
    """``starts`` is ``None`` where that is not decided; ``word`` is short, ``reason`` a clause for people.

    ``holds`` says whether the declared batch fits at once, as expected; ``None`` where there is none.
    ``runs`` is ``False`` where no request is ever answered from the accelerators' memory.
    """

    starts: bool | None
    word: str
    reason: str
    holds: bool | None = None
    runs: bool = True

    @property
    def sentence(self) -> str:
        """The verdict as it is printed."""
        return f"{self.word}: {self.reason}." if self.reason else f"{self.word}."


def judge(memory: Memory) -> Verdict:
    """Judge a request by its estimate."""
    refusals = parallelism_refusals(memory.request)
    if refusals:
        return Verdict(False, "Cannot start", _clause(refusals[0].reason), runs=False)
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
        reason = f"{needs}, {memory.usable.high:,.1f} GiB are usable at best"
        if spills:
            reason += "; the engine may leave a part on the host"
            return Verdict(None, "Does not fit", reason, runs=False)
        return Verdict(False, "Cannot start", reason, runs=False)
    if not memory.keeps_cache:
        return _without_cache(memory)
    one, left, length = memory.admission, memory.kv_available, tokens(memory.sequence_length)
    if memory.cannot_start:
        needs = f"one sequence of {length} needs {_at_least(one.low, one.expected)} of KV cache"
        reason = f"{needs}, {_left(left.high)} at best"
        if memory.engine_refuses and not spills:
            return Verdict(False, "Cannot start", reason, holds=False, runs=False)
        return Verdict(memory.starts, "Cannot serve its longest sequences", reason, holds=False)
    if memory.lacks_state_pages:
        return Verdict(
            False,
            "Cannot start",
            f"{memory.batch:,} sequences in flight each need a page for their state, "
            f"and {_left(left.high)} for them at best",
            holds=False,
            runs=False,
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
    between = f"between {max(0.0, left.low):,.1f} and {left.high:,.1f} GiB are left"
    return f"one sequence of {length} needs {memory.admission.expected:,.1f} GiB of KV cache, {between}"


def _without_cache(memory: Memory) -> Verdict:
    takes = f"the weights take {memory.weights.expected:,.1f} of {memory.usable.expected:,.1f} usable GiB"
    if memory.starts:
        return Verdict(True, "Starts", f"{takes}, and this model keeps no KV cache")
    return Verdict(None, "May not start", f"{takes}, and what a step needs beside them is not modelled")


def _starting(memory: Memory, length: str) -> Verdict:
    request, replicas = memory.request, memory.request.replicas
    low, expected = (int(each) * replicas for each in (memory.slots.low, memory.slots.expected))
    if request.batch is None:
        default = f"at its default batch of {memory.batch:,} " if memory.batch > expected else ""
        return Verdict(True, "Starts", f"{default}its KV cache holds {sequences(expected)} of {length}")
    batch = request.batch
    one = batch == 1
    declared = (
        f"the declared sequence of {length}" if one else f"the {batch:,} declared sequences of {length}"
    )
    at_once = "" if one else " at once"
    if memory.cannot_hold_batch:
        most = int(memory.slots.high) * replicas
        waits = "the rest wait" if memory.engine.engine.paged else "it allocates for all of them up front"
        reason = f"{declared} never fit{at_once}, {most:,} at most; {waits}"
        return Verdict(True, "Starts, but cannot hold its batch", reason, holds=False)
    if low >= batch:
        fit = "fits" if one else "fit"
        return Verdict(True, "Starts", f"{declared} {fit}{at_once} under every setting", holds=True)
    if expected >= batch:
        is_expected = "is" if one else "are"
        reason = f"{declared} {is_expected} expected to fit{at_once}; under every setting only {low:,} do"
        return Verdict(True, "Starts", reason, holds=True)
    reason = f"of {declared} {expected:,} are expected to fit{at_once}"
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
    others = "one other" if len(names) == 2 else f"{len(names) - 1} others"
    name = names[0] if len(names) == 1 else f"{names[0]} (or {others} that may be meant)"
    if request.fraction < 1:
        name = f"{request.fraction:.3g} of {name}"
    return f"{request.mig} slice of {name}" if request.mig else name


def _at_least(low: float, expected: float) -> str:
    return f"{expected:,.1f} GiB" if expected - low <= 0.01 * expected else f"at least {low:,.1f} GiB"


def _left(free: float) -> str:
    return f"{free:,.1f} GiB are left" if free > 0 else "nothing is left"


def _clause(sentence: str) -> str:
    clause = sentence.rstrip(".")
    return clause[:1].lower() + clause[1:]
