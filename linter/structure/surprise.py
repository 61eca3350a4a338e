"""Values that YAML 1.1 reads otherwise than they look: ``no``, ``1:30``, ``1e3``, ``017``, a date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from modelspec_lint.linter.structure.violation import Violation

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document
    from modelspec_lint.linter.document.node import Node
    from modelspec_lint.linter.structure.fields import Field, Path

_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z|0o[0-7]+\Z")
"""What looks like a number, and is one in YAML 1.2 and JSON: https://yaml.org/spec/1.2.2/#103-core-schema."""
_OTHER_BASE = r"[-+]?(?:0[0-7_]+|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?)"
"""What YAML 1.1 counts in base 8 or 60: https://yaml.org/type/int.html, https://yaml.org/type/float.html."""
_SUSPECT = re.compile(rf":\s*{_OTHER_BASE}(?![^\s,\]}}])")
"""Begins with a colon, which a search finds faster than anything else: every valid file is searched."""
_READ_IN_OTHER_BASE = re.compile(rf"{_OTHER_BASE}\Z")


def surprise_at(document: Document, pointer: str, field: Field) -> Violation | None:
    """Say what YAML makes of a value of the wrong type, where that is not what it looks like."""
    node = document.node(pointer)
    if node.kind != "scalar" or node.style != "plain" or node.alias:
        return None
    if field.type == "string" and node.tag in ("bool", "int", "float", "timestamp"):
        return None if _looks_like(node) else _violation(pointer, field, node, _reading(node))
    if field.type in ("integer", "number") and node.tag == "str" and _NUMBER.match(node.text):
        return _violation(pointer, field, node, "text")
    return None


def surprising_numbers(document: Document) -> tuple[Violation, ...]:
    """Find the numbers that are valid, but in another base than they look: ``017``, ``1:30``."""
    if _SUSPECT.search(document.file.text, document.root.start, document.root.end) is None:
        return ()
    from modelspec_lint.linter.structure.fields import root

    return tuple(_misread(document.root, root(), ()))


def _misread(node: Node, field: Field, path: Path) -> Iterator[Violation]:
    from modelspec_lint.linter.structure.wording import pointer_of

    for name, entry in (node.entries or {}).items():
        child = field.child(name)
        if child is not None:
            yield from _misread(entry.value, child, (*path, name))
    for position, item in enumerate(node.items or ()):
        if field.each is not None:
            yield from _misread(item, field.each, (*path, position))
    if (
        field.type in ("integer", "number")
        and node.style == "plain"
        and node.tag in ("int", "float")
        and _READ_IN_OTHER_BASE.match(node.text)
        and not _looks_like(node)
    ):
        yield _violation(pointer_of(path), field, node, _reading(node))


def _looks_like(node: Node) -> bool:
    """Tell whether a value, written out again, is what stands there; a date is none for who wants text."""
    return node.tag != "timestamp" and _written(node.value) == node.text.lower()


def _written(value: Any) -> str:
    return str(value).lower() if not isinstance(value, float) else repr(value)


def _reading(node: Node) -> str:
    if node.tag == "timestamp":
        return "a date"
    if node.tag == "bool":
        return "true" if node.value else "false"
    return f"the number {node.value}"[:80]


def _violation(pointer: str, field: Field, node: Node, reading: str) -> Violation:
    from modelspec_lint.linter.structure.wording import shown, wanted

    name = shown(pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~"))
    written = shown(node.text)
    number = field.type in ("integer", "number")
    if number and node.tag == "str":
        help = "write the number in full, in digits alone"
    elif number:
        digits = node.text.lstrip("+-").lstrip("0_") or "0"
        help = f"write {node.value}" + (f", or {digits} if that is meant" if digits.isdigit() else " in full")
    else:
        help = f'write "{written}" in quotes'
    said = f"`{name}`: YAML 1.1 reads `{written}` as {reading}"
    return Violation(
        kind="yaml-surprise",
        pointer=pointer,
        message=f"{said}." if number and node.tag != "str" else f"{said}, and {wanted(field)} is wanted.",
        help=(help,),
    )
