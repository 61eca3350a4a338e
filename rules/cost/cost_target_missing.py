"""MS906."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import COST_TARGET, TASK


@rule(
    "MS906",
    "cost-target-missing",
    severity=Severity.NOTE,
    tags=("cost", "production"),
    fields=(COST_TARGET, TASK),
)
def cost_target_missing(deployment: Deployment) -> Iterator[Finding]:
    """A production deployment does not say what its tokens may cost.

    ## What it does
    Speaks where `governance.cost.targetCostPer1kTokensUsd` is absent in a deployment of production whose
    model reads or writes tokens. Tasks of images, audio and video are left alone.

    ## Why it matters
    Without a target nobody notices when the cost of an answer doubles: with a longer prompt, a larger model,
    or replicas that wait.

    ## Bad
    ```yaml
    metadata:
      labels:
        environment: production
    ```

    ## Good
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      governance:
        cost:
          targetCostPer1kTokensUsd: 0.02
    ```

    ## Options
    None.

    ## Sources
    - FinOps Foundation, FinOps Framework, "Unit Economics", <https://www.finops.org/framework/capabilities/unit-economics/>
    """
    if deployment.spec.cost.target_per_1k_tokens_usd is not None or not deployment.production:
        return
    workload = deployment.workload.fact if deployment.workload else None
    if workload is None or "text" not in workload.input_types:
        return
    if workload.execution not in ("generate", "prefill"):
        return
    yield finding(
        COST_TARGET,
        "A production deployment states no target for what 1,000 tokens may cost.",
        help="targetCostPer1kTokensUsd: the most that 1,000 tokens may cost",
    )
