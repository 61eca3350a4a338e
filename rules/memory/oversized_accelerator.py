"""MS205."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelspec_lint.linter import Deployment, Estimate, Finding, Severity, Undecided, finding, rule
from modelspec_lint.rules.fields import BATCH, COUNT, LENGTH, MODEL_ID, PRECISION, TYPE
from modelspec_lint.rules.machine import declared_cloud
from modelspec_lint.rules.quantities import counted, dollars, gib, milliseconds

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base import Latency, Smaller

_SLOWER = 1.5
_FULL = 0.7
"""Above this share of the memory no smaller hardware is looked for: a fifth more would have to fit there."""


@rule(
    "MS205",
    "oversized-accelerator",
    severity=Severity.NOTE,
    tags=("memory", "cost"),
    fields=(MODEL_ID, PRECISION, TYPE, COUNT, BATCH, LENGTH),
    silenced_by=("MS201", "MS202", "MS203", "MS204", "MS206"),
    certainty="medium",
)
def oversized_accelerator(deployment: Deployment) -> Iterator[Finding]:
    """Less hardware holds the declared load with a fifth to spare, and costs less.

    ## What it does
    Looks for fewer of the same accelerator, or for smaller ones of the same vendor, that hold a fifth more
    than `maxBatchSize` sequences of `maxSequenceLengthTokens`: at most three quarters of the memory, for at
    most four fifths of the price in the same cloud. Each is estimated as the declared one is. Where a latency
    or a rate target is declared, it has to be kept as well, at what is usual; without a latency target a
    request may usually take half as long again, and no more. Silent where batch or length are not declared.

    ## Why it matters
    An accelerator costs by the hour whether its memory is used or not, and the large ones are those that
    others wait for.

    ## Bad
    ```yaml
    spec:
      runtime:
        batch:
          maxBatchSize: 8
          maxSequenceLengthTokens: 4096
    ```

    ## Good
    ```yaml
    spec:
      runtime:
        accelerator:
          type: l4-24gb
        batch:
          maxBatchSize: 6
          maxSequenceLengthTokens: 4096
    ```

    ## Options
    None.

    ## Sources
    - Prices, with their region and date: `knowledge_base/facts/instances/`
    - How memory is estimated, and how well: `docs/estimates.md`
    """
    batch = deployment.spec.runtime.batch
    if batch.max_batch_size is None or batch.max_sequence_length_tokens is None:
        return
    request, memory = deployment.memory_request, deployment.memory
    if not memory.keeps_cache or memory.load_share > _FULL:
        return
    from modelspec_lint.knowledge_base import smaller_hardware  # prices and other accelerators

    for found in smaller_hardware(request, deployment.knowledge, declared_cloud(deployment)):
        there = _latency_that_will_do(deployment, found)
        if there is not None:
            break
    else:
        return
    other = found.request
    name = f"{other.count} x {other.accelerators[0].name}" if other.count > 1 else other.accelerators[0].name
    yield finding(
        TYPE,
        f"{name} would hold {counted(batch.max_batch_size, 'sequence')} of "
        f"{batch.max_sequence_length_tokens} tokens with a fifth to spare, for {dollars(found.usd_per_hour)} "
        f"instead of {dollars(found.instead_usd_per_hour)} an hour.",
        related=[(COUNT, "declared")] if request.count > 1 else (),
        evidence=[
            memory.slots,
            _price("declared", found.instead_usd_per_hour, found.instead.source),
            _price("instead", found.usd_per_hour, found.rental.source),
        ],
        help=_what_it_costs(deployment, found, there),
    )


def _latency(deployment: Deployment, found: Smaller) -> Latency:
    from dataclasses import replace

    from modelspec_lint.knowledge_base import estimate_latency

    return estimate_latency(replace(deployment.latency.question, memory=found.request))


def _latency_that_will_do(deployment: Deployment, found: Smaller) -> Latency | None:
    """Return its latency where that usually keeps the declared targets; or is hardly worse, without any."""
    scaling = deployment.spec.operations.scaling
    target, rate = scaling.target_latency_ms_p95, scaling.target_rps
    try:
        latency = _latency(deployment, found)
        usual = latency.request.typical
        if target is None and usual.expected > _SLOWER * deployment.latency.request.typical.expected:
            return None
        if target is not None and usual.high > target:
            return None
        replicas = scaling.max_replicas or scaling.min_replicas or 1
        return latency if rate is None or latency.rate.typical.expected * replicas >= rate else None
    except Undecided:
        return None


def _what_it_costs(deployment: Deployment, found: Smaller, latency: Latency) -> list[str]:
    """Say what the smaller hardware leaves free, and how long a request takes on it."""
    free = found.memory.kv_available.expected
    ways = [f"{gib(free)} are left there for the KV cache on each"]
    try:
        here = deployment.latency.request.typical.expected
        there = latency.request.typical.expected
    except Undecided:
        return ways
    return [
        *ways,
        f"a request alone usually takes {milliseconds(there)} there, {milliseconds(here)} as declared",
    ]


def _price(name: str, value: float, source: str) -> Estimate:
    return Estimate(name, value, value, value, "USD/hour", source)
