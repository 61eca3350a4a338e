"""Rules about latency targets and the time that requests may take."""

from modelspec_lint.rules.latency.dependencies_exceed_target import dependencies_exceed_target
from modelspec_lint.rules.latency.latency_ambitious import latency_ambitious
from modelspec_lint.rules.latency.latency_impossible import latency_impossible
from modelspec_lint.rules.latency.latency_never_seen import latency_never_seen
from modelspec_lint.rules.latency.timeout_below_generation import timeout_below_generation
from modelspec_lint.rules.latency.timeout_below_target import timeout_below_target

RULES = (
    latency_impossible,
    latency_never_seen,
    latency_ambitious,
    timeout_below_target,
    timeout_below_generation,
    dependencies_exceed_target,
)
