"""Rules about serving: ports, probes, protocols, limits, and what stands in the environment."""

from modelspec_lint.rules.serving.concurrency_missing import concurrency_missing
from modelspec_lint.rules.serving.port_conflict import port_conflict
from modelspec_lint.rules.serving.privileged_port import privileged_port
from modelspec_lint.rules.serving.probe_timeout_exceeds_request_timeout import (
    probe_timeout_exceeds_request_timeout,
)
from modelspec_lint.rules.serving.probes_missing import probes_missing
from modelspec_lint.rules.serving.protocol_unsupported_by_framework import protocol_unsupported_by_framework
from modelspec_lint.rules.serving.same_probe_for_readiness_and_liveness import (
    same_probe_for_readiness_and_liveness,
)
from modelspec_lint.rules.serving.secret_in_environment import secret_in_environment
from modelspec_lint.rules.serving.timeout_missing import timeout_missing
from modelspec_lint.rules.serving.unusual_probe_path import unusual_probe_path

RULES = (
    probes_missing,
    probe_timeout_exceeds_request_timeout,
    same_probe_for_readiness_and_liveness,
    port_conflict,
    privileged_port,
    protocol_unsupported_by_framework,
    secret_in_environment,
    timeout_missing,
    concurrency_missing,
    unusual_probe_path,
)
