"""MS605."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Place, Severity, finding, rule
from modelspec_lint.rules.fields import DEPENDENCIES, TRACING


@rule(
    "MS605",
    "tracing-off-with-dependencies",
    severity=Severity.NOTE,
    tags=("observability", "pipeline"),
    fields=(DEPENDENCIES, TRACING),
)
def tracing_off_with_dependencies(deployment: Deployment) -> Iterator[Finding]:
    """Requests pass through other models, and are not traced.

    ## What it does
    Where `pipeline.dependencies` are declared, asks for `tracing.enabled`.

    ## Why it matters
    A request that is slow was slow in one of several places. Metrics show that each component keeps its own
    average; only a trace shows which of them held up this request.

    ## Bad
    ```yaml
    spec:
      operations:
        observability:
          tracing:
            enabled: false
      pipeline:
        dependencies:
          - id: prompt-guard
            role: guardrail
    ```

    ## Good
    ```yaml
    spec:
      operations:
        observability:
          tracing:
            enabled: true
      pipeline:
        dependencies:
          - id: prompt-guard
            role: guardrail
    ```

    ## Options
    None.

    ## Sources
    - OpenTelemetry, Traces, <https://opentelemetry.io/docs/concepts/signals/traces/>
    """
    dependencies = deployment.spec.pipeline.dependencies
    if not dependencies or deployment.spec.operations.observability.tracing_enabled:
        return
    count = len(dependencies)
    through = "1 dependency" if count == 1 else f"{count} dependencies"
    yield finding(
        f"{TRACING}/enabled",
        f"Requests pass through {through} and are not traced: which part is slow cannot be seen.",
        related=[(Place(DEPENDENCIES, part="key"), "these")],
        help="tracing: enabled: true",
    )
