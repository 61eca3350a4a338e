"""MS309."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.knowledge_base import Match, Model, Workload
from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import MODEL_ID, TASK

_GENERATING = ("ForCausalLM", "ForConditionalGeneration", "LMHeadModel")
"""How architectures end that have a head to generate with, whatever they were trained for."""


@rule(
    "MS309",
    "task-mismatch",
    severity=Severity.ERROR,
    tags=("identity", "contradiction"),
    fields=(TASK, MODEL_ID),
)
def task_mismatch(deployment: Deployment) -> Iterator[Finding]:
    """The model is made for another task than the one declared, and cannot do it.

    ## What it does
    Compares `model.task` with the task that the model was published for. An error where the model has no
    way to do it: an embedding model that is to chat, a speech recogniser that is to paint. A warning where
    it has to be changed for it or does it badly: a language model as embedding model (by pooling its
    states), an embedding model built on a decoder that is to chat, a copy by another publisher. Nothing
    where one includes the other: language models translate, summarise and classify, guard and
    vision-language models generate text.

    ## Why it matters
    The endpoint that clients call is not there, or answers with nonsense: an encoder has no head that could
    produce the next token.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          id: BAAI/bge-base-en-v1.5
          family: bge
          task: chat
      runtime:
        batch:
          maxSequenceLengthTokens: 512
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          id: BAAI/bge-base-en-v1.5
          family: bge
          task: embedding
      runtime:
        batch:
          maxSequenceLengthTokens: 512
    ```

    ## Options
    None.

    ## Sources
    - Hugging Face, Tasks, <https://huggingface.co/tasks>
    - vLLM, Pooling Models, <https://docs.vllm.ai/en/stable/models/pooling_models/>
    - What a model made for one task also does: `knowledge_base/facts/workloads.yaml`
    """
    asked = deployment.workload.fact if deployment.workload else None
    match = deployment.model
    model = match.fact if match else None
    if asked is None or match is None or model is None or asked.id == model.task:
        return
    made = deployment.knowledge.workloads.resolve(model.task).fact
    if made is None or asked.id == made.id or asked.id in made.covers:
        return
    refused = _is_sure(match) and not _adapts(made, asked, model) and "task" not in model.unverified
    yield finding(
        TASK,
        f"The task is {deployment.spec.model.task}, but {model.id} is made for {made.id}"
        + ("." if refused else ": it has to be changed for it, or does it badly."),
        severity=None if refused else Severity.WARNING,
        related=[(MODEL_ID, f"made for {made.id}")],
        help=f"task: {made.id}",
    )


def _is_sure(match: Match[Model]) -> bool:
    """Whether the name means this model: itself, or a repackaging that says its precision."""
    return match.certainty in ("exact", "alias") or match.precision_hint is not None


def _adapts(made: Workload, asked: Workload, model: Model) -> bool:
    if asked.id in made.adapts_to:
        return True
    writes_text = "text" in made.input_types and "text" in asked.output_types
    return writes_text and asked.execution == "generate" and (model.architecture or "").endswith(_GENERATING)
