"""Where in the format a field belongs that stands in the wrong place."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import TYPE_CHECKING

from modelspec_lint.linter.nearest import plain
from modelspec_lint.linter.structure.fields import Field, Path, all_fields, root, value_at
from modelspec_lint.linter.structure.wording import dotted, pointer_of

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document


def homes_of(here: Field, name: str, value: object) -> tuple[Field, ...]:
    """Return the nearest places at which the schema has a field of this name."""
    named = [field for field in _by_plain_name().get(plain(name), ()) if field.path[:-1] != here.path]
    fitting = [field for field in named if fits(field, value)] or named
    if not fitting:
        return ()
    away = [_distance(here.path, field.path[:-1]) for field in fitting]
    return tuple(field for field, distance in zip(fitting, away, strict=True) if distance == min(away))


def belonging(field: Field) -> str:
    """Say where a field belongs: ``under spec.operations.serving``."""
    parent = field.path[:-1]
    return f"under {'.'.join(parent).replace('.*', '[]')}" if parent else "at the top of the document"


def way_there(document: Document, home: Path) -> str:
    """Say which line of the document ``home`` is on, or where it would go."""
    depth = len(home)
    while depth and not isinstance(value_at(document.data, home[:depth]), dict):
        depth -= 1
    if not home:
        return "move it to the top of the document, without indentation"
    line = document.span(pointer_of(home[:depth]), "key").line if depth else 0
    if depth == len(home):
        return f"move it under `{home[-1]}:` on line {line}"
    under = f"under `{home[depth - 1]}:` on line {line}" if depth else "at the top of the document"
    return f"{dotted(home)} is not there yet: `{home[depth]}:` goes {under}"


def annotation_for(name: str) -> str | None:
    """Return the annotation that says what the format has no field for: ``tensorParallelSize``."""
    return _annotations().get(plain(name).removesuffix("size"))


def fits(field: Field, value: object) -> bool:
    """Tell whether a value has the shape of a field: an object, a list, or a single value."""
    if field.type == "object":
        return isinstance(value, dict)
    if field.type == "array":
        return isinstance(value, list)
    return value is not None and not isinstance(value, dict | list)


def _distance(here: tuple[str, ...], there: tuple[str, ...]) -> int:
    shared = 0
    for one, other in zip(here, there, strict=False):
        if one != other:
            break
        shared += 1
    return len(here) + len(there) - 2 * shared


@functools.cache
def _by_plain_name() -> Mapping[str, tuple[Field, ...]]:
    found: dict[str, tuple[Field, ...]] = {}
    for field in all_fields():
        if field.path and field.path[-1] != "*":
            name = plain(field.path[-1])
            found[name] = (*found.get(name, ()), field)
    return found


@functools.cache
def _annotations() -> Mapping[str, str]:
    known = root().fields["metadata"].fields["annotations"].fields
    return {plain(name.rpartition("/")[2]): name for name in known}
