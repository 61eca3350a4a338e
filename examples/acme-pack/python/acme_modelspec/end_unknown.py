"""ACME102."""

from collections.abc import Iterator
from datetime import date

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule

ANNOTATION = "acme.example/ends"
_AT = "/metadata/annotations/acme.example~1ends"


@rule(
    "ACME102",
    "experiment-without-end",
    severity=Severity.WARNING,
    tags=("acme", "cost"),
    fields=("/metadata/labels/environment", _AT),
)
def end_unknown(deployment: Deployment) -> Iterator[Finding]:
    """An experiment does not say on which day it ends.

    ## What it does
    Looks at specs with the label `environment: experiment`, and asks for the annotation `acme.example/ends`
    with a date.

    ## Why it matters
    What nobody has to end runs on: experiments that were forgotten took a fifth of last year's accelerators.

    ## Bad
    ```yaml
    metadata: {labels: {environment: experiment}, annotations: {acme.example/ends: next week}}
    ```

    ## Good
    ```yaml
    metadata: {labels: {environment: experiment}, annotations: {acme.example/ends: "2027-03-31"}}
    ```

    ## Options
    None.

    ## Sources
    - The capacity plan of the platform team
    """
    metadata = deployment.spec.metadata
    if metadata.labels.get("environment") != "experiment":
        return
    ends = metadata.annotations.get(ANNOTATION)
    if ends is None:
        yield finding(
            _AT, "The experiment does not say when it ends.", help=f'add {ANNOTATION}: "2027-03-31"'
        )
    elif not _is_date(ends):
        yield finding(_AT, f"`{ends}` is no day on which the experiment can end.", help="a date: 2027-03-31")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
