"""Which lines to insert, where and how far indented, for what a document lacks."""

from __future__ import annotations

import json
import re
from collections.abc import Set
from typing import TYPE_CHECKING, Any

from modelspec_lint.linter.structure.fields import Field, Path, field_at
from modelspec_lint.linter.structure.wording import last, pointer_of

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document
    from modelspec_lint.linter.document.node import Node

_INDENT = 2
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+)*\Z")

Skeleton = dict[str, Any]
"""Names and example values of what is wanted; objects as dicts."""


def skeleton(field: Field, path: Path, elsewhere: Set[Path] = frozenset()) -> Any:
    """Return an example of what ``field`` requires; ``None`` when all of that is in ``elsewhere``."""
    if path in elsewhere:
        return None
    if not field.closed:
        return field.example
    parts = {name: skeleton(field.fields[name], (*path, name), elsewhere) for name in field.required}
    parts = {name: part for name, part in parts.items() if part is not None}
    return parts or None


def insertion(document: Document, parent: Path, entries: Skeleton) -> str:
    """Say where under ``parent`` the entries go; the lines that follow are the text to insert."""
    node = document.node(pointer_of(parent))
    if node.style == "flow":
        return _into_braces(document, parent, node, entries)
    indent = _indent(document, parent, node)
    step = max(indent - _column(document, parent), 1) if parent else _INDENT
    lines = _block(entries, indent, step if parent and node.kind == "map" else _INDENT)
    place = _place(document, parent, node, entries)
    under = f", under `{last(parent)}:`" if parent and isinstance(parent[-1], str) else ""
    return "\n".join([f"{place}{under}:", *lines])


def _into_braces(document: Document, parent: Path, node: Node, entries: Skeleton) -> str:
    line = document.file.span(node.start, node.end).line
    of = f"of `{last(parent)}`" if parent else "of the document"
    quoted = document.file.text[node.start : node.end].lstrip("{ \t\r\n").startswith('"')
    if quoted or document.file.path.endswith(".json"):
        text = json.dumps(entries, ensure_ascii=False)[1:-1]
    else:
        text = _flow(entries)[1:-1]
    comma = ", " if node.entries else ""
    return f"insert behind the opening brace {of} on line {line}:\n{text}{comma}"


def _indent(document: Document, parent: Path, node: Node) -> int:
    for entry in (node.entries or {}).values():
        if not entry.merged:
            return document.file.span(entry.key.start, entry.key.start).column - 1
    return _column(document, parent) + _INDENT if parent else 0


def _column(document: Document, path: Path) -> int:
    return document.span(pointer_of(path), "key").column - 1


def _place(document: Document, parent: Path, node: Node, entries: Skeleton) -> str:
    field = field_at(parent)
    order = list(field.fields) if field is not None else []
    present = [name for name in order if name in (node.entries or {})]
    if not parent and present and order.index(next(iter(entries))) < order.index(present[0]):
        return f"insert before line {_first_line(document)}"
    return f"insert after line {_last_line(document, parent, node)}"


def _first_line(document: Document) -> int:
    start = min(entry.key.start for entry in (document.root.entries or {}).values())
    return document.file.span(start, start).line


def _last_line(document: Document, parent: Path, node: Node) -> int:
    """Return the line on which what stands under ``parent`` ends."""
    own = [entry for entry in (node.entries or {}).values() if not entry.merged]
    if not own:
        return document.span(pointer_of(parent), "key").end_line
    start, end = max((entry.key.start, max(entry.key.end, entry.value.end)) for entry in own)
    written = document.file.text[start:end].rstrip()  # a block scalar ends where the next line starts
    return document.file.span(start, start + len(written)).end_line


def _block(entries: Skeleton, indent: int, step: int) -> list[str]:
    lines = []
    for name, value in entries.items():
        if isinstance(value, dict):
            lines += [f"{' ' * indent}{name}:", *_block(value, indent + step, step)]
        else:
            lines.append(f"{' ' * indent}{name}: {_scalar(value)}")
    return lines


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{name}: {_flow(part)}" for name, part in value.items()) + "}"
    return _scalar(value)


def _scalar(value: Any) -> str:
    return value if isinstance(value, str) and _PLAIN.match(value) else json.dumps(value, ensure_ascii=False)
