"""Walks an invalid document with jsonschema and names what is broken where.

jsonschema's own keyword functions put the whole value into every message, which nobody reads here, which is
slow on a large document and fails on an integer of 5,000 digits. These say only where.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, cast

from jsonschema import Draft202012Validator, TypeChecker, ValidationError, validators

from modelspec_lint.linter.structure.fields import Path, bounded_schema


@dataclass(frozen=True, slots=True)
class Breach:
    """A keyword of the schema that the document breaks at ``path`` (for ``required``: the absent entry)."""

    keyword: str
    path: Path


def breaches(data: object) -> list[Breach]:
    """Return all breaches, at most one a place and keyword."""
    found = {
        (str(error.validator), tuple(error.absolute_path)): None for error in _validator().iter_errors(data)
    }
    return [Breach(keyword, cast(Path, path)) for keyword, path in found]


@functools.cache
def _validator() -> Any:
    keywords = {
        "type": _type,
        "required": _required,
        "additionalProperties": _additional_properties,
        "const": _const,
        "enum": _enum,
        "minimum": _minimum,
        "maximum": _maximum,
    }
    kind = cast(Any, validators).extend(
        Draft202012Validator,
        validators=keywords,
        type_checker=Draft202012Validator.TYPE_CHECKER.redefine_many(
            {"number": _is_number, "integer": _is_whole_number}
        ),
    )
    return kind(bounded_schema())


def _is_number(_: TypeChecker, value: object) -> bool:
    if isinstance(value, float):
        return not math.isnan(value)
    return isinstance(value, int) and not isinstance(value, bool)


def _is_whole_number(checker: TypeChecker, value: object) -> bool:
    """Infinity counts: it is out of range, as the integer of 400 digits that it may stand for."""
    if isinstance(value, float):
        return math.isinf(value) or value.is_integer()
    return _is_number(checker, value)


def _breach(*path: object) -> ValidationError:
    return ValidationError("", path=cast(Any, path))


def _type(validator: Any, wanted: str, value: object, _: object) -> Iterator[ValidationError]:
    if not validator.is_type(value, wanted):
        yield _breach()


def _required(_: Any, names: list[str], value: object, __: object) -> Iterator[ValidationError]:
    if isinstance(value, dict):
        yield from (_breach(name) for name in names if name not in value)


def _additional_properties(
    validator: Any, wanted: bool | dict[str, Any], value: object, schema: dict[str, Any]
) -> Iterator[ValidationError]:
    if not isinstance(value, dict):
        return
    known = schema.get("properties", {})
    for name in value:
        if name in known:
            continue
        if wanted is False:
            yield _breach(name)
        else:
            yield from validator.descend(value[name], wanted, path=name)


def _const(_: Any, wanted: str, value: object, __: object) -> Iterator[ValidationError]:
    if isinstance(value, str) and value != wanted:
        yield _breach()


def _enum(_: Any, wanted: list[str], value: object, __: object) -> Iterator[ValidationError]:
    if isinstance(value, str) and value not in wanted:
        yield _breach()


def _minimum(validator: Any, least: float, value: Any, _: object) -> Iterator[ValidationError]:
    if validator.is_type(value, "number") and value < least:
        yield _breach()


def _maximum(validator: Any, most: float, value: Any, _: object) -> Iterator[ValidationError]:
    if validator.is_type(value, "number") and value > most:
        yield _breach()
