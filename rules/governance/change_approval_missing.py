"""MS807."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import CHANGE_APPROVAL
from modelspec_lint.rules.governance.stated import is_stated


@rule(
    "MS807",
    "change-approval-missing",
    severity=Severity.WARNING,
    tags=("governance", "production"),
    fields=(CHANGE_APPROVAL,),
)
def change_approval_missing(deployment: Deployment) -> Iterator[Finding]:
    """In production nothing says how a change is approved.

    ## What it does
    Asks, in production, for `compliance.governance.changeApproval`. Any text is an answer, but a
    placeholder (`TBD`, `none`).

    ## Why it matters
    Another model behind the same name is a change that no test suite of the callers sees. Who has to agree
    before it goes live is what auditors ask first, and what a team under pressure decides otherwise every
    time.

    ## Bad
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      governance:
        compliance:
          governance:
            changeApproval: null
    ```

    ## Good
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      governance:
        compliance:
          governance:
            changeApproval: two-person-review
    ```

    ## Options
    None.

    ## Sources
    - SOC 2, Trust Services Criteria CC8.1 (changes are authorised, tested and approved)
    - ISO/IEC 42001:2023, 8.1 (operational planning and control: planned changes are controlled)
    - NIST AI RMF 1.0, MANAGE 4.1, <https://doi.org/10.6028/NIST.AI.100-1>
    """
    if deployment.production and not is_stated(deployment.spec.governance.change_approval, deployment):
        yield finding(
            CHANGE_APPROVAL,
            "How a change to this deployment is approved is not declared.",
            help="the way it goes, such as changeApproval: two-person-review",
        )
