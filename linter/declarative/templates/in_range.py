"""A number between bounds."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter.declarative.fields import dotted, value_of
from modelspec_lint.linter.declarative.parameters import NUMBER, Given, Parameter
from modelspec_lint.linter.declarative.templates.template import (
    NUMBER_FIELD,
    Misfit,
    Template,
    one_field,
    quoted,
)
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.finding import Finding, finding


def _look(deployment: Deployment, given: Given) -> Iterator[Finding]:
    pointer = given.text("field")
    value = value_of(deployment.document.data, pointer)
    if not isinstance(value, int | float) or isinstance(value, bool):
        return
    least, most = given.maybe_number("at-least"), given.maybe_number("at-most")
    if least is not None and value < least:
        yield finding(pointer, f"{value:,} is less than {least:,}.")
    elif most is not None and value > most:
        yield finding(pointer, f"{value:,} is more than {most:,}.")


def _says(given: Given) -> str:
    ends = [
        f"{words} {end:,}"
        for words, end in (
            ("at least", given.maybe_number("at-least")),
            ("at most", given.maybe_number("at-most")),
        )
        if end is not None
    ]
    return f"{quoted(dotted(given.text('field')))} has to be {' and '.join(ends)}."


def _misfits(given: Given) -> Iterator[Misfit]:
    least, most = given.maybe_number("at-least"), given.maybe_number("at-most")
    if least is None and most is None and not given.wrong:
        yield Misfit("field", None, "'at-least' or 'at-most' is wanted beside it, or both")
    elif least is not None and most is not None and least > most:
        yield Misfit("at-most", None, f"{most:,} is less than 'at-least', {least:,}: no number is in between")


RANGE = Template(
    name="range",
    summary="Where a field is declared, its number is not below or above a bound.",
    parameters=(
        Parameter(
            "field",
            NUMBER_FIELD,
            "The field, with dots or as a JSON pointer; where it is absent nothing is said.",
            example="spec.operations.scaling.minReplicas",
        ),
        Parameter("at-least", NUMBER, "The least number that is allowed.", None, example=2),
        Parameter("at-most", NUMBER, "The greatest number that is allowed.", None),
    ),
    look=_look,
    fields=one_field,
    says=_says,
    misfits=_misfits,
)
