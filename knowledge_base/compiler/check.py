"""Checking authored entries against the shapes of facts, and turning them into records.

The dataclasses of :mod:`modelspec_lint.knowledge_base.facts` are the only description of what an entry may
hold: a key in kebab case is a field, and its type hint says what is wanted. Fields that may be unknown or
empty may be left out.
"""

from __future__ import annotations

import re
import types
import typing
from collections.abc import Collection, Iterable
from dataclasses import MISSING, Field, fields, is_dataclass
from difflib import get_close_matches
from functools import cache
from typing import Any, get_args, get_origin, get_type_hints

import yaml

from modelspec_lint.knowledge_base.compiler.authored import Mistakes, entries, scalar

_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)+\Z")
_LONGEST = 100  # a name with its publisher; comparing longer ones takes the square of their length
_NAMES = {int: "a whole number", float: "a number", str: "text", bool: "true or false"}


def check_entry(
    shape: type, node: yaml.Node, mistakes: Mistakes, given: dict[str, Any], label: str
) -> dict[str, Any]:
    """Turn one entry into a record: known keys, right types, nothing missing, unknown values left out.

    ``given`` holds the fields that stand elsewhere in the file (the id, the vendor); ``label`` names the
    entry.
    """
    hints = field_hints(shape)
    known = known_fields(shape)
    record: dict[str, Any] = dict(given)
    seen = set(given)
    for name, key_node, value_node in entries(node, mistakes):
        field = known.get(name)
        if field is None or field.name in given:
            mistakes.add(key_node, f"{label}: unknown key `{name}`{did_you_mean(name, known)}")
            continue
        seen.add(field.name)
        value = read_value(hints[field.name], value_node, mistakes, f"{label}, `{name}`")
        if value is not None:
            record[field.name] = value
    for name in missing_fields(shape, seen):
        mistakes.add(node, f"{label}: `{name}` is missing")
    if record.get("sources") == []:
        mistakes.add(node, f"{label}: `sources` is empty")
    return record


@cache
def field_hints(shape: type) -> dict[str, Any]:
    """Return the type hints of a shape's fields."""
    return get_type_hints(shape)


def known_fields(shape: type) -> dict[str, Field[Any]]:
    """Return the fields of a shape by the names that people write."""
    return {field.name.replace("_", "-"): field for field in fields(shape)}


def missing_fields(shape: type, seen: Collection[str]) -> list[str]:
    """List, as people write them, the fields that an entry must state and that are not among those seen."""
    hints = field_hints(shape)
    return [
        name
        for name, field in known_fields(shape).items()
        if field.name not in seen
        and (name == "sources" or (field.default is MISSING and not _may_be_absent(hints[field.name])))
    ]


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Write the known name that is nearest as advice, or nothing."""
    near = get_close_matches(name, known, 1) if len(name) <= _LONGEST else ()
    return f"; did you mean `{near[0]}`?" if near else ""


def _may_be_absent(hint: Any) -> bool:
    arguments = get_args(hint)
    return type(None) in arguments or get_origin(hint) is dict or arguments[-1:] == (Ellipsis,)


def read_value(hint: Any, node: yaml.Node, mistakes: Mistakes, label: str) -> Any:
    """Read a value as its type hint wants it; ``None`` when it is null or wrong."""
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (typing.Union, types.UnionType):
        if isinstance(node, yaml.ScalarNode) and scalar(node, mistakes) is None:
            return None
        return read_value(next(each for each in arguments if each is not type(None)), node, mistakes, label)
    if origin is tuple:
        return _items(arguments, node, mistakes, label)
    if (origin is dict or is_dataclass(hint)) and not isinstance(node, yaml.MappingNode):
        mistakes.add(node, f"{label}: a map is wanted")
        return None
    if origin is dict:
        return {
            name: read_value(arguments[1], value, mistakes, f"{label}, `{name}`")
            for name, value in _free_entries(arguments[1], node, mistakes)
        }
    if hint is Any:
        return _anything(node, mistakes)
    if is_dataclass(hint) and isinstance(hint, type):
        return check_entry_part(hint, node, mistakes, label)
    return _scalar_of(hint, node, mistakes, label)


def check_entry_part(shape: type, node: yaml.Node, mistakes: Mistakes, label: str) -> dict[str, Any]:
    """Check a part of an entry that has a shape of its own but no sources of its own."""
    return check_entry(shape, node, mistakes, {}, label)


def _items(arguments: tuple[Any, ...], node: yaml.Node, mistakes: Mistakes, label: str) -> list[Any] | None:
    if not isinstance(node, yaml.SequenceNode):
        mistakes.add(node, f"{label}: a list is wanted")
        return None
    repeated = arguments[-1] is Ellipsis
    if not repeated and len(node.value) != len(arguments):
        mistakes.add(node, f"{label}: {len(arguments)} values are wanted, {len(node.value)} are there")
        return None
    hints = [arguments[0]] * len(node.value) if repeated else list(arguments)
    values = [read_value(hint, item, mistakes, label) for hint, item in zip(hints, node.value, strict=True)]
    return [value for value in values if value is not None]


def _free_entries(hint: Any, node: yaml.Node, mistakes: Mistakes) -> list[tuple[str, yaml.Node]]:
    """List the entries of a map; where values are free, keys in kebab case become snake case."""
    free = hint is Any
    return [(_identifier(name) if free else name, value) for name, _, value in entries(node, mistakes)]


def _identifier(name: str) -> str:
    return name.replace("-", "_") if _KEBAB.match(name) else name


def _anything(node: yaml.Node, mistakes: Mistakes) -> Any:
    if isinstance(node, yaml.ScalarNode):
        return scalar(node, mistakes)
    if isinstance(node, yaml.SequenceNode):
        return [_anything(item, mistakes) for item in node.value]
    return {name: _anything(value, mistakes) for name, value in _free_entries(Any, node, mistakes)}


def _scalar_of(hint: Any, node: yaml.Node, mistakes: Mistakes, label: str) -> Any:
    if not isinstance(node, yaml.ScalarNode):
        mistakes.add(node, f"{label}: {_wanted(hint)} is wanted")
        return None
    value = scalar(node, mistakes)
    if get_origin(hint) is typing.Literal:
        right = value in get_args(hint)
    elif hint is float:
        right = isinstance(value, int | float) and not isinstance(value, bool)
    elif hint is int:
        right = isinstance(value, int) and not isinstance(value, bool)
    else:
        right = isinstance(value, hint)
    if right:
        return value
    mistakes.add(node, f"{label}: {_wanted(hint)} is wanted, not `{node.value}`")
    return None


def _wanted(hint: Any) -> str:
    if get_origin(hint) is typing.Literal:
        return "one of " + ", ".join(map(str, get_args(hint)))
    return _NAMES.get(hint, "a value")
