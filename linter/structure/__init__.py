"""How a document departs from the schema: one cause, one violation, in words for people."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from modelspec_lint.linter.structure.fields import bounded_schema
from modelspec_lint.linter.structure.surprise import surprising_numbers
from modelspec_lint.linter.structure.violation import Kind, Violation

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document

__all__ = ["Kind", "Violation", "violations"]


def violations(document: Document) -> tuple[Violation, ...]:
    """Return all violations of the schema in the order of the text; nothing in a document makes it fail."""
    misread = surprising_numbers(document)
    if _is_valid(document.data):
        return misread
    # jsonschema takes a tenth of a second to import: only a document that is wrong pays for it.
    from modelspec_lint.linter.structure.translate import translate
    from modelspec_lint.linter.structure.walk import breaches

    return (*translate(document, breaches(document.data)), *misread)


@functools.cache
def _validator() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(bounded_schema())


def _is_valid(data: Any) -> bool:
    try:
        return _validator().is_valid(data)
    except (
        ValueError,
        OverflowError,
        RecursionError,
    ):  # data that JSON cannot hold: a date, half a surrogate pair
        return False
