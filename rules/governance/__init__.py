"""Rules about governance and the supply chain: personal data, retention, approval, licences, artifacts."""

from modelspec_lint.rules.governance.artifact_not_pinned import artifact_not_pinned
from modelspec_lint.rules.governance.change_approval_missing import change_approval_missing
from modelspec_lint.rules.governance.contradictory_pii import contradictory_pii
from modelspec_lint.rules.governance.insecure_artifact_uri import insecure_artifact_uri
from modelspec_lint.rules.governance.license_forbids_use import license_forbids_use
from modelspec_lint.rules.governance.license_needs_attention import license_needs_attention
from modelspec_lint.rules.governance.owner_missing import owner_missing
from modelspec_lint.rules.governance.pii_undeclared import pii_undeclared
from modelspec_lint.rules.governance.pii_without_policy import pii_without_policy
from modelspec_lint.rules.governance.retention_too_long import retention_too_long
from modelspec_lint.rules.governance.retention_too_short import retention_too_short
from modelspec_lint.rules.governance.retention_undeclared import retention_undeclared
from modelspec_lint.rules.governance.version_missing import version_missing

RULES = (
    owner_missing,
    pii_undeclared,
    pii_without_policy,
    retention_undeclared,
    retention_too_long,
    retention_too_short,
    change_approval_missing,
    license_forbids_use,
    license_needs_attention,
    artifact_not_pinned,
    insecure_artifact_uri,
    version_missing,
    contradictory_pii,
)
