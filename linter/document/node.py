"""The light tree that a document is read into: values, and where each of them is written."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

NodeKind = Literal["scalar", "map", "list"]
Style = Literal["plain", "single", "double", "literal", "folded", "block", "flow"]


@dataclass(frozen=True, slots=True)
class Timestamp:
    """A date or a time: what YAML 1.1 makes of a plain ``2026-03-31``.

    It is no string on purpose, as it is none for the programs that load the file with YAML 1.1: where a
    string is wanted, it is a value of the wrong type.
    """

    text: str

    def __str__(self) -> str:
        return self.text


@dataclass(slots=True, eq=False)
class Node:
    """A scalar, a map or a list as it stands in a document.

    ``tag`` is the short YAML tag: ``str``, ``int``, ``float``, ``bool``, ``null``, ``timestamp``,
    ``binary``, ``map``, ``list``. ``text`` is a scalar's text without its quotes, ``value`` plain Python
    data: dict, list, str, int, float, bool, None, and :class:`Timestamp`; an integer of more than 308 digits
    has ``GREATEST_INTEGER`` (``scalars``) as its value, or its negative.

    ``start`` and ``end`` are character offsets of the value itself, without anchor, tag or trailing comment;
    a value that is left empty has ``start == end``. For a value given by an alias they are those of the
    alias, while what is inside keeps the places where it is written.
    """

    kind: NodeKind
    tag: str
    style: Style
    start: int
    end: int
    value: Any = None
    text: str = ""
    entries: dict[str, Entry] | None = None
    """Of a map: its entries by name, merged ones included."""
    items: list[Node] | None = None
    """Of a list: its items."""
    alias: bool = False
    measure: tuple[int, int] | None = None


@dataclass(slots=True, eq=False)
class Entry:
    """A key and its value in a map.

    ``name`` is the key as data and pointers have it. Keys that YAML does not read as text keep their spelling
    (``1``, ``null``, ``yes``, ``[a, b]``); ``key.tag`` tells what they were.
    """

    name: str
    key: Node
    value: Node
    merged: bool = False
    """Whether it came from another map through ``<<``."""


def measure(node: Node) -> tuple[int, int]:
    """Return how many nodes a node stands for and how many levels of maps and lists, itself included.

    Aliases are followed. It recurs as deep as the node is nested, which the depth budget bounds.
    """
    if node.measure is None:
        if node.entries is not None:
            children = [entry.value for entry in node.entries.values()]
        elif node.items is not None:
            children = node.items
        else:
            node.measure = (1, 0)
            return node.measure
        measures = [measure(child) for child in children]
        keys = len(node.entries or ())
        size = 1 + keys + sum(size for size, _ in measures)
        node.measure = (size, 1 + max((height for _, height in measures), default=0))
    return node.measure
