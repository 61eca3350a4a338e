"""MS603."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, printable, rule
from modelspec_lint.rules.fields import FRAMEWORK, LOG_LEVEL, PII, variable
from modelspec_lint.rules.observability.log_levels import debugging


@rule(
    "MS603",
    "debug-logging",
    severity=Severity.ERROR,
    tags=("observability", "production", "pii"),
    fields=(LOG_LEVEL, PII, FRAMEWORK),
    certainty="high",
)
def debug_logging(deployment: Deployment) -> Iterator[Finding]:
    """The engine logs at debug level, where prompts may end up in the logs.

    ## What it does
    Looks at `logging.level` and at the variable by which the engine is told its level
    (`VLLM_LOGGING_LEVEL=DEBUG`). An error where personal data is allowed, whatever the stage, and in
    production also where it is forbidden: prompts bring it all the same. In production a warning where
    nothing is said of it.

    ## Why it matters
    At this level engines write requests down, with what users typed. Logs are kept elsewhere, for longer, and
    read by more people than the data itself may be; what is in them is hard to find and to delete. Besides,
    writing a line per step costs time.

    ## Bad
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      operations:
        observability:
          logging:
            level: debug
      governance:
        compliance:
          pii:
            allowed: true
            policy: redact-before-logging
    ```

    ## Good
    ```yaml
    spec:
      operations:
        observability:
          logging:
            level: info
    ```

    ## Options
    None.

    ## Sources
    - vLLM, `RequestLogger.log_inputs`: prompts are logged at DEBUG,
      <https://docs.vllm.ai/en/v0.16.0/api/vllm/entrypoints/logger/>
    - GDPR (Regulation (EU) 2016/679), Art. 5(1)(c) and (e): data minimisation, storage limitation; Art. 25
    - OWASP, Logging Cheat Sheet, "Data to exclude",
      <https://cheatsheetseries.owasp.org/cheatsheets/Logging_Cheat_Sheet.html>
    """
    set_by = debugging(deployment)
    if set_by is None:
        return
    allowed = deployment.spec.governance.pii_allowed
    grave = allowed is True or (allowed is False and deployment.production)
    if not grave and not deployment.production:
        return
    level, by = set_by
    at = LOG_LEVEL if by is None else variable(by)
    who = "The log level" if by is None else printable(by, 60)
    if grave:
        about = "personal data is allowed" if allowed else "no personal data may be held"
        said = f"{who} is {level}, and {about} here: what users type may end up in the logs."
    else:
        said = f"{who} is {level} in production: what users type may end up in the logs."
    yield finding(
        at,
        said,
        severity=None if grave else Severity.WARNING,
        related=[(f"{PII}/allowed", "declared here")] if grave else (),
        help="info, and debug only for as long as somebody looks for a fault",
    )
