"""MS806."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Options, Severity, Undecided, finding, rule
from modelspec_lint.rules.fields import LOGS_DAYS
from modelspec_lint.rules.governance.frameworks import FRAMEWORKS, chosen
from modelspec_lint.rules.quantities import counted


@rule(
    "MS806",
    "retention-too-short",
    severity=Severity.ERROR,
    tags=("governance", "retention", "compliance"),
    fields=(LOGS_DAYS,),
    certainty="high",
    options=(FRAMEWORKS,),
)
def retention_too_short(deployment: Deployment, options: Options) -> Iterator[Finding]:
    """Logs are deleted before a chosen law allows it.

    ## What it does
    Compares `retention.logsDays` with what the frameworks that you chose ask for at least. None is chosen
    by default: whether a law applies, no specification says. `modelspec kb controls` lists them, with the
    paragraph; those that state no length ask for nothing here. Undecided where the retention is not
    declared, or a chosen framework is not known.

    ## Why it matters
    The logs are what an authority asks for first. Deleted ones cannot be brought back, and their absence is
    the breach.

    ## Bad
    ```yaml
    # options: {frameworks: [eu-ai-act-high-risk]}
    spec:
      governance:
        compliance:
          retention:
            logsDays: 30
    ```

    ## Good
    ```yaml
    # options: {frameworks: [eu-ai-act-high-risk]}
    spec:
      governance:
        compliance:
          retention:
            logsDays: 183
    ```

    ## Options
    - `frameworks` (none): ids of controls that the deployment is held to: `eu-ai-act-high-risk`, `hipaa`,
      ...

    ## Sources
    - EU AI Act (Regulation (EU) 2024/1689), Art. 19(1) and 26(6): logs of high-risk systems, at least six
      months
    - HIPAA, 45 CFR 164.316(b)(2)(i): required documentation, six years; whether a log is such a record is
      for its owner to decide
    - <https://eur-lex.europa.eu/eli/reg/2024/1689/oj>,
      <https://www.ecfr.gov/current/title-45/section-164.316>
    """
    asking = [each for each in chosen(deployment, options) if each.retention_min_days is not None]
    if not asking:
        return
    days = deployment.spec.governance.logs_days
    if days is None:
        raise Undecided("how long logs are kept is not declared", LOGS_DAYS)
    for control in asking:
        least = control.retention_min_days
        if least is not None and days < least:
            unsure = "retention-min-days" in control.unverified
            yield finding(
                LOGS_DAYS,
                f"Logs are kept {counted(days, 'day')}, and {control.name} asks for {least} at least "
                f"({control.retention_paragraph}).",
                severity=Severity.WARNING if unsure else None,
                help=f"logsDays: {least}",
            )
