"""Parameters: what a map in a pack may say, declared once: for reading, for JSON Schema and for people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from modelspec_lint.linter.declarative.fields import NoField, read_pointer
from modelspec_lint.linter.declarative.mistakes import Notes
from modelspec_lint.linter.declarative.patterns import NoPattern, Pattern, read_pattern
from modelspec_lint.linter.document.node import Node
from modelspec_lint.linter.nearest import did_you_mean

MOST_ITEMS = 1_000
LONGEST_TEXT = 4_000


class Wrong(ValueError):
    """A value is not what its parameter wants; the message says what is."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of value: how it is called, how JSON Schema describes it, and how it is read."""

    name: str
    schema: Mapping[str, Any]
    read: Callable[[Node], Any]


class _Required:
    """The default of a parameter that has none."""


REQUIRED = _Required()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter; its default is :data:`REQUIRED` where it has none, ``None`` where it may be absent."""

    name: str
    kind: Kind
    meaning: str
    default: Any = REQUIRED
    least: float | None = None
    choices: tuple[str, ...] = ()
    example: Any = None

    @property
    def required(self) -> bool:
        """Whether it must be given."""
        return self.default is REQUIRED

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its value."""
        described: dict[str, Any] = {"description": self.meaning, **self.kind.schema}
        if self.choices:
            described["enum"] = list(self.choices)
        if self.least is not None:
            described["minimum"] = self.least
        if not self.required and self.default is not None:
            default = self.default
            described["default"] = list(default) if isinstance(default, tuple) else default
        if self.example is not None:
            described["examples"] = [self.example]
        return described

    def read(self, node: Node) -> Any:
        """Read a value; raises :class:`Wrong`."""
        value = self.kind.read(node)
        if self.choices and value not in self.choices:
            word = str(value)[:100]
            raise Wrong(f"{word!r} is not one of {', '.join(self.choices)}{did_you_mean(word, self.choices)}")
        if self.least is not None and value < self.least:
            raise Wrong(f"at least {self.least:g} is wanted")
        return value


