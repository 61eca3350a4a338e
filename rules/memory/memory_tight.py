"""MS204."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.knowledge_base import Memory
from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import BATCH, COUNT, LENGTH, MODEL_ID, PRECISION, TYPE
from modelspec_lint.rules.memory.wording import share
from modelspec_lint.rules.quantities import counted, gib


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
    ```

    ## Good
    ```yaml
    spec:
      runtime:
        batch:
          maxBatchSize: 40
          maxSequenceLengthTokens: 8192
    ```

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
    """A length that the engine picks is no load to judge; but vLLM must find room for one such sequence."""
    request = memory.request
    chosen = request.batch is None and memory.engine.accounting == "vllm"
    return request.sequence_length is not None or chosen


def _said(memory: Memory) -> str:
    if not memory.keeps_cache:
        usable = gib(memory.usable.expected)
        return f"The weights need {gib(memory.weights.expected)} of the {usable} that are usable."
    free, length = memory.kv_available, memory.sequence_length
    if memory.request.batch is None or memory.request.batch == 1:
        room = f"between {gib(max(0.0, free.low))} and {gib(free.high)} are left for it"
        return f"One sequence of {length} tokens needs {gib(memory.steady.expected)} of KV cache; {room}."
    holds = counted(memory.slots.expected, "sequence")
    return f"The KV cache is expected to hold {holds} of {length} tokens, the batch is {memory.batch}."


def _load(deployment: Deployment) -> list[tuple[str, str]]:
    places = ((BATCH, "the batch"), (LENGTH, "the longest sequence"))
    return [(place, word) for place, word in places if deployment.document.has(place)]
