"""MS312."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.knowledge_base import Undecided, Workload
from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import FRAMEWORK, TASK
from modelspec_lint.rules.quantities import listed

_NAMED = 4


@rule(
    "MS312",
    "framework-cannot-serve-task",
    severity=Severity.ERROR,
    tags=("identity", "contradiction"),
    fields=(FRAMEWORK, TASK),
    silenced_by=("MS309",),
)
def framework_cannot_serve_task(deployment: Deployment) -> Iterator[Finding]:
    """The serving framework has no way to do the declared task.

    ## What it does
    Asks whether the engine serves the task. An error only where the engine is known not to: text generation
    in a server of embedding models, embeddings in Text Generation Inference. A task of which nothing is
    known for that engine leaves the rule undecided; engines that wrap others serve whatever these serve.

    ## Why it matters
    The server refuses the model's architecture at start, or runs without the endpoint that clients call.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          framework: text-embeddings-inference
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          id: BAAI/bge-base-en-v1.5
          family: bge
          task: embedding
          framework: text-embeddings-inference
      runtime:
        batch:
          maxSequenceLengthTokens: 512
    ```

    ## Options
    None.

    ## Sources
    - Text Embeddings Inference, Supported models,
      <https://huggingface.co/docs/text-embeddings-inference/supported_models>
    - Text Generation Inference, Supported Models,
      <https://huggingface.co/docs/text-generation-inference/supported_models>
    - What each engine serves, with sources: `knowledge_base/facts/engines/`
    """
    engine = deployment.engine.fact if deployment.engine else None
    task = deployment.workload.fact if deployment.workload else None
    if engine is None or task is None or task.id in engine.tasks or engine.facts.get("wraps"):
        return
    if task.id not in engine.facts.get("cannot_serve", ()):
        raise Undecided(f"whether {engine.name} serves {task.id} is not known", FRAMEWORK)
    yield finding(
        FRAMEWORK,
        f"{engine.name} does not serve {task.id}.",
        related=[(TASK, "the task")],
        help=_able(deployment, task),
    )


def _able(deployment: Deployment, task: Workload) -> str | tuple[()]:
    """Name some engines that serve the task on this maker's accelerators, those with most facts first."""
    accelerator = deployment.accelerator
    makers = {each.vendor for each in accelerator.facts} if accelerator else set()
    able = [
        each
        for each in deployment.knowledge.engines
        if task.id in each.tasks and not each.facts.get("wraps") and makers <= set(each.vendors)
    ]
    able.sort(key=lambda each: ("memory" not in each.facts, -len(each.facts), each.name))
    return f"{listed([each.name for each in able[:_NAMED]], 'and')} do" if able else ()
