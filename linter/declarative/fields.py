"""Fields of the format as packs name them: a JSON pointer, or names joined by dots."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from modelspec_lint.linter.nearest import did_you_mean
from modelspec_lint.linter.structure.fields import Field, root

if TYPE_CHECKING:
    from modelspec_lint.linter.document.node import Node

ABSENT = object()
"""What :func:`value_of` gives for a field that a document does not have."""


class NoField(ValueError):
    """The format has no such field; the message says what may have been meant."""


def read_pointer(text: str) -> str:
    """Return the JSON pointer of a field: of ``/spec/runtime/batch`` as of ``spec.runtime.batch``.

    Raises :class:`NoField` for one that the format does not have.
    """
    if text.startswith("/"):
        names = [part.replace("~1", "/").replace("~0", "~") for part in text[1:].split("/")]
    else:
        names = text.split(".")
    field: Field | None = root()
    for position, name in enumerate(names):
        assert field is not None
        below = field.child(name)
        if field.type == "array" and not (name.isdecimal() and name.isascii()):
            raise NoField(
                f"{'.'.join(names[:position])} is a list: the number of an entry is wanted, such as 0"
            )
        if below is None:
            where = ".".join(names[:position]) or "a ModelSpec"
            if not field.fields:
                raise NoField(f"{where} has no fields")
            hint = did_you_mean(name, field.fields) or f"; it has {', '.join(field.fields)}"
            raise NoField(f"{where} has no field {name[:100]!r}{hint}")
        field = below
    return pointer_of(names)


def unknown_fields(
    node: Node, names: tuple[str, ...] = (), field: Field | None = None
) -> Iterator[tuple[Node, str]]:
    """Yield the keys below a fragment of a spec that the format does not have, each with a sentence."""
    field = field or root()
    if node.entries is not None and field.type == "object":
        for name, entry in node.entries.items():
            below = field.child(name)
            if below is None:
                where = ".".join(names) or "a ModelSpec"
                yield entry.key, f"{where} has no field {name[:100]!r}{did_you_mean(name, field.fields)}"
            else:
                yield from unknown_fields(entry.value, (*names, name), below)
    elif node.items is not None and field.type == "array":
        for number, item in enumerate(node.items):
            below = field.child(str(number))
            if below is not None:
                yield from unknown_fields(item, (*names, str(number)), below)


def pointer_of(names: list[str]) -> str:
    """Join names into a JSON pointer."""
    return "".join(f"/{name.replace('~', '~0').replace('/', '~1')}" for name in names)


def value_of(data: Any, pointer: str) -> Any:
    """Return what a document's data holds at a pointer; :data:`ABSENT` where it holds nothing."""
    for part in pointer[1:].split("/") if pointer else ():
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(data, dict) and name in data:
            data = data[name]
        elif isinstance(data, list) and name.isdecimal() and int(name) < len(data):
            data = data[int(name)]
        else:
            return ABSENT
    return ABSENT if data is None else data


def dotted(pointer: str) -> str:
    """Write a pointer as people do: ``spec.runtime.batch``; one with dots in its names as it is."""
    return pointer if "." in pointer or "~" in pointer else pointer.strip("/").replace("/", ".")


def type_of(pointer: str) -> str:
    """Return the type of a field that :func:`read_pointer` knows."""
    field: Field | None = root()
    for part in pointer[1:].split("/"):
        field = field.child(part.replace("~1", "/").replace("~0", "~")) if field else None
    return field.type if field else "string"
