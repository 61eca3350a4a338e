"""One overlay document: its layer and its entries, each field read as the shape of its fact wants it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple, get_args, get_origin

import yaml

from modelspec_lint.knowledge_base.compiler.authored import entries
from modelspec_lint.knowledge_base.compiler.build import KINDS
from modelspec_lint.knowledge_base.compiler.check import did_you_mean, field_hints, known_fields, read_value
from modelspec_lint.knowledge_base.names import key
from modelspec_lint.knowledge_base.overlay.mistakes import Notes
from modelspec_lint.knowledge_base.overlay.origin import Layer
from modelspec_lint.knowledge_base.overlay.plausible import check_scalars

API_VERSION = "modelspec-lint/v1"
KIND = "Knowledge"
METADATA = ("name", "version", "source", "description")
OF_AN_ENTRY = ("id", "based-on", "source")
"""What an entry of an overlay may say besides the fields of its fact."""
_LONGEST_NAME = 200  # no longer one is looked up
_NULL = "tag:yaml.org,2002:null"


class Stated(NamedTuple):
    """A field as an overlay states it; the value ``None`` says that it is unknown from here on."""

    value: Any
    node: yaml.Node


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One entry of an overlay; ``node`` is its id's, or the whole where it has none."""

    catalogue: str
    identifier: str
    source: str
    based_on: tuple[str, yaml.Node] | None
    fields: dict[str, Stated]
    node: yaml.Node

    @property
    def label(self) -> str:
        """The entry as sentences name it."""
        return f"{KINDS[self.catalogue].singular} {self.identifier}"


@dataclass(frozen=True, slots=True)
class OverlayDocument:
    """One overlay: the layer that it makes, and what it states."""

    layer: Layer
    entries: tuple[Entry, ...]


def read_overlay(root: yaml.MappingNode, notes: Notes) -> OverlayDocument:
    """Read a document; what is wrong with its shape is noted."""
    top = {name: (key_node, value) for name, key_node, value in entries(root, notes)}
    for name, wanted in (("apiVersion", API_VERSION), ("kind", KIND)):
        _, node = top.pop(name, (None, None))
        if node is None:
            notes.add(root, f"`{name}: {wanted}` is missing")
        elif not isinstance(node, yaml.ScalarNode) or node.value != wanted:
            notes.add(node, f"`{name}` is `{wanted}` in knowledge files")
    layer = _layer(root, top.pop("metadata", (None, None))[1], notes)
    found: list[Entry] = []
    for name, (key_node, value) in top.items():
        if name in KINDS:
            found += _entries(name, value, layer, notes)
        else:
            advice = did_you_mean(name, (*KINDS, "apiVersion", "kind", "metadata"))
            notes.add(key_node, f"unknown key `{name}`{advice}")
    return OverlayDocument(layer, tuple(found))


def _layer(root: yaml.Node, node: yaml.Node | None, notes: Notes) -> Layer:
    if node is None:
        notes.add(root, "`metadata` is missing: the `name` of this layer, its `version` and its `source`")
        return Layer("", "", "", notes.shown)
    said: dict[str, str] = {}
    for name, key_node, value in entries(node, notes):
        if name in METADATA:
            said[name] = _text(value, f"metadata, `{name}`", notes)
        else:
            notes.add(key_node, f"metadata: unknown key `{name}`{did_you_mean(name, METADATA)}")
    if not said.get("name"):
        notes.add(node, "metadata: `name` is missing")
    return Layer(said.get("name", ""), said.get("version", ""), said.get("source", ""), notes.shown)


def _entries(catalogue: str, node: yaml.Node, layer: Layer, notes: Notes) -> Iterator[Entry]:
    if not isinstance(node, yaml.SequenceNode):
        notes.add(node, f"`{catalogue}`: a list is wanted, each entry with its `id`")
        return
    seen: set[str] = set()
    for item in node.value:
        entry = _entry(catalogue, item, layer, notes)
        if entry is None:
            continue
        if entry.identifier in seen:
            notes.add(entry.node, f"{entry.label} is there twice")
            continue
        seen.add(entry.identifier)
        yield entry


