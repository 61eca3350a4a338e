"""MS812."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule

VERSION = "/metadata/version"


@rule(
    "MS812",
    "version-missing",
    severity=Severity.NOTE,
    tags=("governance", "production"),
    fields=(VERSION,),
)
def version_missing(deployment: Deployment) -> Iterator[Finding]:
    """A production specification has no version.

    ## What it does
    Asks, in production, for `metadata.version`.

    ## Why it matters
    A version is what an incident report, an approval and a rollback name. Without it "the one before" is a
    guess.

    ## Bad
    ```yaml
    metadata:
      version: null
      labels:
        environment: production
    ```

    ## Good
    ```yaml
    metadata:
      version: 1.4.0
      labels:
        environment: production
    ```

    ## Options
    None.

    ## Sources
    - Semantic Versioning 2.0.0, <https://semver.org/>
    - SOC 2, Trust Services Criteria CC8.1 (changes are identified and documented)
    """
    if deployment.production and not (deployment.spec.metadata.version or "").strip():
        yield finding(
            VERSION,
            "This specification of a production deployment has no version.",
            help='a version that each change raises, such as version: "1.0.0"',
        )
