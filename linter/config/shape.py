"""Configuration against ``schema/config.v1.json``: what departs from it, in sentences, each at its place."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, time
from typing import TYPE_CHECKING, Any

import jsonschema_rs

from modelspec_lint.linter.config.mistake import Mistake
from modelspec_lint.linter.config.positions import Step
from modelspec_lint.linter.config.read import ConfigFile
from modelspec_lint.linter.nearest import did_you_mean
from modelspec_lint.schema import load_schema

if TYPE_CHECKING:
    from jsonschema import ValidationError

SCHEMA = "config.v1"

_GREATEST = 10**18 - 1
_KINDS = {
    "array": "a list of texts",
    "boolean": "true or false",
    "integer": "a whole number",
    "number": "a number",
    "object": "a table",
    "string": "text",
}


def check_shape(file: ConfigFile) -> tuple[Mapping[str, Any], tuple[Mistake, ...]]:
    """Return the keys that are as the schema wants them, and a mistake for each that is not.

    In lists ``None`` stands for what is not, so that the others keep their places.
    """
    found: list[tuple[tuple[Step, ...], Mistake]] = []
    table = _plain(file, file.table, (), found)
    noted = {path for path, _ in found}
    if noted or not _is_valid(table):
        from jsonschema import Draft202012Validator  # a tenth of a second, and most configuration is valid

        for error in Draft202012Validator(_schema()).iter_errors(table):
            if tuple(error.absolute_path) not in noted:
                found.extend(_mistakes(file, table, error))
    for path, _ in found:
        _remove(table, path)
    return table, tuple(mistake for _, mistake in found)


@functools.cache
def _schema() -> dict[str, Any]:
    return load_schema(SCHEMA)


def _is_valid(table: Any) -> bool:
    return jsonschema_rs.Draft202012Validator(_schema()).is_valid(table)


def _plain(file: ConfigFile, value: Any, path: tuple[Step, ...], found: list[Any]) -> Any:
    """Copy a table without what JSON cannot hold, and note each such value."""
    if isinstance(value, dict):
        copied = {key: _plain(file, each, (*path, key), found) for key, each in value.items()}
        return {key: each for key, each in copied.items() if each is not _NOTHING}
    if isinstance(value, list):
        return [_plain(file, each, (*path, at), found) for at, each in enumerate(value)]
    if isinstance(value, date | time):
        message = f"{_dotted(path)} is a date or a time, and nothing here takes one; text stands in quotes"
    elif isinstance(value, float) and not math.isfinite(value):
        message = f"{_dotted(path)} is no number that can be compared"
    elif isinstance(value, int | float) and abs(value) > _GREATEST:
        message = f"{_dotted(path)} is larger than anything means"
    else:
        return value
    found.append((path, Mistake(file.value(*path), message)))
    return _NOTHING


_NOTHING: Any = None
"""What stands in a list for a value that was noted already; TOML itself has no such value."""


def _mistakes(
    file: ConfigFile, table: Any, error: ValidationError
) -> Iterator[tuple[tuple[Step, ...], Mistake]]:
    """Say what one departure from the schema is, and which entry is not to be looked at further."""
    path: tuple[Step, ...] = tuple(error.absolute_path)
    keyword = str(error.validator)
    if keyword == "additionalProperties":
        schema: Any = error.schema
        known = tuple(schema.get("properties", ()))
        for key in [each for each in _value(table, path) if each not in known]:
            yield (*path, key), Mistake(file.key(*path, key), _unknown(key, path, known))
        return
    value = _value(file.table, path)
    message = f"{_dotted(path)}{_said(value)}{_wanted(path, keyword, error.validator_value, value)}"
    lacking = keyword == "anyOf" and _is_override(path)  # what it does say is still looked at
    yield (*path, "files") if lacking else path, Mistake(file.value(*path), message)


def _wanted(path: tuple[Step, ...], keyword: str, allowed: Any, value: Any) -> str:
    """Say what is wanted in place of a value, by the keyword of the schema that it breaks."""
    if keyword == "type" and path == ("overrides",):
        return "a list of tables is wanted: each begins with [[overrides]]"
    if keyword == "type":
        return f"{_KINDS[allowed]} is wanted"
    if keyword == "enum":
        hint = did_you_mean(value, allowed) if isinstance(value, str) else ""
        if "never" not in allowed and value in {"off", "ignore", "none", False}:
            hint = "; a rule is turned off by ignore"
        return f"{_either(json.dumps(each) for each in allowed)} is wanted{hint}"
    if keyword == "anyOf":
        if _is_override(path):
            return "neither files nor where says which files or specs it is for"
        if "rules" in path:
            return "true or false, a number, text or a list of texts is wanted"
        return "text or a list of texts is wanted"
    if keyword in {"minimum", "maximum"}:
        return f"at {'least' if keyword == 'minimum' else 'most'} {allowed:,} is wanted"
    return {
        "minLength": "text that is not empty is wanted",
        "minItems": "a list that is not empty is wanted",
        "minProperties": "a table that is not empty is wanted",
    }.get(keyword, "this is not as the schema wants it")


def _is_override(path: tuple[Step, ...]) -> bool:
    return len(path) == 2 and path[0] == "overrides"


def _unknown(key: str, path: tuple[Step, ...], known: Iterable[str]) -> str:
    where = f"in {_dotted(path)}" if path else "of the configuration"
    hint = did_you_mean(key, known)
    if not hint:
        homes = [
            name for name in ("workload", "governance") if key in _schema()["properties"][name]["properties"]
        ]
        hint = f"; it belongs under [{homes[0]}]" if homes else f"; there are {', '.join(sorted(known))}"
    return f"there is no key {key!r} {where}{hint}"


def _said(value: Any) -> str:
    """Quote what stands in the file, where it is short enough to help."""
    if isinstance(value, dict | list):
        return ": "
    text = json.dumps(value, ensure_ascii=False)
    return f" is {text}; " if len(text) <= 60 else ": "


def _dotted(path: Iterable[Step]) -> str:
    """Name an entry: ``overrides[2].where.labels``; tables of a list are counted from 1."""
    text = ""
    for step in path:
        text += f"[{step + 1}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def _either(names: Iterable[str]) -> str:
    *before, last = names
    return f"{', '.join(before)} or {last}" if before else last


def _value(table: Any, path: Iterable[Step]) -> Any:
    for step in path:
        table = table[step]
    return table


def _remove(table: Any, path: tuple[Step, ...]) -> None:
    """Take an entry out, so that the rest can be looked at; lists keep their length."""
    *above, last = path
    try:
        parent = _value(table, above)
        if isinstance(parent, dict):
            parent.pop(last, None)
        else:
            parent[last] = _NOTHING
    except (KeyError, IndexError, TypeError):
        return  # what it stands in is out already
