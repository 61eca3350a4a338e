"""Rules about what a deployment lets its operators see: metrics, logs, traces."""

from modelspec_lint.rules.observability.debug_logging import debug_logging
from modelspec_lint.rules.observability.metrics_disabled import metrics_disabled
from modelspec_lint.rules.observability.metrics_provider_unknown import metrics_provider_unknown
from modelspec_lint.rules.observability.target_without_metrics import target_without_metrics
from modelspec_lint.rules.observability.tracing_off_with_dependencies import tracing_off_with_dependencies
from modelspec_lint.rules.observability.unknown_log_level import unknown_log_level

RULES = (
    metrics_disabled,
    target_without_metrics,
    debug_logging,
    unknown_log_level,
    tracing_off_with_dependencies,
    metrics_provider_unknown,
)
