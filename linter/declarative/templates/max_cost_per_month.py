"""A bound on what a deployment costs."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter.declarative.estimates import HOURS_PER_MONTH, cost_per_month, replicas_of
from modelspec_lint.linter.declarative.parameters import NUMBER, TEXT, Given, Parameter
from modelspec_lint.linter.declarative.templates.template import Template
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.finding import Finding, finding

_ACCELERATOR = "/spec/runtime/accelerator"
_SCALING = "/spec/operations/scaling"
_INSTANCE = "/spec/governance/cost/pricingHints/instanceType"


def _look(deployment: Deployment, given: Given) -> Iterator[Finding]:
    if deployment.spec.runtime.accelerator.type is None:
        return
    most, largest = given.number("usd"), given.text("replicas") == "most"
    estimate = cost_per_month(deployment, largest=largest)
    if estimate.low > most:
        count = replicas_of(deployment, largest=largest)
        subject = "1 replica costs" if count == 1 else f"{count:,} replicas cost"
        message = f"{subject} ${estimate.expected:,.0f} a month at list prices, more than ${most:,.0f}."
        yield finding(f"{_ACCELERATOR}/type", message, evidence=[estimate])


MAX_COST_PER_MONTH = Template(
    name="max-cost-per-month",
    summary=f"A deployment costs no more than a sum a month: {HOURS_PER_MONTH} hours at known prices.",
    parameters=(
        Parameter("usd", NUMBER, "The most that it may cost a month, in US dollars.", least=0, example=20000),
        Parameter(
            "replicas",
            TEXT,
            "Whether the most replicas that are declared count, or the fewest.",
            "most",
            choices=("most", "fewest"),
        ),
    ),
    look=_look,
    fields=lambda given: (
        f"{_ACCELERATOR}/type",
        f"{_ACCELERATOR}/count",
        f"{_SCALING}/minReplicas",
        f"{_SCALING}/maxReplicas",
        _INSTANCE,
    ),
    says=lambda given: f"A deployment costs at most ${given.number('usd'):,.0f} a month.",
)
