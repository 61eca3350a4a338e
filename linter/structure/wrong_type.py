"""Values of another type than the field's: what is wanted, what is there, and quotes if they cause it."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import replace
from typing import TYPE_CHECKING

from modelspec_lint.linter.finding import Edit, Fix
from modelspec_lint.linter.structure.fields import Field, Path, field_at, value_at
from modelspec_lint.linter.structure.insertion import insertion, skeleton
from modelspec_lint.linter.structure.surprise import surprise_at
from modelspec_lint.linter.structure.violation import Violation
from modelspec_lint.linter.structure.wording import (
    about,
    last,
    listed,
    pointer_of,
    shown,
    value_words,
    wanted,
)

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,17})?(?:[eE][+-]?[0-9]{1,2})?\Z")
_WITH_UNIT = re.compile(r"[0-9][0-9.,_]*\s*(?:[A-Za-z]+|%)\Z")
_BOOLEANS = {"true": True, "yes": True, "on": True, "false": False, "no": False, "off": False}


def wrong_type(document: Document, path: Path, elsewhere: Set[Path]) -> Violation:
    """Say what is wanted at ``path`` and what is there."""
    field = field_at(path)
    assert field is not None, f"only a place that the schema knows has a type: {path}"
    pointer = pointer_of(path)
    value = value_at(document.data, path)
    fix = _fix(document, pointer, field, value)
    surprise = surprise_at(document, pointer, field)
    if surprise is not None:
        return surprise if fix is None else replace(surprise, help=(), fixes=(fix,))
    subject = f"`{last(path)}`" if path else "The document"
    if value is None and path:
        message = f"{subject} is empty: {wanted(field)} is wanted."
        help = _fill_in(document, path, field, elsewhere)
    else:
        message = f"{subject}: {wanted(field)} is wanted, this is {value_words(document, pointer, value)}."
        help = "" if fix else _advice(path, field, value)
    return Violation(
        kind="wrong-type",
        pointer=pointer,
        message=message,
        help=(help,) if help else (),
        fixes=(fix,) if fix else (),
    )


def _fix(document: Document, pointer: str, field: Field, value: object) -> Fix | None:
    """Return the safe fix, where the value would be right but for its quotes or for YAML's reading of it."""
    node = document.node(pointer)
    if node.kind != "scalar" or node.alias:
        return None
    span = document.file.span(node.start, node.end)
    written = document.file.text[node.start : node.end]
    if isinstance(value, str):
        text = _unquoted(field, value)
        if text is None:
            return None
        without_quotes = "" if node.style == "plain" else " without quotes"
        return Fix(f"write {text}{without_quotes}", (Edit(span, text),), safe=True)
    if field.type != "string" or value is None or written != node.text or not field.accepts(written):
        return None
    return Fix(f'write "{shown(written)}" in quotes', (Edit(span, f'"{written}"'),), safe=True)


def _unquoted(field: Field, text: str) -> str | None:
    stripped = text.strip()
    if field.type == "boolean":
        read = _BOOLEANS.get(stripped.lower())
        return None if read is None else str(read).lower()
    if field.type not in ("integer", "number") or not _NUMBER.match(stripped):
        return None
    number = float(stripped)
    if not field.accepts(number):
        return None
    if not stripped.lstrip("-").isdigit() and number == int(number):
        return str(int(number))  # YAML 1.1 reads 1e3 as text, whole numbers are sure
    return None if "e" in stripped.lower() else stripped


def _fill_in(document: Document, path: Path, field: Field, elsewhere: Set[Path]) -> str:
    parent = field_at(path[:-1])
    needed = parent is not None and path[-1] in parent.required
    example = skeleton(field, path, elsewhere) if field.closed and field.required else None
    if isinstance(example, dict) and isinstance(path[-1], str):
        return insertion(document, path, example)
    if field.closed:
        return f"remove `{last(path)}`, or give it some of {listed(field.fields)}"
    if needed:
        return about(path, field)
    return f"remove `{last(path)}`, or give it a value"


def _advice(path: Path, field: Field, value: object) -> str:
    """Say how to write what is wanted."""
    if field.type in ("integer", "number") and isinstance(value, str) and _WITH_UNIT.match(value.strip()):
        return f"write the number without a unit; {about(path, field)}"
    if field.type == "array":
        return "write a list: each entry starts with `- `"
    if field.type == "object" and field.each is not None:
        return "write one `name: value` a line, without `- `"
    if field.type == "object":
        return f"write its fields on lines of their own: {listed(field.fields)}"
    return about(path, field)
