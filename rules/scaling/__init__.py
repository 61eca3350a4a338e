"""Rules about replicas and how they scale, and about the rate that they bear."""

from modelspec_lint.rules.scaling.manual_strategy_with_range import manual_strategy_with_range
from modelspec_lint.rules.scaling.rate_contradicts_concurrency import rate_contradicts_concurrency
from modelspec_lint.rules.scaling.rate_near_capacity import rate_near_capacity
from modelspec_lint.rules.scaling.rate_unreachable import rate_unreachable
from modelspec_lint.rules.scaling.replicas_reversed import replicas_reversed
from modelspec_lint.rules.scaling.scale_to_zero_breaks_slo import scale_to_zero_breaks_slo
from modelspec_lint.rules.scaling.scaling_without_target import scaling_without_target
from modelspec_lint.rules.scaling.single_replica import single_replica
from modelspec_lint.rules.scaling.warm_pool_exceeds_replicas import warm_pool_exceeds_replicas

RULES = (
    rate_unreachable,
    rate_contradicts_concurrency,
    replicas_reversed,
    single_replica,
    scale_to_zero_breaks_slo,
    manual_strategy_with_range,
    warm_pool_exceeds_replicas,
    scaling_without_target,
    rate_near_capacity,
)
