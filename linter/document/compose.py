"""From parser events to trees of nodes, in one pass and without recursion, within the budgets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from yaml.events import (
    AliasEvent,
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from modelspec_lint.linter.document.composed import Composed, Told
from modelspec_lint.linter.document.limits import Limits
from modelspec_lint.linter.document.lines import Lines
from modelspec_lint.linter.document.node import Entry, Node, NodeKind, Style, measure
from modelspec_lint.linter.document.problem import too_deep
from modelspec_lint.linter.document.scalars import NotThat, construct, resolve, resolve_short
from modelspec_lint.linter.document.tags import short_tag

PROPERTIES = re.compile(r"(?:[&!][^\s]*(?:\s+|$)(?:#[^\r\n]*\s*)*)+")
"""Anchor and tag before a value, with the comments among them."""

_TAG = re.compile(r"![^\s]*")
_UNKNOWN = "unknown"  # the tag of what stands for an alias without a value, which is told already
_SHORT = 64  # characters of a scalar whose meaning is remembered: keys and values recur
_STYLES: dict[str | None, Style] = {
    None: "plain",
    "": "plain",
    "'": "single",
    '"': "double",
    "|": "literal",
    ">": "folded",
}


class _Open:
    """A map or a list whose end is still to come."""

    __slots__ = ("end", "first_keys", "key", "merges", "node")

    def __init__(self, node: Node) -> None:
        self.node = node
        self.end = node.start
        self.key: Node | None = None
        self.merges: list[Node] | None = None
        self.first_keys: dict[str, Node] | None = None


class Composer:
    """Composes the documents of one file.

    :meth:`documents` raises :class:`Unparsable` when a budget is spent (or when the events end that way); the
    document that it happened in is then ``told.current``, with what was found in it.
    """

    def __init__(self, lines: Lines, limits: Limits) -> None:
        self.told = Told(lines, limits)
        self._text = lines.text
        self._limits = limits
        self._nodes = 0
        self._expanded = 0
        self._documents = 0
        self._stack: list[_Open] = []
        self._anchors: dict[str, Node] = {}

    def documents(self, events: Iterable[Any]) -> Iterator[Composed]:
        """Yield every document as soon as it is complete."""
        limit = self._limits.nodes
        for event in events:
            kind = type(event)
            if kind is ScalarEvent:
                node = self._scalar(event)
            elif kind is MappingStartEvent:
                self._open(event, "map")
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                node = self._close(event)
            elif kind is SequenceStartEvent:
                self._open(event, "list")
                continue
            elif kind is AliasEvent:
                node = self._alias(event)
            else:
                if kind is DocumentStartEvent:
                    self._begin(event)
                elif kind is DocumentEndEvent:
                    yield self.told.current
                continue
            self._nodes += 1
            if self._nodes > limit:
                self.told.over_budget(node.start, node.end, f"The file holds more than {limit:,} values")
            if self._stack:
                self._attach(self._stack[-1], node)
            elif node.start < node.end or node.kind != "scalar":
                self.told.current.root = node

    def _begin(self, event: Any) -> None:
        start, limit = event.start_mark.index, self._limits.documents
        self._documents += 1
        self.told.current = Composed(start)
        self._stack.clear()
        self._anchors.clear()
        if self._documents > limit:
            end = event.end_mark.index
            self.told.over_budget(start, end, f"The file holds more than {limit:,} documents")

    def _scalar(self, event: Any) -> Node:
        text: str = event.value
        start: int = event.start_mark.index
        end: int = event.end_mark.index
        style = _STYLES[event.style]
        tag, anchor = event.tag, event.anchor
        if tag is not None or anchor is not None:
            start = self._after_properties(start, end)
        if style == "literal" or style == "folded":
            end = self._block_scalar_end(start, end)
        if tag is not None and tag != "!":
            short, value = self._tagged(tag, text, event)
        elif not event.implicit[0]:
            short, value = "str", text
        elif len(text) <= _SHORT:
            short, value, text = resolve_short(text)
        else:
            short, value = resolve(text)
        node = Node("scalar", short, style, start, end, value, text)
        if anchor is not None:
            self._anchors[anchor] = node
        return node

    def _tagged(self, tag: str, text: str, event: Any) -> tuple[str, Any]:
        short = short_tag(tag, "scalar")
        if short is None:
            self.told.bad_tag(tag, "scalar", *self._tag_place(event))
            return resolve(text)
        try:
            return short, construct(short, text)
        except NotThat:
            self.told.bad_tag(tag, "scalar", *self._tag_place(event))
            return "str", text

    def _tag_place(self, event: Any) -> tuple[int, int]:
        start: int = event.start_mark.index
        match = _TAG.search(self._text, start, event.end_mark.index)
        return match.span() if match else (start, start + 1)

    def _open(self, event: Any, kind: NodeKind) -> None:
        start: int = event.start_mark.index
        end: int = event.end_mark.index
        flow = bool(event.flow_style)
        tag = event.tag
        if event.anchor is not None or tag is not None:
            start = end - 1 if flow else self._after_properties(start, end)
        if tag is not None and tag != "!" and short_tag(tag, kind) is None:
            self.told.bad_tag(tag, kind, *self._tag_place(event))
        node = Node(kind, kind, "flow" if flow else "block", start, -1)
        if kind == "map":
            node.entries = {}
        else:
            node.items = []
        self._stack.append(_Open(node))
        if len(self._stack) > self._limits.depth:
            self.told.over_budget(start, start + 1, too_deep(self._limits.depth))
        if event.anchor is not None:
            self._anchors[event.anchor] = node

    def _close(self, event: Any) -> Node:
        frame = self._stack.pop()
        node = frame.node
        if node.items is not None:
            node.value = [item.value for item in node.items]
        elif node.entries is not None:
            if frame.merges is not None:
                node.entries = self._merged(frame.merges, node.entries)
            node.value = {name: entry.value.value for name, entry in node.entries.items()}
        # in block style the parser's own end runs on over comments and empty lines to the next token
        node.end = event.end_mark.index if node.style == "flow" else frame.end
        return node

    def _alias(self, event: Any) -> Node:
        start: int = event.start_mark.index
        end: int = event.end_mark.index
        target = self._anchors.get(event.anchor)
        if target is None or target.end < 0:
            self.told.bad_alias(event.anchor, target, start, end)
            return Node("scalar", _UNKNOWN, "plain", start, end, alias=True)
        size, height = measure(target)
        used = replace(target, start=start, end=end, alias=True)
        self._expand(size, used)
        if len(self._stack) + height > self._limits.depth:
            self.told.over_budget(start, end, too_deep(self._limits.depth))
        return used

    def _expand(self, size: int, source: Node) -> None:
        self._expanded += size
        limit = self._limits.expansion
        if self._expanded > limit:
            message = f"Aliases and merges stand for more than {limit:,} values in this file"
            self.told.over_budget(source.start, source.end, message)

    def _attach(self, frame: _Open, node: Node) -> None:
        parent = frame.node
        if parent.items is not None:
            parent.items.append(node)
            frame.end = node.end
            return
        key = frame.key
        if key is None:
            frame.key = node
            frame.end = node.end
            return
        frame.key = None
        if node.start == node.end:
            self._settle(node, key)
        if node.end > frame.end:
            frame.end = node.end
        if key.tag == "merge":
            frame.merges = [*(frame.merges or ()), node]
            return
        name = key.text if key.kind == "scalar" else self._complex_name(key)
        entries = parent.entries
        assert entries is not None, "a node that holds others is a map or a list"
        if name in entries:
            self._duplicate(frame, name, entries.pop(name).key, key)
        entries[name] = Entry(name, key, node)

    def _duplicate(self, frame: _Open, name: str, earlier: Node, again: Node) -> None:
        if frame.first_keys is None:
            frame.first_keys = {}
        self.told.duplicate_key(name, frame.first_keys.setdefault(name, earlier), again)

    def _settle(self, absent: Node, key: Node) -> None:
        """Put an absent value right behind its colon or key, not where the parser noticed its absence."""
        place = key.end + len(self._text[key.end : absent.start].rstrip())
        if place != absent.start:
            absent.start = absent.end = place if self._text[place - 1] == ":" else key.end

    def _complex_name(self, key: Node) -> str:
        text, start, end = self._text, key.start, key.end
        if (
            key.kind == "map"
            and not key.alias
            and text[max(start - 1, 0)] == "{"
            and text[end : end + 1] == "}"
        ):
            # {{ name }}, which YAML reads as a map that is the key of a map
            self.told.current.template = self.told.current.template or self.told.span(start - 1, end + 1)
        return " ".join(text[start:end].split())

    def _merged(self, sources: list[Node], own: dict[str, Entry]) -> dict[str, Entry]:
        """Put the entries that ``<<`` brings before the map's own, which win; of several ``<<`` the last."""
        entries: dict[str, Entry] = {}
        for source in sources:
            maps = source.items if source.items is not None else [source]
            for each in reversed(maps):  # of a list of maps, the first wins
                if each.entries is None:
                    if each.tag != _UNKNOWN:
                        self.told.bad_merge(each)
                    continue
                self._expand(len(each.entries), source)
                for name, entry in each.entries.items():
                    entries[name] = Entry(name, entry.key, entry.value, merged=True)
        for name, entry in own.items():
            entries.pop(name, None)
            entries[name] = entry
        return entries

    def _after_properties(self, start: int, end: int) -> int:
        """Return where a value begins after its anchor and tag."""
        match = PROPERTIES.match(self._text, start)
        return start if match is None else min(match.end(), end)

    def _block_scalar_end(self, start: int, end: int) -> int:
        """Leave out the empty lines after a block scalar, unless ``+`` says that they belong to it."""
        keeps = "+" in self._text[start : start + 3].split("\n")[0]
        return end if keeps else start + len(self._text[start:end].rstrip())
