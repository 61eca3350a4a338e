"""What a scalar means: YAML 1.1 as PyYAML's ``SafeLoader`` reads it, without its exceptions."""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

from yaml.resolver import Resolver

from modelspec_lint.linter.document.node import Timestamp

NAMESPACE = "tag:yaml.org,2002:"

GREATEST_INTEGER = 10**308
"""What stands for any greater integer: as text and as a float it raises nothing."""

_RESOLVERS: dict[str, list[tuple[str, Any]]] = {
    first: [
        (tag.removeprefix(NAMESPACE), pattern) for tag, pattern in resolvers if not tag.endswith(":value")
    ]
    for first, resolvers in Resolver.yaml_implicit_resolvers.items()
}
_BOOLS = {"yes": True, "no": False, "true": True, "false": False, "on": True, "off": False}
_NULLS = {"", "~", "null", "Null", "NULL"}
_LONGEST_NUMBER = 308  # digits


class NotThat(ValueError):
    """A scalar is not what its tag says."""


def resolve(text: str) -> tuple[str, Any]:
    """Return the short tag and the value of a plain scalar."""
    for tag, pattern in _RESOLVERS.get(text[:1], ()):
        if pattern.match(text):
            try:
                return tag, construct(tag, text)
            except NotThat:
                break  # such as 0x_, which looks like a number and is none
    return "str", text


@functools.lru_cache(maxsize=2048)
def resolve_short(text: str) -> tuple[str, Any, str]:
    """Return what :func:`resolve` returns and the text itself, remembered: for short texts."""
    tag, value = resolve(text)
    return tag, value, text


def construct(tag: str, text: str) -> Any:
    """Return the value of a scalar under an explicit short tag; raise :class:`NotThat` when it has none."""
    constructor = _CONSTRUCTORS.get(tag)
    if constructor is None:
        return text
    try:
        return constructor(text)
    except (ValueError, KeyError, OverflowError):
        raise NotThat(tag) from None


def _null(text: str) -> None:
    if text not in _NULLS:
        raise NotThat("null")


def _bool(text: str) -> bool:
    return _BOOLS[text.lower()]


def _int(text: str) -> int:
    sign, digits = _signed(text)
    if len(digits) > _LONGEST_NUMBER and digits[0].isdigit():
        # judged by its length: Python refuses to convert long numbers, and base 60 takes quadratic time
        return sign * GREATEST_INTEGER
    if digits == "0":
        return 0
    if digits.startswith("0b"):
        number = int(digits[2:], 2)
    elif digits.startswith("0x"):
        number = int(digits[2:], 16)
    elif digits.startswith("0"):
        number = int(digits, 8)
    elif ":" in digits:
        number = sum(int(part) * 60**power for power, part in enumerate(reversed(digits.split(":"))))
    else:
        number = int(digits)
    return sign * min(number, GREATEST_INTEGER)


def _float(text: str) -> float:
    sign, digits = _signed(text.lower())
    if digits == ".inf":
        return sign * math.inf
    if digits == ".nan":
        return math.nan
    if ":" in digits:
        if len(digits) > _LONGEST_NUMBER:
            return sign * math.inf
        parts = reversed(digits.split(":"))
        return sign * sum((float(part) * 60.0**power for power, part in enumerate(parts)), 0.0)
    return sign * float(digits)


def _signed(text: str) -> tuple[int, str]:
    digits = text.replace("_", "")
    return (-1 if digits.startswith("-") else 1), digits.lstrip("+-")


_CONSTRUCTORS: dict[str, Callable[[str], Any]] = {
    "null": _null,
    "bool": _bool,
    "int": _int,
    "float": _float,
    "timestamp": Timestamp,
}
