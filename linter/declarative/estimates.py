"""Quantities that packs ask for and no other part of the linter does: what a deployment costs and holds."""

from __future__ import annotations

import math

from modelspec_lint.knowledge_base import Cost, Estimate, Memory, Undecided, estimate_cost
from modelspec_lint.linter.deployment import Deployment

HOURS_PER_MONTH = 730
"""8,760 hours of a year by twelve."""

_TYPE = "/spec/runtime/accelerator/type"
_INSTANCE = "/spec/governance/cost/pricingHints/instanceType"


def replicas_of(deployment: Deployment, *, largest: bool) -> int:
    """Return how many replicas are declared, at most or at least; one where nothing is said."""
    scaling = deployment.spec.operations.scaling
    ends = (scaling.max_replicas, scaling.min_replicas)
    first, second = ends if largest else ends[::-1]
    declared = first if first is not None else second
    return 1 if declared is None else declared


def cost_per_hour(deployment: Deployment) -> Estimate:
    """Price one replica in US dollars an hour: on the declared machines, else on the cheapest.

    Raises :class:`Undecided` where no price is known. ``estimates.md`` section 7.
    """
    name = deployment.spec.cost.instance_type
    if name is None:
        return replica_cost(deployment).per_hour
    instance = deployment.knowledge.instances.resolve(name).fact
    if instance is None or not instance.usd_per_hour:
        raise Undecided(f"no price of {name} is known", _INSTANCE)
    machines = math.ceil((deployment.spec.runtime.accelerator.count or 1) / instance.count)
    price = machines * instance.usd_per_hour
    place = ", ".join(each for each in (instance.cloud, instance.region, instance.price_date) if each)
    source = f"{machines:,} x {instance.id} ({place})"
    return Estimate("machines", price, price, price, "USD/hour", source)


def cost_per_month(deployment: Deployment, *, largest: bool) -> Estimate:
    """Price all replicas in US dollars a month of :data:`HOURS_PER_MONTH` hours."""
    hourly = cost_per_hour(deployment)
    count = replicas_of(deployment, largest=largest)
    factor = count * HOURS_PER_MONTH
    ends = (hourly.low * factor, hourly.expected * factor, hourly.high * factor)
    source = f"{count:,} x {HOURS_PER_MONTH} hours on {hourly.source}"
    return Estimate("a month", *ends, "USD", source)


def replica_cost(deployment: Deployment, *, with_rate: bool = False) -> Cost:
    """Price one replica; with the rate of the usual request 1,000 output tokens have a price, too."""
    match = deployment.accelerator
    if match is None or match.fact is None:
        raise Undecided("which accelerator is meant is not known", _TYPE)
    rate = deployment.latency.rate if with_rate else None
    tokens = deployment.tokens.output if with_rate else 0
    count = deployment.spec.runtime.accelerator.count or 1
    return estimate_cost(deployment.knowledge, match.fact, count, rate, tokens)


def total_memory(memory: Memory) -> Estimate:
    """Return what the declared load takes of one accelerator, in GiB: what is compared with ``usable``.

    The terms that the engine takes before its cache (``estimates.md``), and the cache of the sequences that
    are in flight at once; one sequence where no batch is declared.
    """
    if not memory.keeps_cache:
        terms: tuple[Estimate, ...] = (memory.weights, memory.activation, memory.non_torch)
    else:
        batch = memory.request.batch
        sequences = 1 if batch is None else math.ceil(batch / memory.request.replicas)
        one = memory.steady
        source = f"{sequences:,} sequences of {memory.sequence_length:,} tokens"
        ends = (one.low * sequences, one.expected * sequences, one.high * sequences)
        terms = (*memory.kv_available.terms[1:], Estimate("KV cache", *ends, one.unit, source))
    low, expected, high = (sum(getattr(term, end) for term in terms) for end in ("low", "expected", "high"))
    return Estimate("in all", low, expected, high, "GiB", "sum of what stands above", terms)
