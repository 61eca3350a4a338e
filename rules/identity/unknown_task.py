"""MS307."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, printable, rule
from modelspec_lint.rules.fields import TASK
from modelspec_lint.rules.quantities import listed


@rule("MS307", "unknown-task", severity=Severity.NOTE, tags=("identity", "knowledge"), fields=(TASK,))
def unknown_task(deployment: Deployment) -> Iterator[Finding]:
    """The task is not known, so whether the model and the framework can do it is not checked.

    ## What it does
    Looks `model.task` up among the known tasks: the names that the model hub uses, and how people write
    them (`chat`, `embedding`, `rerank`, `asr`, `guard`).

    ## Why it matters
    The task tells whether tokens are generated one by one, and so whether a KV cache is needed, which
    latency is meant and whether an engine has an endpoint for it.

    ## Bad
    ```yaml
    spec:
      identity:
        model:
          task: text-genration
    ```

    ## Good
    ```yaml
    spec:
      identity:
        model:
          task: text-generation
    ```

    ## Options
    None.

    ## Sources
    - Hugging Face, Tasks, <https://huggingface.co/tasks>
    """
    match = deployment.workload
    if match is None or match.facts:
        return
    near = deployment.knowledge.workloads.suggest(match.name)
    yield finding(
        TASK,
        f"The task '{printable(match.name, 60)}' is not known, so neither the model nor the "
        "framework is checked against it.",
        help=f"did you mean {listed(near)}?" if near else (),
    )
