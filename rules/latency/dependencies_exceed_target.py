"""MS413."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Estimate, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import DEPENDENCIES, LATENCY_TARGET
from modelspec_lint.rules.quantities import listed, number


@rule(
    "MS413",
    "dependencies-exceed-target",
    severity=Severity.ERROR,
    tags=("latency", "pipeline", "contradiction"),
    fields=(LATENCY_TARGET, DEPENDENCIES),
)
def dependencies_exceed_target(deployment: Deployment) -> Iterator[Finding]:
    """Required dependencies may take longer than the whole request.

    ## What it does
    Compares `interface.maxLatencyMs` of the required dependencies with `scaling.targetLatencyMsP95`. An error
    where one of them alone is granted more than the target, a warning where their sum is. Dependencies with
    `required: false` and those without a budget do not count.

    ## Why it matters
    A request waits for its required dependencies. When they may use up the whole target, the model's own time
    is already overdrawn, and every component keeps its promise while the service breaks its own.

    ## Bad
    ```yaml
    spec:
      operations:
        observability: {metrics: {enabled: true}}
        scaling:
          targetLatencyMsP95: 800
      pipeline:
        dependencies:
          - id: prompt-guard
            role: guardrail
            interface:
              maxLatencyMs: 1000
    ```

    ## Good
    ```yaml
    spec:
      operations:
        observability: {metrics: {enabled: true}}
        scaling:
          targetLatencyMsP95: 20000
      pipeline:
        dependencies:
          - id: prompt-guard
            role: guardrail
            interface:
              maxLatencyMs: 150
          - id: reranker
            role: reranker
            interface:
              maxLatencyMs: 100
    ```

    ## Options
    None.

    ## Sources
    - Google, The Site Reliability Workbook, "Managing Load": budgets along a call chain,
      <https://sre.google/workbook/managing-load/>
    - Dean, Barroso, "The Tail at Scale", CACM 56(2), 2013, <https://doi.org/10.1145/2408776.2408794>
    """
    target = deployment.spec.operations.scaling.target_latency_ms_p95
    dependencies = deployment.spec.pipeline.dependencies
    if target is None or not dependencies:
        return
    budgets = [
        (f"{DEPENDENCIES}/{position}/interface/maxLatencyMs", dependency.id or "?", dependency.max_latency_ms)
        for position, dependency in enumerate(dependencies)
        if dependency.required and dependency.max_latency_ms is not None
    ]
    slow = [each for each in budgets if each[2] > target]
    if slow:
        names = listed([f"{name} ({number(budget)} ms)" for _, name, budget in slow], "and")
        yield finding(
            LATENCY_TARGET,
            f"The whole request may take {number(target)} ms, and a required dependency alone more: {names}.",
            related=[(pointer, "its budget") for pointer, _, _ in slow],
            help=f"budgets below {number(target)} ms, or `required: false` where a request can do without it",
        )
        return
    total = sum(budget for _, _, budget in budgets)
    if total <= target:
        return
    terms = tuple(
        Estimate(name, budget, budget, budget, "ms", "declared: maxLatencyMs") for _, name, budget in budgets
    )
    yield finding(
        LATENCY_TARGET,
        f"The whole request may take {number(target)} ms, and its required dependencies one after the other "
        f"{number(total)} ms.",
        severity=Severity.WARNING,
        related=[(pointer, f"{number(budget)} ms of it") for pointer, _, budget in budgets],
        evidence=[Estimate("required dependencies", total, total, total, "ms", "sum of the budgets", terms)],
        help=f"budgets that sum to less than {number(target)} ms, or `required: false` where a request can "
        "do without one",
    )
