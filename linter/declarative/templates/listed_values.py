"""Values that a field may have, and values that it must not have."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter.declarative.fields import ABSENT, dotted, value_of
from modelspec_lint.linter.declarative.parameters import SCALARS, Given, Parameter
from modelspec_lint.linter.declarative.templates.template import (
    SCALAR_FIELD,
    Template,
    listed,
    one_field,
    quoted,
    scalar_misfits,
)
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.finding import Finding, finding


def _is_one_of(value: object, values: tuple[str | float | bool, ...]) -> bool:
    """Whether a value is among others; true is not 1, and text is compared letter by letter."""
    return any(isinstance(value, bool) == isinstance(each, bool) and value == each for each in values)


def _look_allowed(deployment: Deployment, given: Given) -> Iterator[Finding]:
    pointer, values = given.text("field"), given.scalars("values")
    value = value_of(deployment.document.data, pointer)
    if value is not ABSENT and not _is_one_of(value, values):
        yield finding(pointer, f"{quoted(value)} is not allowed here: {listed(values)} may stand here.")


def _look_forbidden(deployment: Deployment, given: Given) -> Iterator[Finding]:
    pointer = given.text("field")
    value = value_of(deployment.document.data, pointer)
    if value is not ABSENT and _is_one_of(value, given.scalars("values")):
        yield finding(pointer, f"{quoted(value)} is not allowed here.")


_FIELD = Parameter(
    "field",
    SCALAR_FIELD,
    "The field, with dots or as a JSON pointer; where it is absent nothing is said.",
    example="spec.identity.model.framework",
)

ALLOWED_VALUES = Template(
    name="allowed-values",
    summary="Where a field is declared, it has one of some values.",
    parameters=(
        _FIELD,
        Parameter("values", SCALARS, "The values that it may have.", example=["vllm", "tgi"]),
    ),
    look=_look_allowed,
    fields=one_field,
    says=lambda given: (
        f"{quoted(dotted(given.text('field')))} may only be {listed(given.scalars('values'))}."
    ),
    misfits=scalar_misfits,
)
FORBIDDEN_VALUES = Template(
    name="forbidden-values",
    summary="A field does not have any of some values.",
    parameters=(
        _FIELD,
        Parameter("values", SCALARS, "The values that it must not have.", example=["ollama"]),
    ),
    look=_look_forbidden,
    fields=one_field,
    says=lambda given: (
        f"{quoted(dotted(given.text('field')))} must not be {listed(given.scalars('values'))}."
    ),
    misfits=scalar_misfits,
)
