"""MS709."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, printable, rule
from modelspec_lint.rules.fields import DEPENDENCIES


@rule(
    "MS709",
    "optional-guardrail",
    severity=Severity.WARNING,
    tags=("pipeline", "safety", "production"),
    fields=(DEPENDENCIES,),
    certainty="high",
)
def optional_guardrail(deployment: Deployment) -> Iterator[Finding]:
    """In production a guardrail may be left out.

    ## What it does
    Speaks of `required: false` on a dependency of the role `guardrail`, in production. Where another
    guardrail is required, an optional one beside it is an addition, and nothing is said.

    ## Why it matters
    An optional dependency is skipped when it fails or is slow. A guardrail that is skipped when it is
    overloaded protects until somebody overloads it: it has to fail closed.

    ## Bad
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      pipeline:
        dependencies:
          - id: prompt-guard
            role: guardrail
            required: false
    ```

    ## Good
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      pipeline:
        dependencies:
          - id: prompt-guard
            role: guardrail
            required: true
    ```

    ## Options
    None.

    ## Sources
    - OWASP, Secure Product Design: "Fail securely",
      <https://cheatsheetseries.owasp.org/cheatsheets/Secure_Product_Design_Cheat_Sheet.html>
    - NIST AI 600-1, Generative Artificial Intelligence Profile, July 2024,
      <https://doi.org/10.6028/NIST.AI.600-1>
    """
    dependencies = deployment.spec.pipeline.dependencies
    if not dependencies or not deployment.production:
        return
    guards = [(position, each) for position, each in enumerate(dependencies) if each.role == "guardrail"]
    if any(each.required for _, each in guards):
        return
    for position, guard in guards:
        name = printable(guard.id or "?", 60)
        yield finding(
            f"{DEPENDENCIES}/{position}/required",
            f"The guardrail `{name}` is optional: when it is down, requests pass unguarded.",
            help="required: true",
        )
