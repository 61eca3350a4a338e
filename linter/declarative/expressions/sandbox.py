"""The environment that expressions run in: Jinja2's immutable sandbox, with everything taken out of it.

No globals, no calls, no loops, no attributes of Python objects; filters and tests are the few below. Every
operation is bounded, so that an expression of at most ``check.MOST_NODES`` nodes ends within milliseconds.
Imported only when a pack with expressions is loaded.
"""

from __future__ import annotations

import functools
import math
import operator
from collections.abc import Callable
from typing import Any, NamedTuple

from jinja2 import StrictUndefined, Undefined
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from modelspec_lint.knowledge_base import Undecided
from modelspec_lint.linter.declarative.expressions.views import LONGEST_TEXT, View
from modelspec_lint.linter.declarative.patterns import read_pattern

LARGEST = 10**24
_GREATEST_POWER = 32
_MOST_PLACES = 12
_Number = int | float


class ExpressionError(ValueError):
    """An expression asks for what cannot be: a mistake of the pack."""


class Told(Undefined):
    """What stands in a message for a field that the document does not have."""

    __slots__ = ()

    def __str__(self) -> str:
        return "(not declared)"


class Operation(NamedTuple):
    """A filter or a test, and how many arguments it takes beside what it is asked of."""

    function: Callable[..., Any]
    least: int = 0
    most: int = 0


class Sandbox(ImmutableSandboxedEnvironment):
    """Looks names up in views and lists and nowhere else; what is absent has absent parts."""

    intercepted_binops = frozenset({"+", "-", "*", "/", "//", "%", "**"})
    intercepted_unops = frozenset({"+", "-"})

    def __init__(self, undefined: type[Undefined]) -> None:
        super().__init__(undefined=undefined, optimized=False, cache_size=0, finalize=_written)
        self.globals.clear()
        self.filters = {name: each.function for name, each in FILTERS.items()}
        self.tests = {name: each.function for name, each in TESTS.items()}

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Return a part of a view."""
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return a part of a view, or an entry of a list."""
        if isinstance(obj, Undefined):
            return obj
        found = None
        if isinstance(obj, View) and isinstance(argument, str):
            found = obj.part(argument)
        elif isinstance(obj, tuple) and type(argument) is int and 0 <= argument < len(obj):
            found = obj[argument]
        return self.undefined(name=str(argument)) if found is None else found

    def call(__self, __context: Context, __obj: Any, *args: Any, **kwargs: Any) -> Any:
        """Refuse every call; none gets past the check of the pack."""
        raise ExpressionError("nothing can be called in an expression")

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Compute with numbers, of a bounded size; text is joined by ``~``."""
        return _bounded(_OPERATORS[operator](_number(left, operator), _number(right, operator)))

    def call_unop(self, context: Context, operator: str, arg: Any) -> Any:
        """Turn the sign of a number."""
        return -_number(arg, operator) if operator == "-" else _number(arg, operator)


@functools.cache
def strict() -> Sandbox:
    """Return the environment of conditions: touching what is absent ends the evaluation."""
    return Sandbox(StrictUndefined)


@functools.cache
def telling() -> Sandbox:
    """Return the environment of messages: what is absent is said to be."""
    return Sandbox(Told)


def _number(value: Any, sign: str) -> _Number:
    if isinstance(value, StrictUndefined):
        str(value)  # raises what says that the field is absent
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ExpressionError(f"{sign} computes with numbers, and got {_kind(value)}")
    return _bounded(value)


def _bounded(value: _Number) -> _Number:
    if abs(value) > LARGEST and math.isfinite(value):
        raise Undecided("a number is larger than rules of packs compute with")
    return value


def _power(left: _Number, right: _Number) -> _Number:
    if abs(right) > _GREATEST_POWER:
        raise ExpressionError(f"a power above {_GREATEST_POWER} is not computed")
    result = left**right
    if isinstance(result, complex):
        raise Undecided("a root of a negative number is no number")
    return float(result) if isinstance(result, float) else int(result)


_OPERATORS: dict[str, Callable[[_Number, _Number], _Number]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": _power,
}


def _kind(value: Any) -> str:
    if isinstance(value, Undefined):
        return "what is absent"
    if isinstance(value, View):
        return "a map"
    words = {str: "text", bool: "true or false", tuple: "a list", list: "a list"}
    return words.get(type(value), type(value).__name__)


def _written(value: Any) -> Any:
    """Write a value into a message: numbers short, nothing that holds others."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"
    if isinstance(value, int | str | Undefined):
        return value
    if isinstance(value, tuple | list):
        return _joined(value, ", ")
    raise ExpressionError(f"a message cannot hold {_kind(value)}: one of its parts is wanted")


