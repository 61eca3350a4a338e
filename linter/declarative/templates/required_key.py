"""Labels and annotations that have to be there, and what they may say."""

from __future__ import annotations

from collections.abc import Iterator

from modelspec_lint.linter.declarative.fields import ABSENT, pointer_of, value_of
from modelspec_lint.linter.declarative.parameters import PATTERN, TEXT, TEXTS, Given, Parameter
from modelspec_lint.linter.declarative.templates.template import Template, listed, quoted
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.finding import Finding, finding


def required_key(word: str, folder: str, example: str) -> Template:
    """Return the template that asks for a key of a map under ``/metadata``."""

    def pointer(given: Given) -> str:
        return pointer_of(["metadata", folder, given.text(word)])

    def look(deployment: Deployment, given: Given) -> Iterator[Finding]:
        value = value_of(deployment.document.data, pointer(given))
        if value is ABSENT or not isinstance(value, str) or not value.strip():
            yield finding(pointer(given), f"The {word} {quoted(given.text(word))} is missing.")
            return
        pattern, values = given.pattern("pattern"), given.texts("values")
        if values and value not in values:
            message = (
                f"The {word} {quoted(given.text(word))} is {quoted(value)}, not one of {listed(values)}."
            )
            yield finding(pointer(given), message)
        elif pattern is not None and not pattern.found_in(value):
            message = f"The {word} {quoted(given.text(word))} is {quoted(value)}, which does not match"
            yield finding(pointer(given), f"{message} {quoted(pattern.text)}.")

    def says(given: Given) -> str:
        pattern, values = given.pattern("pattern"), given.texts("values")
        sentence = f"The {word} {quoted(given.text(word))} is required"
        if values:
            return f"{sentence}, with one of {listed(values)}."
        return f"{sentence} and matches {quoted(pattern.text)}." if pattern else f"{sentence}."

    return Template(
        name=f"required-{word}",
        summary=f"The {word} has to be there, and may have to match a pattern or be one of some values.",
        parameters=(
            Parameter(word, TEXT, f"The key of the {word}.", example=example),
            Parameter("pattern", PATTERN, "What its value has to match.", None, example="^CC-[0-9]{4}$"),
            Parameter("values", TEXTS, "The values that it may have.", None),
        ),
        look=look,
        fields=lambda given: (pointer(given),),
        says=says,
    )


REQUIRED_LABEL = required_key("label", "labels", "cost-centre")
REQUIRED_ANNOTATION = required_key("annotation", "annotations", "acme.example/runbook")
