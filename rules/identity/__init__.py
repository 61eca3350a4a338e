"""Rules about what is deployed on what: model, accelerator, precision, and whether they go together."""

from modelspec_lint.rules.identity.ambiguous_accelerator import ambiguous_accelerator
from modelspec_lint.rules.identity.precision_unsupported_by_accelerator import (
    precision_unsupported_by_accelerator,
)
from modelspec_lint.rules.identity.unknown_accelerator import unknown_accelerator
from modelspec_lint.rules.identity.unknown_model import unknown_model
from modelspec_lint.rules.identity.vendor_mismatch import vendor_mismatch

RULES = (
    unknown_model,
    unknown_accelerator,
    ambiguous_accelerator,
    vendor_mismatch,
    precision_unsupported_by_accelerator,
)
