"""A field must not be there."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter.declarative.fields import ABSENT, dotted, value_of
from modelspec_lint.linter.declarative.parameters import FIELD, Given, Parameter
from modelspec_lint.linter.declarative.templates.template import Template, one_field, quoted
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.finding import Finding, Place, finding


def _look(deployment: Deployment, given: Given) -> Iterator[Finding]:
    pointer = given.text("field")
    if value_of(deployment.document.data, pointer) is not ABSENT:
        yield finding(Place(pointer, "key"), f"{quoted(dotted(pointer))} is declared, and must not be.")


FORBIDDEN_FIELD = Template(
    name="forbidden-field",
    summary="A field must not be declared.",
    parameters=(
        Parameter(
            "field",
            FIELD,
            "The field, with dots or as a JSON pointer.",
            example="spec.governance.cost.pricingHints.spotAllowed",
        ),
    ),
    look=_look,
    fields=one_field,
    says=lambda given: f"{quoted(dotted(given.text('field')))} must not be declared.",
)
