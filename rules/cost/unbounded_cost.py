"""MS905."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter import Deployment, Estimate, Finding, Option, Options, Severity, finding, rule
from modelspec_lint.rules.fields import COUNT, INSTANCE, MAX_REPLICAS, MIN_REPLICAS, TYPE
from modelspec_lint.rules.latency.wording import hardware
from modelspec_lint.rules.machine import rentals
from modelspec_lint.rules.quantities import counted, dollars, number

_HOURS = 730
"""Hours of a month, as clouds bill them: 365 x 24 / 12."""


@rule(
    "MS905",
    "unbounded-cost",
    severity=Severity.NOTE,
    tags=("cost", "scaling"),
    fields=(MIN_REPLICAS, MAX_REPLICAS, TYPE, COUNT, INSTANCE),
    certainty="high",
    options=(
        Option("max-usd-per-month", 0.0, "The most that all replicas may cost a month.", least=0.0),
        Option("times", 10.0, "How many times the smallest bill the largest may be.", least=1.0),
    ),
)
def unbounded_cost(deployment: Deployment, options: Options) -> Iterator[Finding]:
    """Under full load the deployment may cost many times what it costs at rest, or more than is allowed.

    ## What it does
    Multiplies `maxReplicas` by the list price of the accelerators of one replica over a month: of the named
    instance type, else the cheapest of the named cloud, else the cheapest that is known. A note where that is
    ten times or more what `minReplicas` (at least one) cost. With a limit of your own (`max-usd-per-month`)
    it is an error above the limit and nothing below. Silent where no maximum is declared or no price is
    known.

    ## Why it matters
    An autoscaler spends without asking. A loop of retries, a crawler or a bad metric drives it to the maximum
    and holds it there, and the bill is the first to say so.

    ## Bad
    ```yaml
    spec:
      operations:
        observability: {metrics: {enabled: true}}
        scaling:
          minReplicas: 1
          maxReplicas: 40
          targetRps: 10
    ```

    ## Good
    ```yaml
    spec:
      operations:
        observability: {metrics: {enabled: true}}
        scaling:
          minReplicas: 1
          maxReplicas: 4
          targetRps: 10
    ```

    ## Options
    - `max-usd-per-month` (0.0): what all replicas together may cost a month in US dollars; 0 sets no limit.
    - `times` (10.0): how many times the bill of the fewest replicas that of the most is when a note says so.

    ## Sources
    - Prices, with their region and date: `knowledge_base/facts/instances/`
    - FinOps Foundation, FinOps Framework, "Anomaly Management" and "Budgeting",
      <https://www.finops.org/framework/capabilities/>
    """
    scaling = deployment.spec.operations.scaling
    most, limit = scaling.max_replicas, options.number("max-usd-per-month")
    if not most:
        return
    least = max(1, scaling.min_replicas or 0)
    if not limit and most < options.number("times") * least:
        return
    rental = rentals(deployment)[0]
    hourly = rental.usd_per_hour * rental.used
    month = hourly * _HOURS * most
    if limit and month <= limit:
        return
    said = f"{counted(most, 'replica')} of {hardware(deployment)} cost {dollars(month)} a month"
    compared = (
        f"the limit is {dollars(limit)}"
        if limit
        else f"{counted(least, 'replica')} cost{'s' if least == 1 else ''} {dollars(hourly * _HOURS * least)}"
    )
    yield finding(
        MAX_REPLICAS,
        f"{said}; {compared}.",
        severity=Severity.ERROR if limit else None,
        related=[(MIN_REPLICAS, "at rest")] if scaling.min_replicas is not None else [],
        evidence=[Estimate("accelerators", hourly, hourly, hourly, "USD/hour", rental.source)],
        help=f"maxReplicas: {int(limit // (hourly * _HOURS))} or fewer, as the limit allows"
        if limit
        else f"a budget alert in the cloud, or fewer than {number(options.number('times') * least)} replicas",
    )