def _of_text(function: Callable[[str], str]) -> Callable[[Any], str]:
    def apply(value: Any) -> str:
        return function(_text(value))

    return apply


def _text(value: Any) -> str:
    if isinstance(value, StrictUndefined):
        return str(value)  # raises
    if not isinstance(value, str):
        raise ExpressionError(f"text is wanted, and this is {_kind(value)}")
    return value[:LONGEST_TEXT]


def _list(value: Any) -> tuple[Any, ...] | list[Any]:
    if isinstance(value, StrictUndefined):
        str(value)  # raises
    if not isinstance(value, tuple | list):
        raise ExpressionError(f"a list is wanted, and this is {_kind(value)}")
    return value


def _length(value: Any) -> int:
    if isinstance(value, StrictUndefined):
        str(value)  # raises
    if isinstance(value, str | tuple | list | View):
        return len(value)
    raise ExpressionError(f"{_kind(value)} has no length")


def _default(value: Any, other: Any) -> Any:
    return other if isinstance(value, Undefined) else value


def _round(value: Any, digits: Any = 0) -> _Number:
    places = _number(digits, "round")
    if not 0 <= places <= _MOST_PLACES:
        raise ExpressionError(f"round wants a number of places from 0 to {_MOST_PLACES}")
    rounded = round(_number(value, "round"), int(places))
    return int(rounded) if not digits and math.isfinite(rounded) else rounded


def _to_number(value: Any) -> _Number:
    if not isinstance(value, str):
        return _number(value, "number")
    try:
        return _bounded(float(value[:100]) if not value.strip().isdecimal() else int(value[:100]))
    except ValueError:
        raise Undecided(f"{value[:60]!r} is no number") from None


def _joined(value: Any, separator: Any = ", ") -> str:
    texts = (each if isinstance(each, str) else str(_written(each)) for each in _list(value))
    return _text(separator).join(texts)[:LONGEST_TEXT]


def _at(index: int) -> Callable[[Any], Any]:
    def entry(value: Any) -> Any:
        items = _list(value)
        return items[index] if items else strict().undefined(name="entry of an empty list")

    return entry


def _of_numbers(function: Callable[[Any], _Number], sign: str) -> Callable[[Any], Any]:
    def apply(value: Any) -> Any:
        numbers = [_number(each, sign) for each in _list(value)]
        return _bounded(function(numbers)) if numbers else strict().undefined(name=f"{sign} of nothing")

    return apply


def _absolute(value: Any) -> _Number:
    return abs(_number(value, "abs"))


FILTERS: dict[str, Operation] = {
    "abs": Operation(_absolute),
    "default": Operation(_default, 1, 1),
    "first": Operation(_at(0)),
    "join": Operation(_joined, 0, 1),
    "last": Operation(_at(-1)),
    "length": Operation(_length),
    "lower": Operation(_of_text(str.lower)),
    "max": Operation(_of_numbers(max, "max")),
    "min": Operation(_of_numbers(min, "min")),
    "number": Operation(_to_number),
    "round": Operation(_round, 0, 1),
    "sum": Operation(_of_numbers(sum, "sum")),
    "trim": Operation(_of_text(str.strip)),
    "upper": Operation(_of_text(str.upper)),
}
TESTS: dict[str, Operation] = {
    "defined": Operation(lambda value: not isinstance(value, Undefined)),
    "undefined": Operation(lambda value: isinstance(value, Undefined)),
    "startswith": Operation(lambda value, start: _text(value).startswith(_text(start)), 1, 1),
    "endswith": Operation(lambda value, end: _text(value).endswith(_text(end)), 1, 1),
    "matching": Operation(lambda value, text: read_pattern(text).found_in(_text(value)), 1, 1),
}
