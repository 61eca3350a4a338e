"""MS813."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Place, Severity, finding, rule
from modelspec_lint.rules.fields import (
    ARTIFACTS_DAYS,
    DEPENDENCIES,
    LOG_LEVEL,
    PII,
    POSTPROCESS,
    PREPROCESS,
    variable,
)
from modelspec_lint.rules.governance.stated import is_stated
from modelspec_lint.rules.observability.log_levels import debugging
from modelspec_lint.rules.quantities import counted
from modelspec_lint.rules.safeguards import guarded, redacted


@rule(
    "MS813",
    "contradictory-pii",
    severity=Severity.WARNING,
    tags=("governance", "pii"),
    fields=(PII, ARTIFACTS_DAYS, LOG_LEVEL, DEPENDENCIES, PREPROCESS, POSTPROCESS),
    silenced_by=("MS603",),
    certainty="medium",
)
def contradictory_pii(deployment: Deployment) -> Iterator[Finding]:
    """Personal data is forbidden, nothing keeps it out, and what people send is kept.

    ## What it does
    Where `pii.allowed` is false, looks for what enforces it: a guardrail among the dependencies, or a step
    that redacts or masks. It speaks where there is none and requests are written down all the same: by
    debug logging, or as artifacts that are kept without a policy being named.

    ## Why it matters
    "Forbidden" is a rule for people, and people paste what they have at hand. What they send then lies in
    logs and artifacts that were set up as if it could not, without encryption, access control or a date of
    deletion.

    ## Bad
    ```yaml
    spec:
      governance:
        compliance:
          pii:
            allowed: false
          retention:
            artifactsDays: 90
    ```

    ## Good
    ```yaml
    spec:
      pipeline:
        preprocess:
          steps:
            - name: mask-names
              type: pii-redaction
      governance:
        compliance:
          pii:
            allowed: false
          retention:
            artifactsDays: 90
    ```

    ## Options
    None.

    ## Sources
    - GDPR (Regulation (EU) 2016/679), Art. 5(1)(c) and (f), Art. 25(1): data protection by design
    - OWASP Top 10 for LLM Applications 2025, LLM02 Sensitive Information Disclosure,
      <https://genai.owasp.org/llm-top-10/>
    """
    governance = deployment.spec.governance
    if governance.pii_allowed is not False:
        return
    debug = debugging(deployment)
    days = governance.artifacts_days or 0
    kept = days > 0 and not is_stated(governance.pii_policy, deployment)
    if not (kept or debug) or guarded(deployment) or redacted(deployment):
        return
    if debug is not None:
        how = "debug logs write requests down"
        where = (variable(debug[1]) if debug[1] else LOG_LEVEL, "written here")
    else:
        how, where = f"artifacts are kept {counted(days, 'day')}", (ARTIFACTS_DAYS, "kept here")
    yield finding(
        Place(PII, part="key"),
        f"Personal data is forbidden, nothing keeps it out, and {how}.",
        related=[where],
        help=(
            "a guardrail, or a step that redacts, such as type: pii-redaction",
            "the policy for what gets through, such as policy: delete-on-sight",
        ),
    )
