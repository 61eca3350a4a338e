"""MS705."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, printable, rule
from modelspec_lint.rules.fields import DEPENDENCIES, LATENCY_TARGET
from modelspec_lint.rules.quantities import number


@rule(
    "MS705",
    "dependency-without-budget",
    severity=Severity.NOTE,
    tags=("pipeline", "latency"),
    fields=(DEPENDENCIES, LATENCY_TARGET),
)
def dependency_without_budget(deployment: Deployment) -> Iterator[Finding]:
    """A latency is promised, and how much of it a required dependency may take is not said.

    ## What it does
    Asks for `interface.maxLatencyMs` of every required dependency, where the specification has a
    `targetLatencyMsP95`.

    ## Why it matters
    A request waits for its required dependencies. Without a budget nobody can say whether the promise
    holds, nobody is told when a dependency becomes too slow for it, and a timeout for it is a guess.

    ## Bad
    ```yaml
    spec:
      operations:
        scaling:
          targetLatencyMsP95: 20000
        observability:
          metrics:
            enabled: true
      pipeline:
        dependencies:
          - id: prompt-guard
            role: guardrail
    ```

    ## Good
    ```yaml
    spec:
      operations:
        scaling:
          targetLatencyMsP95: 20000
        observability:
          metrics:
            enabled: true
      pipeline:
        dependencies:
          - id: prompt-guard
            role: guardrail
            interface:
              maxLatencyMs: 150
    ```

    ## Options
    None.

    ## Sources
    - Google, The Site Reliability Workbook, "Managing Load": budgets along a call chain,
      <https://sre.google/workbook/managing-load/>
    """
    dependencies = deployment.spec.pipeline.dependencies
    target = deployment.spec.operations.scaling.target_latency_ms_p95
    if not dependencies or target is None:
        return
    for position, dependency in enumerate(dependencies):
        if dependency.required and dependency.max_latency_ms is None:
            yield finding(
                f"{DEPENDENCIES}/{position}/interface/maxLatencyMs",
                f"`{printable(dependency.id or '?', 60)}` has no latency budget: it may take any part of the "
                f"{number(target)} ms of a request.",
                related=[(LATENCY_TARGET, "the target of the whole request")],
                help="the most that it may add to a request, such as interface: {maxLatencyMs: 150}",
            )
