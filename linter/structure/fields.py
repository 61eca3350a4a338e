"""The schema as a tree of fields: what is known of each place in a document."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from modelspec_lint.schema import load_schema

SCHEMA = "modelspec.v0.1"

Step = str | int
Path = tuple[Step, ...]
Type = Literal["object", "array", "string", "integer", "number", "boolean"]

GREATEST = 10**18 - 1
"""The greatest number that means anything; no declared quantity comes near it."""


@dataclass(frozen=True, slots=True)
class Field:
    """One place of the schema.

    ``fields`` are an object's known fields; ``each`` is what a list's entries are, or the values of a map
    with free keys. ``path`` names the place from the root, with ``*`` for a list's entry or a free key.
    """

    path: tuple[str, ...]
    type: Type
    title: str
    description: str
    example: Any
    fields: Mapping[str, Field]
    required: tuple[str, ...]
    each: Field | None
    allowed: tuple[str, ...]
    minimum: float | None
    maximum: float | None

    @property
    def closed(self) -> bool:
        """Whether the field is an object with no other keys than those known."""
        return self.type == "object" and self.each is None

    def child(self, step: Step) -> Field | None:
        """Return what stands under ``step`` here, a key or a position in a list."""
        if isinstance(step, str) and step in self.fields:
            return self.fields[step]
        return self.each

    def accepts(self, value: str | float | bool) -> bool:
        """Tell whether a scalar would be valid here."""
        if isinstance(value, str):
            return self.type == "string" and (not self.allowed or value in self.allowed)
        if isinstance(value, bool):
            return self.type == "boolean"
        if self.type not in ("integer", "number") or (self.type == "integer" and value != int(value)):
            return False
        return (
            (-math.inf if self.minimum is None else self.minimum)
            <= value
            <= (GREATEST if self.maximum is None else self.maximum)
        )


@functools.cache
def root() -> Field:
    """Return the field that a whole document is."""
    schema = load_schema(SCHEMA)
    return _read(schema, schema, ())


def field_at(path: Sequence[Step]) -> Field | None:
    """Return the field at a place in a document; ``None`` where the schema knows none."""
    field: Field | None = root()
    for step in path:
        field = field.child(step) if field is not None else None
    return field


def value_at(data: Any, path: Sequence[Step]) -> Any:
    """Return what ``data`` holds at ``path``; ``None`` where it holds nothing."""
    for step in path:
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and isinstance(step, int) and step < len(data):
            data = data[step]
        else:
            return None
    return data


@functools.cache
def all_fields() -> tuple[Field, ...]:
    """Return every field, the outermost first."""
    found = [root()]
    for field in found:  # grows while it is walked
        found.extend(field.fields.values())
        if field.each is not None:
            found.append(field.each)
    return tuple(found)


def bounded_schema() -> dict[str, Any]:
    """Return the schema with :data:`GREATEST` as the maximum of every number that has none."""
    schema = load_schema(SCHEMA)
    for node in _nodes(schema):
        if node.get("type") in ("integer", "number"):
            node.setdefault("maximum", GREATEST)
    return schema


def _nodes(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield node
    for group in ("$defs", "properties"):
        for child in node.get(group, {}).values():
            yield from _nodes(child)
    for one in ("items", "additionalProperties"):
        if isinstance(node.get(one), dict):
            yield from _nodes(node[one])


def _read(schema: dict[str, Any], node: dict[str, Any], path: tuple[str, ...]) -> Field:
    reference = node.get("$ref")
    if reference is not None:
        node = {**schema["$defs"][reference.removeprefix("#/$defs/")], **node}
    each = node.get("items") or node.get("additionalProperties") or None
    return Field(
        path=path,
        type=node["type"],
        title=node["title"],
        description=node["description"],
        example=node["examples"][0],
        fields={
            name: _read(schema, child, (*path, name)) for name, child in node.get("properties", {}).items()
        },
        required=tuple(node.get("required", ())),
        each=None if each is None else _read(schema, each, (*path, "*")),
        allowed=tuple(node.get("enum", ())) or ((node["const"],) if "const" in node else ()),
        minimum=node.get("minimum"),
        maximum=node.get("maximum"),
    )
