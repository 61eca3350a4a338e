"""MS901."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelspec_lint.linter import Deployment, Finding, Option, Options, Severity, finding, rule
from modelspec_lint.rules.fields import CLOUD, COST_TARGET, COUNT, INSTANCE, MODEL_ID, PRECISION, SPOT, TYPE
from modelspec_lint.rules.latency.proof import is_proven
from modelspec_lint.rules.latency.wording import INPUT, OUTPUT, hardware, places
from modelspec_lint.rules.machine import rentals
from modelspec_lint.rules.quantities import dollars
from modelspec_lint.rules.scaling.wording import size

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base import Estimate, Latency, Rental

_NAME = "1,000 tokens"


@rule(
    "MS901",
    "cost-target-unreachable",
    severity=Severity.ERROR,
    tags=("cost",),
    fields=(COST_TARGET, INSTANCE, CLOUD, SPOT, MODEL_ID, PRECISION, TYPE, COUNT, INPUT, OUTPUT),
    certainty="high",
    options=(
        Option(
            "largest-discount",
            0.72,
            "Part of a list price that no contract takes off; only below what is left an error is certain.",
            least=0.0,
        ),
    ),
)
def cost_target_unreachable(deployment: Deployment, options: Options) -> Iterator[Finding]:
    """The cost target is lower than what the accelerators cost while they do the work.

    ## What it does
    Divides the price of the accelerators by the most tokens that they can process in an hour: multiplying at
    their dense rate or reading at their full bandwidth, without a pause. Tokens are those of the annotations
    `modelspec-lint/input-tokens` and `output-tokens`, prompt and answer together. The price is that of the
    named instance type, else the cheapest of the named cloud, else the cheapest that is known; a spot price
    counts unless `spotAllowed` is `false`. An error where the target is below even with the largest discount
    that a contract can give, a warning below twice the bound at the list price, and a note instead where the
    tokens are not declared.

    ## Why it matters
    Real engines reach a fifth to a half of that bound, and accelerators that wait for requests cost as much
    as those that work. A target below the bound is met on no bill.

    ## Bad
    ```yaml
    metadata:
      annotations:
        modelspec-lint/input-tokens: "256"
        modelspec-lint/output-tokens: "1024"
    spec:
      governance:
        cost:
          targetCostPer1kTokensUsd: 0.000001
    ```

    ## Good
    ```yaml
    metadata:
      annotations:
        modelspec-lint/input-tokens: "256"
        modelspec-lint/output-tokens: "1024"
    spec:
      governance:
        cost:
          targetCostPer1kTokensUsd: 0.01
    ```

    ## Options
    - `largest-discount` (0.72): the part of a list price that no contract takes off. A tenth is 0.1. Prices
      that a knowledge file states as one's own are taken as they are.

    ## Sources
    - Prices, with their region and date: `knowledge_base/facts/instances/`
    - AWS Savings Plans and Azure Reservations, up to 72 % off: <https://aws.amazon.com/savingsplans/>,
      <https://azure.microsoft.com/en-us/pricing/reserved-vm-instances/>
    - How the bound is computed: `docs/estimates.md`, "Rate and cost"
    """
    target = deployment.spec.cost.target_per_1k_tokens_usd
    if target is None:
        return
    tokens, latency = deployment.tokens, deployment.latency
    rental = _cheapest(deployment)
    counted = tokens.input + (tokens.output if latency.generates else 0)
    floor = _cost(rental, latency, counted)
    if floor is None or target >= 2 * floor.expected:
        return
    left = 1.0 if rental.instance is None else 1.0 - min(1.0, options.number("largest-discount"))
    proven = tokens.declared and is_proven(
        deployment, lambda other: _below(target, rental, other, counted, left)
    )
    sure = tokens.declared and not latency.question.loosened and deployment.loosened_by is None
    weaker = Severity.WARNING if sure else Severity.NOTE
    assumed = "" if tokens.declared else f" ({tokens.source})"
    less = "" if target < floor.expected else ", less than twice that"
    yield finding(
        COST_TARGET,
        f"1,000 tokens cost at least {dollars(floor.expected)} on {hardware(deployment)}, at full load and "
        f"{size(tokens.input, counted - tokens.input)}{assumed}; the target is {dollars(target)}{less}.",
        severity=None if proven else weaker,
        related=places(deployment),
        evidence=[floor],
        help=_usual(rental, latency, counted),
    )


def _cheapest(deployment: Deployment) -> Rental:
    """Return the cheapest rental that the spec allows, spot capacity among them."""
    found = list(rentals(deployment)[:1])
    if deployment.spec.cost.spot_allowed is not False:
        found += rentals(deployment, spot=True)[:1]
    return min(found, key=lambda each: each.usd_per_hour * each.used)


def _cost(rental: Rental, latency: Latency, tokens: float) -> Estimate | None:
    from modelspec_lint.knowledge_base import cost_of_tokens  # few specs have a target of cost

    return cost_of_tokens(rental, latency.rate.bound, tokens, _NAME)


def _below(target: float, rental: Rental, latency: Latency, tokens: float, left: float) -> bool:
    floor = _cost(rental, latency, tokens)
    return floor is not None and target < floor.expected * left


def _usual(rental: Rental, latency: Latency, tokens: float) -> list[str]:
    from modelspec_lint.knowledge_base import cost_of_tokens

    usual = cost_of_tokens(rental, latency.rate.typical, tokens, _NAME)
    return [f"at the usual rate they cost {dollars(usual.expected)}, {rental.source}"] if usual else []
