"""MS409."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import MAX_REPLICAS, MIN_REPLICAS, STRATEGY


@rule(
    "MS409",
    "manual-strategy-with-range",
    severity=Severity.WARNING,
    tags=("scaling", "contradiction"),
    fields=(STRATEGY, MIN_REPLICAS, MAX_REPLICAS),
    silenced_by=("MS406",),
)
def manual_strategy_with_range(deployment: Deployment) -> Iterator[Finding]:
    """The number of replicas is set by hand, and yet a range is declared for it.

    ## What it does
    Speaks where `strategy` is `manual` and `minReplicas` and `maxReplicas` differ.

    ## Why it matters
    Nothing moves within the range: whoever reads it counts on capacity that appears only when a person adds
    it, and which of the two numbers runs is nowhere written.

    ## Bad
    ```yaml
    spec:
      operations:
        scaling:
          strategy: manual
          minReplicas: 2
          maxReplicas: 6
    ```

    ## Good
    ```yaml
    spec:
      operations:
        scaling:
          strategy: manual
          minReplicas: 4
          maxReplicas: 4
    ```

    ## Options
    None.

    ## Sources
    - The format: `strategy` says who changes the number of replicas, `docs/format.md`
    """
    scaling = deployment.spec.operations.scaling
    least, most = scaling.min_replicas, scaling.max_replicas
    if scaling.strategy != "manual" or least is None or most is None or least == most:
        return
    yield finding(
        STRATEGY,
        f"Replicas are set by hand, but between {least} and {most} of them are declared.",
        related=[(MIN_REPLICAS, "the lower end"), (MAX_REPLICAS, "the upper end")],
        help="one number for both ends, or `strategy: reactive`",
    )
