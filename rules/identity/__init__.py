"""Rules about what is deployed on what: model, accelerator, precision, and whether they go together."""

from modelspec_lint.rules.identity.ambiguous_accelerator import ambiguous_accelerator
from modelspec_lint.rules.identity.artifact_names_another_model import artifact_names_another_model
from modelspec_lint.rules.identity.env_contradicts_spec import env_contradicts_spec
from modelspec_lint.rules.identity.family_mismatch import family_mismatch
from modelspec_lint.rules.identity.framework_cannot_serve_task import framework_cannot_serve_task
from modelspec_lint.rules.identity.framework_unsupported_on_vendor import framework_unsupported_on_vendor
from modelspec_lint.rules.identity.precision_contradicts_artifact import precision_contradicts_artifact
from modelspec_lint.rules.identity.precision_hazard import precision_hazard
from modelspec_lint.rules.identity.precision_unsupported_by_accelerator import (
    precision_unsupported_by_accelerator,
)
from modelspec_lint.rules.identity.precision_unsupported_by_framework import (
    precision_unsupported_by_framework,
)
from modelspec_lint.rules.identity.task_mismatch import task_mismatch
from modelspec_lint.rules.identity.tokenizer_from_another_model import tokenizer_from_another_model
from modelspec_lint.rules.identity.unknown_accelerator import unknown_accelerator
from modelspec_lint.rules.identity.unknown_framework import unknown_framework
from modelspec_lint.rules.identity.unknown_model import unknown_model
from modelspec_lint.rules.identity.unknown_precision import unknown_precision
from modelspec_lint.rules.identity.unknown_task import unknown_task
from modelspec_lint.rules.identity.vendor_mismatch import vendor_mismatch

RULES = (
    unknown_model,
    unknown_accelerator,
    ambiguous_accelerator,
    vendor_mismatch,
    unknown_framework,
    unknown_precision,
    unknown_task,
    family_mismatch,
    task_mismatch,
    precision_unsupported_by_accelerator,
    precision_unsupported_by_framework,
    framework_cannot_serve_task,
    framework_unsupported_on_vendor,
    precision_contradicts_artifact,
    precision_hazard,
    artifact_names_another_model,
    tokenizer_from_another_model,
    env_contradicts_spec,
)
