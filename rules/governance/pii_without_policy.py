"""MS803."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.governance.stated import is_stated

ALLOWED = "/spec/governance/compliance/pii/allowed"
POLICY = "/spec/governance/compliance/pii/policy"


@rule(
    "MS803",
    "pii-without-policy",
    severity=Severity.ERROR,
    tags=("governance", "pii"),
    fields=(ALLOWED, POLICY),
)
def pii_without_policy(deployment: Deployment) -> Iterator[Finding]:
    """Personal data is allowed, and nothing says under which policy.

    ## What it does
    Asks for `pii.policy` where `pii.allowed` is true. An empty policy is none, and so is
    a placeholder (`TBD`, `none`).

    ## Why it matters
    Personal data may be processed only on a lawful basis and for a stated purpose, and the controller has to
    be able to show it. A specification that allows personal data without naming the policy leaves an auditor,
    and the engineer on call, with nothing to check against.

    ## Bad
    ```yaml
    spec:
      governance:
        compliance:
          pii:
            allowed: true
    ```

    ## Good
    ```yaml
    spec:
      governance:
        compliance:
          pii:
            allowed: true
            policy: redact-before-logging
    ```

    ## Options
    None.

    ## Sources
    - GDPR (Regulation (EU) 2016/679), Art. 5(1)(a), 5(1)(b), 5(2), 6(1) and 30(1)
    - ISO/IEC 42001:2023, Annex A.7 (data for AI systems)
    """
    governance = deployment.spec.governance
    if governance.pii_allowed is not True or is_stated(governance.pii_policy, deployment):
        return
    yield finding(
        POLICY,
        "Personal data is allowed, but no policy is named that governs it.",
        related=[(ALLOWED, "allowed here")],
        help="name the policy that governs it, such as policy: redact-before-logging",
    )