def _entry(catalogue: str, node: yaml.Node, layer: Layer, notes: Notes) -> Entry | None:
    kind = KINDS[catalogue]
    if not isinstance(node, yaml.MappingNode):
        notes.add(node, f"{kind.singular}: a map is wanted, with its `id`")
        return None
    found = list(entries(node, notes))
    nodes = {name: value for name, _, value in found}
    if "id" not in nodes:
        notes.add(node, f"{kind.singular}: `id` is missing")
        return None
    identifier = name_of(nodes["id"], f"{kind.singular}, `id`", notes)
    if not identifier:
        return None
    label = f"{kind.singular} {identifier}"
    based_on = None
    if "based-on" in nodes:
        based_on = (_text(nodes["based-on"], f"{label}, `based-on`", notes), nodes["based-on"])
    source = _text(nodes["source"], f"{label}, `source`", notes) if "source" in nodes else layer.source
    if not source and "source" not in nodes:
        notes.add(node, f"{label}: neither the entry nor the file's `metadata` has a `source`")
    fields = _fields(catalogue, label, found, notes)
    return Entry(catalogue, identifier, source, based_on, fields, nodes["id"])


def _fields(
    catalogue: str, label: str, found: list[tuple[str, yaml.Node, yaml.Node]], notes: Notes
) -> dict[str, Stated]:
    shape = KINDS[catalogue].shape
    hints, known = field_hints(shape), known_fields(shape)
    for taken in ("id", "sources"):
        known.pop(taken, None)
    fields: dict[str, Stated] = {}
    for name, key_node, value in found:
        field = known.get(name)
        if field is not None:
            stated = _value(hints[field.name], catalogue, field.name, value, f"{label}, `{name}`", notes)
            fields[field.name] = Stated(stated, value)
        elif name not in OF_AN_ENTRY:
            advice = did_you_mean(name, (*known, *OF_AN_ENTRY))
            notes.add(key_node, f"{label}: unknown key `{name}`{advice}")
    return fields


def _value(hint: Any, catalogue: str, field: str, node: yaml.Node, label: str, notes: Notes) -> Any:
    if not check_scalars(catalogue, field, node, label, notes):
        return None
    if get_origin(hint) is dict and isinstance(node, yaml.MappingNode):
        return _map(hint, node, label, notes)
    value = read_value(hint, node, notes, label)
    if field in ("aliases", "ambiguous_aliases") and isinstance(node, yaml.SequenceNode):
        for item in node.value:
            name_of(item, label, notes)
    return value


def _map(hint: Any, node: yaml.MappingNode, label: str, notes: Notes) -> Any:
    """Read a map that is laid over another: a value of null takes the key away."""
    inner = get_args(hint)[1]
    absent = [name for name, _, value in entries(node, notes) if value.tag == _NULL]
    if not absent or inner is Any:
        return read_value(hint, node, notes, label)
    kept = [pair for pair in node.value if pair[1].tag != _NULL]
    rest = yaml.MappingNode(node.tag, kept, node.start_mark, node.end_mark)
    return {**read_value(hint, rest, notes, label), **dict.fromkeys(absent)}


def name_of(node: yaml.Node, label: str, notes: Notes) -> str:
    """Read an id or another name; empty, with the mistake noted, where it could never be looked up."""
    text = _text(node, label, notes)
    if text and (not key(text) or text != text.strip()):
        notes.add(node, f"{label}: `{text}` is no name")
        return ""
    if len(text) > _LONGEST_NAME:
        notes.add(node, f"{label}: a name of {len(text):,} characters is too long")
        return ""
    return text


def _text(node: yaml.Node, label: str, notes: Notes) -> str:
    """Read a text as it is written: a version such as 2026.10 is no number."""
    if not isinstance(node, yaml.ScalarNode) or node.tag == _NULL or not node.value.strip():
        notes.add(node, f"{label}: text is wanted")
        return ""
    text: str = node.value
    if not text.isprintable():
        notes.add(node, f"{label}: it holds characters that cannot be printed")
        return ""
    return text
