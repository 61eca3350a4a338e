"""MS904."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Finding, Severity, finding, rule
from modelspec_lint.rules.fields import SPOT


@rule(
    "MS904",
    "spot-in-production",
    severity=Severity.WARNING,
    tags=("cost", "production"),
    fields=(SPOT,),
)
def spot_in_production(deployment: Deployment) -> Iterator[Finding]:
    """A production deployment may run on capacity that the cloud can take away at any time.

    ## What it does
    Speaks where `spotAllowed` is `true` in a deployment of production.

    ## Why it matters
    The notice is two minutes on AWS and half a minute on Google Cloud and Azure; to load a large model takes
    longer. Capacity goes for all replicas of a zone at once, just when everybody wants it.

    ## Bad
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      governance:
        cost:
          pricingHints:
            spotAllowed: true
    ```

    ## Good
    ```yaml
    metadata:
      labels:
        environment: production
    spec:
      governance:
        cost:
          pricingHints:
            spotAllowed: false
    ```

    ## Options
    None.

    ## Sources
    - AWS, Spot Instance interruption notices,
      <https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/spot-instance-termination-notices.html>
    - Google Cloud, Spot VMs, <https://cloud.google.com/compute/docs/instances/spot>
    """
    if deployment.spec.cost.spot_allowed is True and deployment.production:
        yield finding(
            SPOT,
            "A production deployment may run on spot capacity, which is taken away at short notice.",
            help="spotAllowed: false; spot capacity is for replicas beyond those that have to be there",
        )
