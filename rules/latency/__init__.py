"""Rules about latency targets and the time that requests may take."""

from modelspec_lint.rules.latency.dependencies_exceed_target import dependencies_exceed_target
from modelspec_lint.rules.latency.timeout_below_target import timeout_below_target

RULES = (timeout_below_target, dependencies_exceed_target)
