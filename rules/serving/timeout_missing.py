"""MS508."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import TIMEOUT


@rule("MS508", "timeout-missing", severity=Severity.NOTE, tags=("serving", "production"), fields=(TIMEOUT,))
def timeout_missing(deployment: Deployment) -> Iterator[Finding]:
    """In production nothing says when a request is given up.

    ## What it does
    Where a label says production, asks for `serving.timeoutSeconds`. A declared 0 means none, and is a
    decision.

    ## Why it matters
    A request that nobody gives up keeps its place in the batch and its memory in the KV cache while the
    client has long gone. Under load such requests pile up, and the replica works for nobody.

    ## Bad
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      operations:
        serving:
          timeoutSeconds: null
    ```

    ## Good
    ```yaml
    spec:
      operations:
        serving:
          timeoutSeconds: 120
    ```

    ## Options
    None.

    ## Sources
    - Google, Site Reliability Engineering, "Addressing Cascading Failures": deadlines,
      <https://sre.google/sre-book/addressing-cascading-failures/>
    """
    if not deployment.production or deployment.spec.operations.serving.timeout_seconds is not None:
        return
    yield finding(
        TIMEOUT,
        "No request timeout is declared: a request whose client has gone keeps its place in the batch.",
        help="timeoutSeconds: longer than the longest answer takes, shorter than clients wait",
    )
