"""MS212."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from modelspec_lint.knowledge_base import Engine, Memory, Undecided, estimate_memory
from modelspec_lint.linter import Deployment, Evidence, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import FRAMEWORK, LENGTH, MODEL_ID, TASK
from modelspec_lint.rules.memory.wording import left
from modelspec_lint.rules.quantities import gib

_SHORTER = 8192
_MAXIMUM = "the model's maximum"
_HELP = "maxSequenceLengthTokens: the longest prompt and answer together"


@rule(
    "MS212",
    "sequence-length-undeclared",
    severity=Severity.WARNING,
    tags=("memory", "context", "production"),
    fields=(LENGTH, MODEL_ID, FRAMEWORK, TASK),
    silenced_by=("MS201", "MS202", "MS309", "MS312"),
)
def sequence_length_undeclared(deployment: Deployment) -> Iterator[Finding]:
    """No sequence length is declared, so the engine picks one.

    ## What it does
    Asks for `maxSequenceLengthTokens` where a language model generates text, unless the environment sets the
    engine's own variable or flag. A warning for vLLM, which takes the model's maximum and has to find room
    for one sequence of it; an error where a label says production; a note for other engines. Says what the
    default costs in KV cache. Where it is not known which length the engine takes, only in production.

    ## Why it matters
    The length decides how many requests are served at once, and whether vLLM starts at all. Left to the
    model's configuration, it changes with the model: the same file that starts with an 8k model refuses to
    start with its 128k successor.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          id: meta-llama/Llama-3.1-8B-Instruct
      runtime:
        batch:
          maxSequenceLengthTokens: null
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          id: meta-llama/Llama-3.1-8B-Instruct
      runtime:
        batch:
          maxSequenceLengthTokens: 8192
    ```

    ```yaml
    spec:
      runtime:
        batch:
          maxSequenceLengthTokens: null
        environment:
          variables:
            VLLM_ARGS: --max-model-len 8192
    ```

    ## Options
    None.

    ## Sources
    - vLLM, engine arguments, `--max-model-len`, <https://docs.vllm.ai/en/stable/configuration/engine_args.html>
    - Half of 351 published deployments leave it out
    """
    if deployment.spec.runtime.batch.max_sequence_length_tokens is not None:
        return
    workload = deployment.workload.fact if deployment.workload else None
    if workload is None or workload.execution != "generate" or "text" not in workload.output_types:
        return
    if "max-model-len" in deployment.environment:
        return
    engine = deployment.engine.fact if deployment.engine else None
    if _default(engine) is None and not deployment.production:
        return
    said, evidence, help = _cost(deployment, engine)
    yield finding(LENGTH, said, severity=_severity(deployment, engine), evidence=evidence, help=help)


def _severity(deployment: Deployment, engine: Engine | None) -> Severity:
    if engine is None or (engine.facts.get("memory") or {}).get("accounting") != "vllm":
        return Severity.NOTE
    return Severity.ERROR if deployment.production else Severity.WARNING


def _default(engine: Engine | None) -> str | int | None:
    """Return the length that an engine takes: ``model``, or tokens; ``None`` where that is not known."""
    default = (engine.facts.get("memory") or {}).get("context_default") if engine else None
    return default if default == "model" or isinstance(default, int) else None


def _cost(deployment: Deployment, engine: Engine | None) -> tuple[str, tuple[Evidence, ...], str]:
    """Say which length the engine takes, what it costs, and what a shorter one would."""
    default = _default(engine)
    said = "No sequence length is declared, so "
    if engine is None or default is None:
        return f"{said}the engine picks one.", (), _HELP
    takes = f"{engine.name} takes {_MAXIMUM if default == 'model' else f'{default} tokens'}"
    try:
        memory = deployment.memory
        one, free = memory.steady, memory.kv_available
    except Undecided:
        return f"{said}{takes}.", (), _HELP
    if default == "model":
        takes += f", {memory.sequence_length} tokens"
    if not memory.keeps_cache:
        return f"{said}{takes}.", (), _HELP
    cost = f"each such sequence needs {gib(one.expected)} of KV cache"
    if free.expected > 0:
        cost += f", {left(free.expected)}"
    return f"{said}{takes}: {cost}.", (free, one), _HELP + _shorter(memory)


def _shorter(memory: Memory) -> str:
    if memory.sequence_length <= _SHORTER:
        return ""
    one = estimate_memory(replace(memory.request, sequence_length=_SHORTER)).steady
    return f"; {_SHORTER} tokens need {gib(one.expected)}"
