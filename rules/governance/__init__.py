"""Rules about governance: personal data, retention, approval."""

from modelspec_lint.rules.governance.pii_without_policy import pii_without_policy

RULES = (pii_without_policy,)
