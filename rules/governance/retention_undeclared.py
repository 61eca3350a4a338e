"""MS804."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import LOGS_DAYS


@rule(
    "MS804",
    "retention-undeclared",
    severity=Severity.WARNING,
    tags=("governance", "retention", "production"),
    fields=(LOGS_DAYS,),
)
def retention_undeclared(deployment: Deployment) -> Iterator[Finding]:
    """In production nothing says for how long logs are kept.

    ## What it does
    Asks, in production, for `compliance.retention.logsDays`. 0 means that none are kept, and is an answer.

    ## Why it matters
    Undeclared means whatever the platform does: often for ever, sometimes not long enough to look into an
    incident. Both cost: laws limit how long personal data may lie about, and others ask that records be
    kept.

    ## Bad
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      governance:
        compliance:
          retention:
            logsDays: null
    ```

    ## Good
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      governance:
        compliance:
          retention:
            logsDays: 30
    ```

    ## Options
    None.

    ## Sources
    - GDPR (Regulation (EU) 2016/679), Art. 5(1)(e) and Art. 30(1)(f): time limits for erasure are recorded
    - EU AI Act (Regulation (EU) 2024/1689), Art. 12, 19(1) and 26(6): logs of high-risk systems
    - SOC 2, Trust Services Criteria C1.2 (disposal of confidential information)
    """
    if deployment.spec.governance.logs_days is None and deployment.production:
        yield finding(
            LOGS_DAYS,
            "How long logs are kept is not declared.",
            help="the days after which they are deleted, such as logsDays: 30",
        )
