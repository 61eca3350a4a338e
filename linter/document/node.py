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
    size: int = 1
    """Nodes in it, itself included, aliases followed."""
    height: int = 0
    """Levels of maps and lists in it, itself included, aliases followed."""


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
