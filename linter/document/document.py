"""One document of ours: its data, and the place of every key and value."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from modelspec_lint.linter.document.node import Entry, Node
from modelspec_lint.linter.document.pointer import split
from modelspec_lint.linter.document.position import Span

if TYPE_CHECKING:
    from modelspec_lint.linter.document.source import SourceFile
    from modelspec_lint.linter.finding import Part, Place
    from modelspec_lint.linter.structure import Violation


class Document:
    """A parsed document. ``index`` is its place among the documents of its file, from 0."""

    def __init__(self, file: SourceFile, index: int, root: Node) -> None:
        self.file = file
        self.index = index
        self._root: Node | None = root

    @property
    def root(self) -> Node:
        """The whole document as it is written."""
        if self._root is None:
            from modelspec_lint.linter.document.reading import read_root  # which makes documents itself

            self._root = read_root(self.file, self.index)
        return self._root

    def release(self) -> None:
        """Let go of the tree, ten times as large as the text; it is read again when it is asked for."""
        self.name  # noqa: B018 (kept: project-wide rules ask every document for it)
        self._root = None

    def __getstate__(self) -> dict[str, Any]:
        """Travel to another process without what is made of the text again."""
        return {"file": self.file, "index": self.index, "name": self.name, "_root": None}

    def forget(self) -> None:
        """Let go of all that was made of the text, because somebody changed it."""
        self._root = None
        for made in ("name", "violations"):
            self.__dict__.pop(made, None)

    @property
    def data(self) -> Any:
        """Plain Python data; see :class:`Node` for what values may be."""
        return self.root.value

    @cached_property
    def name(self) -> str | None:
        """``metadata.name``, where it is a string."""
        metadata = self.data.get("metadata") if isinstance(self.data, dict) else None
        name = metadata.get("name") if isinstance(metadata, dict) else None
        return name if isinstance(name, str) else None

    @cached_property
    def violations(self) -> tuple[Violation, ...]:
        """The ways in which the document departs from the schema."""
        from modelspec_lint.linter.structure import violations

        return tuple(violations(self))

    def node(self, pointer: str) -> Node:
        """Return the value at a pointer as it is written; raise ``KeyError`` when there is none."""
        return self._find(pointer)[0]

    def entry(self, pointer: str) -> Entry | None:
        """Return the map entry at a pointer; ``None`` for an item of a list and for the root."""
        return self._find(pointer)[1]

    def has(self, pointer: str) -> bool:
        """Whether the document has something at a pointer."""
        return pointer[:1] in {"", "/"} and self._steps(split(pointer))[2] == 0

    def value(self, pointer: str) -> Any:
        """Return the data at a pointer; raise ``KeyError`` when there is none."""
        return self._find(pointer)[0].value

    def span(self, pointer: str, part: Part = "value") -> Span:
        """Return the place of the value or the key at a pointer; raise ``KeyError`` when there is none.

        The key of a list's item is the item itself, the key of the root the one of ``kind``.
        """
        node, entry = self._find(pointer)
        if part == "key":
            if not pointer:
                return self._heading()
            if entry is not None:
                return self._span(entry.key)
        return self._span(node)

    def locate(self, place: Place) -> Span:
        """Return where a place is shown, whatever the document has there.

        A pointer that leads nowhere stands for the key of its nearest ancestor that exists, and a value that
        is left empty for its own key: there is nothing to show but the key. The root stands for its
        ``kind``.
        """
        if place.span is not None:
            return place.span
        if place.document is not None and place.document is not self:
            return place.document.locate(place)
        names = split(place.pointer)
        node, entry, missing = self._steps(names)
        if len(names) == missing:
            return self._heading()
        shows_key = missing or place.part == "key" or node.start == node.end
        return self._span(entry.key if shows_key and entry is not None else node)

    def _find(self, pointer: str) -> tuple[Node, Entry | None]:
        node, entry, missing = self._steps(split(pointer))
        if missing:
            raise KeyError(pointer)
        return node, entry

    def _steps(self, names: list[str]) -> tuple[Node, Entry | None, int]:
        """Follow names from the root: the last node there is, its entry, and how many names are left over."""
        node: Node = self.root
        entry: Entry | None = None
        for position, name in enumerate(names):
            if node.entries is not None:
                found = node.entries.get(name)
                if found is None:
                    return node, entry, len(names) - position
                node, entry = found.value, found
                continue
            index = _index(name)
            if node.items is None or index is None or index >= len(node.items):
                return node, entry, len(names) - position
            node, entry = node.items[index], None
        return node, entry, 0

    def _heading(self) -> Span:
        """What stands for the whole document: its ``kind``, else its first key, else its first line."""
        entries = self.root.entries
        if entries:
            entry = entries.get("kind") or min(entries.values(), key=lambda each: each.key.start)
            return self._span(entry.key)
        span = self._span(self.root)
        if span.end_line == span.line:
            return span
        line_end = span.start - span.column + 1 + len(self.file.line(span.line))
        return self.file.span(span.start, line_end)

    def _span(self, node: Node) -> Span:
        return self.file.span(node.start, node.end)


def _index(name: str) -> int | None:
    """Return the number of a list's item that a name in a pointer stands for."""
    if name.isdecimal() and len(name) < 10 and name == str(int(name)):
        return int(name)
    return None
