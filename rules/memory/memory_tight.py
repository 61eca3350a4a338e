"""MS204."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.knowledge_base import Memory
from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import BATCH, COUNT, LENGTH, MODEL_ID, PRECISION, TYPE
from modelspec_lint.rules.memory.wording import share
from modelspec_lint.rules.quantities import gib, number


@rule(
    "MS204",
    "memory-tight",
    severity=Severity.NOTE,
    tags=("memory", "kv-cache"),
    fields=(MODEL_ID, PRECISION, TYPE, COUNT, BATCH, LENGTH),
    silenced_by=("MS201", "MS202", "MS203"),
    certainty="medium",
)
def memory_tight(deployment: Deployment) -> Iterator[Finding]:
    """The declared load fits, but with less than a tenth to spare, or under favourable settings only.

    ## What it does
    Compares the declared load (`maxBatchSize` sequences of `maxSequenceLengthTokens`, one where no batch is
    declared) with what is expected to be left for the KV cache. Speaks where the load takes more than nine
    tenths of it. For models without a cache the weights take its place.

    ## Why it matters
    Whether it starts hangs on things that the specification does not say: the engine's version, its memory
    utilisation, what else runs on the device. What works today may not start after an update.

    ## Bad
    ```yaml
    spec:
      runtime:
        batch:
          maxBatchSize: 54
          maxSequenceLengthTokens: 8192

    ## Good
    ```yaml
    spec:
      runtime:
        batch:
          maxBatchSize: 40
          maxSequenceLengthTokens: 8192

    ## Options
    None.

    ## Sources
    - Start-up logs of serving engines: how far activation peak and overheads differ between versions
    """
    memory = deployment.memory
    if memory.keeps_cache and not _length_is_sure(memory):
        return
    if memory.tight:
        yield finding(
            TYPE,
            _said(memory),
            related=[*share(deployment), *_load(deployment)],
            evidence=[memory.kv_available, memory.steady]
            if memory.keeps_cache
            else [memory.weights, memory.usable],
        )


def _length_is_sure(memory: Memory) -> bool:
    """A length that the engine chooses is no load to judge; with vLLM at least one sequence of it must fit."""
    request = memory.request
    return request.sequence_length is not None or (
        request.batch is None and memory.engine.accounting == "vllm"
    )


def _said(memory: Memory) -> str:
    if not memory.keeps_cache:
        return f"The weights need {gib(memory.weights.expected)} of the {gib(memory.usable.expected)} that are usable."
    free = memory.kv_available
    room = f"between {gib(max(0.0, free.low))} and {gib(max(0.0, free.high))} are left"
    if memory.request.batch is None or memory.request.batch == 1:
        return f"One sequence of {memory.sequence_length} tokens needs {gib(memory.steady.expected)} of KV cache; {room}."
    return (
        f"The KV cache is expected to hold {number(memory.slots.expected)} sequences of {memory.sequence_length} tokens "
        f"at once, the batch is {memory.batch}; {room}."
    )


def _load(deployment: Deployment) -> list[tuple[str, str]]:
    has = deployment.document.has
    return [
        (place, word)
        for place, word in ((BATCH, "the batch"), (LENGTH, "the longest sequence"))
        if has(place)
    ]
