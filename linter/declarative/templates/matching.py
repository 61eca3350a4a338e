"""What the text of a field looks like."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter.declarative.fields import dotted, value_of
from modelspec_lint.linter.declarative.parameters import PATTERN, TEXT, Given, Parameter
from modelspec_lint.linter.declarative.templates.template import TEXT_FIELD, Template, one_field, quoted
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.finding import Finding, finding


def _look_pattern(deployment: Deployment, given: Given) -> Iterator[Finding]:
    pointer, pattern = given.text("field"), given.pattern("pattern")
    value = value_of(deployment.document.data, pointer)
    if pattern is not None and isinstance(value, str) and not pattern.found_in(value):
        yield finding(pointer, f"{quoted(value)} does not match {quoted(pattern.text)}.")


def _look_name(deployment: Deployment, given: Given) -> Iterator[Finding]:
    pointer, pattern = given.text("field"), given.pattern("pattern")
    value = value_of(deployment.document.data, pointer)
    if pattern is None or not isinstance(value, str) or pattern.found_in(value):
        return
    scheme = given.maybe_text("scheme")
    wanted = f"names are made as {quoted(scheme)}" if scheme else f"names match {quoted(pattern.text)}"
    yield finding(pointer, f"The name {quoted(value)} does not follow the scheme: {wanted}.")


def _pattern_of(given: Given) -> str:
    pattern = given.pattern("pattern")
    return quoted(pattern.text if pattern else "")


PATTERN_OF_FIELD = Template(
    name="pattern",
    summary="Where a field is declared, its text matches a pattern.",
    parameters=(
        Parameter(
            "field",
            TEXT_FIELD,
            "The field, with dots or as a JSON pointer; where it is absent nothing is said.",
            example="metadata.version",
        ),
        Parameter(
            "pattern",
            PATTERN,
            "What its text has to match; ^ and $ anchor it.",
            example="^[0-9]+\\.[0-9]+\\.[0-9]+$",
        ),
    ),
    look=_look_pattern,
    fields=one_field,
    says=lambda given: f"{quoted(dotted(given.text('field')))} has to match {_pattern_of(given)}.",
)
NAMING = Template(
    name="naming",
    summary="Names follow a scheme.",
    parameters=(
        Parameter(
            "pattern", PATTERN, "What a name has to match; ^ and $ anchor it.", example="^[a-z]+-[a-z0-9-]+$"
        ),
        Parameter(
            "scheme", TEXT, "The scheme in words, for the message.", None, example="team-purpose-stage"
        ),
        Parameter("field", TEXT_FIELD, "The field with the name.", "/metadata/name"),
    ),
    look=_look_name,
    fields=one_field,
    says=lambda given: (
        f"{quoted(dotted(given.text('field')))} follows the scheme "
        f"{quoted(given.maybe_text('scheme') or '') if given.maybe_text('scheme') else _pattern_of(given)}."
    ),
)
