"""Rules about what a deployment costs, and where it is rented."""

from modelspec_lint.rules.cost.accelerator_retired import accelerator_retired
from modelspec_lint.rules.cost.cost_target_missing import cost_target_missing
from modelspec_lint.rules.cost.cost_target_unreachable import cost_target_unreachable
from modelspec_lint.rules.cost.instance_lacks_accelerator import instance_lacks_accelerator
from modelspec_lint.rules.cost.provider_mismatch import provider_mismatch
from modelspec_lint.rules.cost.spot_in_production import spot_in_production
from modelspec_lint.rules.cost.unbounded_cost import unbounded_cost

RULES = (
    cost_target_unreachable,
    instance_lacks_accelerator,
    provider_mismatch,
    spot_in_production,
    unbounded_cost,
    cost_target_missing,
    accelerator_retired,
)
