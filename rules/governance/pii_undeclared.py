"""MS802."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import PII_ALLOWED


@rule(
    "MS802",
    "pii-undeclared",
    severity=Severity.WARNING,
    tags=("governance", "pii", "production"),
    fields=(PII_ALLOWED,),
)
def pii_undeclared(deployment: Deployment) -> Iterator[Finding]:
    """In production nothing says whether requests may hold personal data.

    ## What it does
    Asks, in production, for `compliance.pii.allowed`: true or false.

    ## Why it matters
    People type names, addresses and illnesses into whatever accepts text. Whether that is meant to happen
    decides what may be logged, for how long, and who has to be told of a leak. Left open, each reader
    assumes another answer.

    ## Bad
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      governance:
        compliance:
          pii:
            allowed: null
    ```

    ## Good
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      governance:
        compliance:
          pii:
            allowed: false
    ```

    ## Options
    None.

    ## Sources
    - GDPR (Regulation (EU) 2016/679), Art. 5(2) and Art. 30(1)(c): categories of personal data are recorded
    - ISO/IEC 42001:2023, Annex A.7 (data for AI systems)
    - NIST AI RMF 1.0, MAP 1.1 and MEASURE 2.10 (privacy), <https://doi.org/10.6028/NIST.AI.100-1>
    """
    if deployment.spec.governance.pii_allowed is None and deployment.production:
        yield finding(
            PII_ALLOWED,
            "Whether requests may hold personal data is not declared.",
            help="allowed: false, or allowed: true with the policy that governs it",
        )
