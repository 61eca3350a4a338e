"""MS606."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, nearest, printable, rule
from modelspec_lint.rules.fields import METRICS
from modelspec_lint.rules.quantities import listed

PROVIDER = f"{METRICS}/provider"


@rule(
    "MS606",
    "metrics-provider-unknown",
    severity=Severity.NOTE,
    tags=("observability",),
    fields=(PROVIDER,),
    certainty="medium",
)
def metrics_provider_unknown(deployment: Deployment) -> Iterator[Finding]:
    """The system that is to collect the metrics is not known.

    ## What it does
    Compares `metrics.provider` with the systems that collect metrics, whatever the case and the separators.
    Names the nearest.

    ## Why it matters
    Tools that set up the collection go by this word. One that is misspelt sets up nothing, and nobody is told
    until the dashboard stays empty. A system of one's own is fine: then the note can be ignored.

    ## Bad
    ```yaml
    spec:
      operations:
        observability:
          metrics:
            enabled: true
            provider: promethues
    ```

    ## Good
    ```yaml
    spec:
      operations:
        observability:
          metrics:
            enabled: true
            provider: prometheus
    ```

    ## Options
    None.

    ## Sources
    - OpenTelemetry, Ecosystem: systems that take its metrics, <https://opentelemetry.io/ecosystem/>
    """
    declared = deployment.spec.operations.observability.metrics_provider
    if declared is None:
        return
    known = deployment.knowledge.vocabulary("metrics-providers")
    name = "-".join(declared.replace("_", " ").lower().split())
    if name in known or name.replace("-", "") in known or name in {each.lower() for each in known.values()}:
        return
    near = nearest(name, known)
    yield finding(
        PROVIDER,
        f"{printable(declared, 60) or 'An empty text'} is no system that is known to collect metrics.",
        help=f"did you mean {listed([each.name for each in near[:3]])}?"
        if near
        else "such as prometheus, opentelemetry, datadog or cloudwatch",
    )
