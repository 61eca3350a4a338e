"""The whole sum for one declaration: understood, judged, summed, and what else would do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from modelspec_lint.knowledge_base import Cost, Memory, MemoryRequest, Undecided, estimate_memory
from modelspec_lint.linter.fit.answer import Unknown, asked
from modelspec_lint.linter.fit.limits import Limits, limits
from modelspec_lint.linter.fit.memory_sum import Bar, MemorySum, bar_of, memory_sum
from modelspec_lint.linter.fit.others import Others, what_else
from modelspec_lint.linter.fit.price import cost_of
from modelspec_lint.linter.fit.question import Question
from modelspec_lint.linter.fit.speed import Speed, speed_of
from modelspec_lint.linter.fit.understood import Understood, understood
from modelspec_lint.linter.fit.verdict import Verdict, judge
from modelspec_lint.linter.tokens import Tokens

_WORTH_IT = 0.25
"""GiB that are worth a sentence."""

NO_CACHE = Unknown("this model keeps no KV cache, so neither length nor batch is bounded by one")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """All that is computed of one declaration; what could not be is :class:`Unknown`, with its reason.

    ``memory`` is per accelerator; the rest is of the deployment with all its accelerators. ``cautions`` are
    sentences about what the sum does not say.
    """

    question: Question
    request: MemoryRequest | Unknown
    understood: tuple[Understood, ...]
    verdict: Verdict
    memory: MemorySum | Unknown
    bar: Bar | None
    limits: Limits | Unknown
    tokens: Tokens | Unknown
    speed: Speed | Unknown
    cost: Cost | Unknown
    others: Others | Unknown
    cautions: tuple[str, ...]


def compute_fit(question: Question, *, every: bool = False) -> Fit:
    """Compute everything; ``every``: all alternatives, not only the cheapest."""
    request = asked(lambda: question.request)
    memory = asked(lambda: estimate_memory(_as_far_as_known(question)))
    length = None if isinstance(memory, Unknown) else asked(lambda: memory.sequence_length)
    tokens = asked(lambda: question.tokens(length if isinstance(length, int) else None))
    known = request if isinstance(memory, Unknown) else memory.request
    said = understood(question, known, memory, tokens)
    if isinstance(memory, Unknown):
        return _undecided(question, request, said, tokens, memory)
    parts = memory_sum(memory)
    verdict = judge(memory)
    speed = _speed(memory, verdict, tokens)
    return Fit(
        question=question,
        request=request,
        understood=said,
        verdict=verdict,
        memory=parts,
        bar=bar_of(parts),
        limits=asked(lambda: limits(memory)) if memory.keeps_cache else NO_CACHE,
        tokens=tokens,
        speed=speed,
        cost=asked(lambda: cost_of(memory.request, speed, question.binding.knowledge)),
        others=what_else(memory, tokens, question.binding.knowledge, every=every),
        cautions=tuple(_cautions(memory)),
    )


def _speed(memory: Memory, verdict: Verdict, tokens: Tokens | Unknown) -> Speed | Unknown:
    if not verdict.runs:
        return Unknown("a deployment that does not run has neither times nor a rate")
    return tokens if isinstance(tokens, Unknown) else asked(lambda: speed_of(memory, tokens))


def _as_far_as_known(question: Question) -> MemoryRequest:
    """Return the question, or as much of it as the weights need where the accelerator is not known."""
    try:
        return question.request
    except Undecided:
        if question.blocked is not None:
            raise
        return question.binding.weights_request


def _undecided(
    question: Question,
    request: MemoryRequest | Unknown,
    said: tuple[Understood, ...],
    tokens: Tokens | Unknown,
    why: Unknown,
) -> Fit:
    return Fit(
        question=question,
        request=request,
        understood=said,
        verdict=Verdict(None, "Undecided", why.reason),
        memory=why,
        bar=None,
        limits=why,
        tokens=tokens,
        speed=why,
        cost=why,
        others=why,
        cautions=(),
    )


def _cautions(memory: Memory) -> Iterator[str]:
    request, model = memory.request, memory.request.model
    context = None if "context" in model.unverified else model.context
    if request.sequence_length is not None and context is not None and request.sequence_length > context:
        yield (
            f"{request.sequence_length:,} tokens are more than the {context:,} that {model.id} was made for: "
            "engines refuse that unless they are told otherwise."
        )
    if request.engine is not None:
        for precision in request.precisions:
            if request.engine.precisions.get(precision.id) == "refuses":
                yield f"{request.engine.name} does not read {precision.id}."
    lacking = [
        f"{each.name} has no arithmetic for {precision.id}"
        for precision in request.precisions[:1]
        for each in request.accelerators
        if precision.compute in each.unsupported_precisions
        and not precision.weight_only
        and precision.scope != "experts"
    ]
    if lacking and len(lacking) == len(request.accelerators):
        yield f"{lacking[0]}: it is emulated or refused, as the engine decides."
    yield from _leaner_batch(memory)
    if len(request.precisions) > 1:
        names = " or ".join(each.id for each in request.precisions)
        yield f"The weights may be {names}: the figures span both."


def _leaner_batch(memory: Memory) -> Iterator[str]:
    """Say what a declared batch would free, where the engine's default one is larger than what fits."""
    request = memory.request
    slots = asked(lambda: int(memory.slots.expected) if memory.keeps_cache and request.batch is None else 0)
    if isinstance(slots, Unknown) or not 0 < slots < memory.batch:
        return
    freed = memory.activation.expected - estimate_memory(replace(request, batch=slots)).activation.expected
    if freed >= _WORTH_IT:
        yield (
            f"A declared batch of {slots:,} would free {freed:.1f} GiB of each accelerator: "
            f"{memory.engine.engine.name} keeps room for the logits of {memory.batch:,} sequences by default."
        )
