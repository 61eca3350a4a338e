"""MS703."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, printable, rule
from modelspec_lint.rules.fields import DEPENDENCIES


@rule(
    "MS703",
    "duplicate-dependency",
    severity=Severity.ERROR,
    tags=("pipeline", "contradiction"),
    fields=(DEPENDENCIES,),
)
def duplicate_dependency(deployment: Deployment) -> Iterator[Finding]:
    """Two dependencies of one specification have the same id.

    ## What it does
    Compares the `id` of all dependencies. The later one is reported, with the place of the first. Two
    dependencies may refer to the same specification, as a guardrail that is asked before and after does.

    ## Why it matters
    The id is how traces, dashboards and overlays tell dependencies apart. With one id for two, a program
    that keeps them by id loses one without a word, and which budget, role and `required` hold is left to
    chance.

    ## Bad
    ```yaml
    spec:
      pipeline:
        dependencies:
          - id: prompt-guard
            role: guardrail
          - id: prompt-guard
            role: reranker
    ```

    ## Good
    ```yaml
    spec:
      pipeline:
        dependencies:
          - id: question-guard
            role: guardrail
          - id: answer-guard
            role: guardrail
    ```

    ## Options
    None.

    ## Sources
    - The ModelSpec format: the `id` of a dependency is unique within the list
    """
    dependencies = deployment.spec.pipeline.dependencies
    if len(dependencies) < 2:
        return
    first: dict[str, int] = {}
    for position, dependency in enumerate(dependencies):
        if dependency.id is None:
            continue
        earlier = first.setdefault(dependency.id, position)
        if earlier != position:
            yield finding(
                f"{DEPENDENCIES}/{position}/id",
                f"The id `{printable(dependency.id, 60)}` is taken by another dependency.",
                related=[(f"{DEPENDENCIES}/{earlier}/id", "the first dependency of this id")],
                help="give each dependency an id of its own, or drop the one that is there twice",
            )
