"""MS509."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import BATCH, CONCURRENCY, FRAMEWORK


@rule(
    "MS509",
    "concurrency-missing",
    severity=Severity.NOTE,
    tags=("serving", "production"),
    fields=(CONCURRENCY, FRAMEWORK),
)
def concurrency_missing(deployment: Deployment) -> Iterator[Finding]:
    """In production nothing bounds the requests that one replica takes at once.

    ## What it does
    Where a label says production, asks for `serving.maxConcurrency`, unless the environment sets the engine's
    own limit.

    ## Why it matters
    An engine queues what exceeds its batch, without end unless told otherwise. Under a burst the queue grows
    until requests wait longer than anybody does, and a balancer that knows no limit keeps sending to the
    replica that is already full.

    ## Bad
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      operations:
        serving:
          maxConcurrency: null
    ```

    ## Good
    ```yaml
    spec:
      operations:
        serving:
          maxConcurrency: 32
    ```

    ## Options
    None.

    ## Sources
    - Google, Site Reliability Engineering, "Handling Overload": limits and queues,
      <https://sre.google/sre-book/handling-overload/>
    """
    if not deployment.production or deployment.spec.operations.serving.max_concurrency is not None:
        return
    if "max-concurrency" in deployment.environment:
        return
    batch = deployment.spec.runtime.batch.max_batch_size
    yield finding(
        CONCURRENCY,
        "No limit of concurrent requests is declared: in a burst the queue of a replica grows without end.",
        related=[(BATCH, f"{batch} sequences run together")] if batch else (),
        help=f"maxConcurrency: the batch of {batch} and a short queue"
        if batch
        else "maxConcurrency: the requests that a replica works on, and a short queue",
    )
