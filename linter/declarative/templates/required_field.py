"""A field has to be there."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter.declarative.fields import ABSENT, dotted, value_of
from modelspec_lint.linter.declarative.parameters import FIELD, Given, Parameter
from modelspec_lint.linter.declarative.templates.template import Template, one_field, quoted
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.finding import Finding, finding


def _look(deployment: Deployment, given: Given) -> Iterator[Finding]:
    pointer = given.text("field")
    value = value_of(deployment.document.data, pointer)
    if value is ABSENT or value in ("", [], {}) or (isinstance(value, str) and not value.strip()):
        yield finding(pointer, f"{quoted(dotted(pointer))} is not declared.")


REQUIRED_FIELD = Template(
    name="required-field",
    summary="A field has to be declared, and not empty.",
    parameters=(
        Parameter(
            "field", FIELD, "The field, with dots or as a JSON pointer.", example="spec.operations.scaling"
        ),
    ),
    look=_look,
    fields=one_field,
    says=lambda given: f"{quoted(dotted(given.text('field')))} has to be declared.",
)
