"""Rules about dependencies: where references lead, what passes along them, and how long it may take."""

from modelspec_lint.rules.pipeline.dependency_cycle import dependency_cycle
from modelspec_lint.rules.pipeline.dependency_slower_than_budget import dependency_slower_than_budget
from modelspec_lint.rules.pipeline.dependency_without_budget import dependency_without_budget
from modelspec_lint.rules.pipeline.duplicate_dependency import duplicate_dependency
from modelspec_lint.rules.pipeline.interface_mismatch import interface_mismatch
from modelspec_lint.rules.pipeline.no_guardrail import no_guardrail
from modelspec_lint.rules.pipeline.optional_guardrail import optional_guardrail
from modelspec_lint.rules.pipeline.spec_ref_escapes import spec_ref_escapes
from modelspec_lint.rules.pipeline.spec_ref_not_found import spec_ref_not_found

RULES = (
    spec_ref_not_found,
    dependency_cycle,
    duplicate_dependency,
    interface_mismatch,
    dependency_without_budget,
    dependency_slower_than_budget,
    no_guardrail,
    spec_ref_escapes,
    optional_guardrail,
)