@dataclass(frozen=True, slots=True)
class Given:
    """What a map gives for its parameters: values, defaults included, and the nodes of what is written."""

    node: Node
    values: dict[str, Any] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    wrong: frozenset[str] = frozenset()

    def text(self, name: str) -> str:
        """Return a text that has a value."""
        value = self.values[name]
        assert isinstance(value, str)
        return value

    def maybe_text(self, name: str) -> str | None:
        """Return a text, or ``None`` where it is absent."""
        return None if self.values[name] is None else self.text(name)

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; an absent one is empty."""
        value = self.values[name]
        return () if value is None else tuple(value)

    def scalars(self, name: str) -> tuple[str | float | bool, ...]:
        """Return a list of texts, numbers and flags; an absent one is empty."""
        value = self.values[name]
        return () if value is None else tuple(value)

    def number(self, name: str) -> float:
        """Return a number that has a value."""
        value = self.values[name]
        assert isinstance(value, int | float)
        return value

    def maybe_number(self, name: str) -> float | None:
        """Return a number, or ``None`` where it is absent."""
        return None if self.values[name] is None else self.number(name)

    def flag(self, name: str) -> bool:
        """Return what is true or false."""
        return self.values[name] is True

    def pattern(self, name: str) -> Pattern | None:
        """Return a pattern, or ``None`` where it is absent."""
        value = self.values[name]
        assert value is None or isinstance(value, Pattern)
        return value


def read_map(
    node: Node, parameters: tuple[Parameter, ...], notes: Notes, what: str, key: str = "key"
) -> Given | None:
    """Read a map by its parameters; what is wrong is noted. ``None`` where it is no map.

    A value that is wrong is left out of the result and named in ``wrong``; ``what`` is the map in sentences.
    """
    if node.entries is None:
        notes.add(node, f"{what} is a map: {', '.join(each.name for each in parameters)}")
        return None
    known = {each.name: each for each in parameters}
    for name, entry in node.entries.items():
        if name not in known:
            notes.add(entry.key, f"{what} has no {key} {name[:100]!r}{did_you_mean(name, known)}")
    values: dict[str, Any] = {}
    nodes: dict[str, Node] = {}
    wrong: set[str] = set()
    for each in parameters:
        entry_of = node.entries.get(each.name)
        if entry_of is None:
            values[each.name] = None if each.required else each.default
            if each.required:
                notes.add(node, f"{what} lacks {each.name!r}: {_uncapitalised(each.meaning)}")
                wrong.add(each.name)
            continue
        nodes[each.name] = entry_of.value
        try:
            values[each.name] = each.read(entry_of.value)
        except Wrong as error:
            place = entry_of.value if entry_of.value.start < entry_of.value.end else entry_of.key
            notes.add(place, f"{each.name}: {error}")
            values[each.name] = None
            wrong.add(each.name)
    return Given(node, values, nodes, frozenset(wrong))


def _uncapitalised(text: str) -> str:
    return (text[:1].lower() + text[1:]).rstrip(".")


def _text(node: Node) -> str:
    if node.kind != "scalar" or node.tag != "str":
        if node.kind == "scalar" and node.tag in {"int", "float", "bool", "timestamp"}:
            raise Wrong(f'text is wanted: put "{node.text[:60]}" in quotes')
        raise Wrong("text is wanted")
    if not node.text.strip():
        raise Wrong("text is wanted, and this is empty")
    if len(node.text) > LONGEST_TEXT:
        raise Wrong(f"a text has at most {LONGEST_TEXT:,} characters")
    return node.text


def _flag(node: Node) -> bool:
    if node.kind != "scalar" or node.tag != "bool":
        raise Wrong("true or false is wanted")
    return bool(node.value)


def _number(node: Node) -> float:
    if node.kind != "scalar" or node.tag not in {"int", "float"} or not abs(node.value) < 1e18:
        raise Wrong("a number is wanted")
    value: float = node.value
    return value


def _whole(node: Node) -> int:
    value = _number(node)
    if not isinstance(value, int):
        raise Wrong("a whole number is wanted")
    return value


def _pattern(node: Node) -> Pattern:
    try:
        return read_pattern(_text(node))
    except NoPattern as error:
        raise Wrong(str(error)) from None


def _pointer(node: Node) -> str:
    try:
        return read_pointer(_text(node))
    except NoField as error:
        raise Wrong(str(error)) from None


def _scalar(node: Node) -> str | float | bool:
    if node.kind == "scalar" and node.tag in {"int", "float", "bool"}:
        value: str | float | bool = node.value
        return value
    return _text(node)


def _list_of(read: Callable[[Node], Any], words: str) -> Callable[[Node], tuple[Any, ...]]:
    def read_list(node: Node) -> tuple[Any, ...]:
        if node.items is None:
            raise Wrong(f"a list of {words} is wanted")
        if not node.items:
            raise Wrong(f"a list of {words} is wanted, and this one is empty")
        if len(node.items) > MOST_ITEMS:
            raise Wrong(f"a list has at most {MOST_ITEMS:,} entries")
        return tuple(read(item) for item in node.items)

    return read_list


def items_of(node: Node) -> Iterator[Node]:
    """Yield the entries of a list, or a value that is none as its only entry."""
    yield from (node,) if node.items is None else node.items


_STRING = {"type": "string", "minLength": 1}
TEXT = Kind("text", _STRING, _text)
FLAG = Kind("true or false", {"type": "boolean"}, _flag)
NUMBER = Kind("number", {"type": "number"}, _number)
WHOLE = Kind("whole number", {"type": "integer"}, _whole)
PATTERN = Kind("pattern", {"type": "string", "format": "regex", "maxLength": 500}, _pattern)
FIELD = Kind("field", _STRING, _pointer)
SCALARS = Kind(
    "list of values",
    {"type": "array", "items": {"type": ["string", "number", "boolean"]}, "minItems": 1},
    _list_of(_scalar, "values"),
)


def shaped(pattern: str, wanted: str) -> Kind:
    """Return the kind of a text of a form."""
    form = re.compile(pattern)

    def read(node: Node) -> str:
        text: str = TEXT.read(node)
        if not form.match(text) or text.endswith("\n"):
            raise Wrong(f"{wanted} is wanted")
        return text

    return Kind("text", {**TEXT.schema, "pattern": pattern}, read)


def list_of(kind: Kind, words: str) -> Kind:
    """Return the kind of a list whose entries are of another."""
    schema = {"type": "array", "items": dict(kind.schema), "minItems": 1}
    return Kind(f"list of {words}", schema, _list_of(kind.read, words))


def any_kind(name: str, schema: Mapping[str, Any]) -> Kind:
    """Return the kind of a value that is read elsewhere, by its node."""
    return Kind(name, schema, lambda node: node)


TEXTS = list_of(TEXT, "texts")
FIELDS = list_of(FIELD, "fields")
WORD = shaped(r"^[a-z0-9]+(-[a-z0-9]+)*$", "a name of lower-case words joined by hyphens")
