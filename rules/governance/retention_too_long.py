"""MS805."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Option, Options, Severity, finding, rule
from modelspec_lint.rules.fields import ARTIFACTS_DAYS, LOGS_DAYS, PII_ALLOWED
from modelspec_lint.rules.governance.frameworks import FRAMEWORKS, chosen
from modelspec_lint.rules.quantities import counted


@rule(
    "MS805",
    "retention-too-long",
    severity=Severity.WARNING,
    tags=("governance", "retention", "pii"),
    fields=(PII_ALLOWED, LOGS_DAYS, ARTIFACTS_DAYS),
    certainty="medium",
    options=(
        Option("max-days", 30, "The longest that needs no justification, in days.", least=0),
        FRAMEWORKS,
    ),
)
def retention_too_long(deployment: Deployment, options: Options) -> Iterator[Finding]:
    """Personal data is kept longer than without a reason.

    ## What it does
    Compares `retention.logsDays` and `retention.artifactsDays` with `max-days`, where `pii.allowed` is
    true. What a chosen framework asks to be kept at least is not too long; what one says must be gone by
    then is, whatever `max-days` says.

    ## Why it matters
    Personal data may be kept no longer than its purpose needs. The law states no number: it is the
    controller who has to show why a period is needed. Thirty days are what looking into an incident takes;
    what goes beyond wants its reason written down, in a suppression with that reason, or in this option.

    ## Bad
    ```yaml
    spec:
      governance:
        compliance:
          pii:
            allowed: true
            policy: redact-before-logging
          retention:
            logsDays: 365
    ```

    ## Good
    ```yaml
    spec:
      governance:
        compliance:
          pii:
            allowed: true
            policy: redact-before-logging
          retention:
            logsDays: 30
    ```

    ## Options
    - `max-days` (30): the longest that needs no justification, in days
    - `frameworks` (none): ids of controls that the deployment is held to: `eu-ai-act-high-risk`, `hipaa`,
      ...

    ## Sources
    - GDPR (Regulation (EU) 2016/679), Art. 5(1)(e) (storage limitation) and 5(2) (accountability)
    - SOC 2, Trust Services Criteria C1.2 (disposal of confidential information)
    """
    governance = deployment.spec.governance
    if governance.pii_allowed is not True:
        return
    logs, artifacts = governance.logs_days, governance.artifacts_days
    if logs is None and artifacts is None:
        return
    controls = chosen(deployment, options)
    kept = max((control.retention_min_days or 0 for control in controls), default=0)
    gone = [control.retention_max_days for control in controls if control.retention_max_days is not None]
    most = min(gone) if gone else options.whole("max-days")
    for pointer, noun, days, limit in (
        (LOGS_DAYS, "logs", logs, max(most, kept)),
        (ARTIFACTS_DAYS, "artifacts", artifacts, most),
    ):
        if days is not None and days > limit:
            yield finding(
                pointer,
                f"Personal data is allowed, and {noun} are kept {counted(days, 'day')}: more than {limit} "
                "want a justification (GDPR Art. 5(1)(e)).",
                related=[(PII_ALLOWED, "personal data is allowed here")],
                help=(f"{limit} days or less", "else the reason, in a suppression or as the option max-days"),
            )
