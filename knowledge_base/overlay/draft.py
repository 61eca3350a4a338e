"""Facts while overlays are laid over them, one document after the other."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from modelspec_lint.knowledge_base.compiled import Facts
from modelspec_lint.knowledge_base.compiler.build import KINDS, references
from modelspec_lint.knowledge_base.compiler.check import missing_fields
from modelspec_lint.knowledge_base.overlay.alike import Examples
from modelspec_lint.knowledge_base.overlay.document import Entry, OverlayDocument
from modelspec_lint.knowledge_base.overlay.merge import Record, inherited, laid_over, qualified
from modelspec_lint.knowledge_base.overlay.mistakes import Notes
from modelspec_lint.knowledge_base.overlay.origin import Layer, Origin
from modelspec_lint.knowledge_base.overlay.plausible import contradictions, scalars
from modelspec_lint.knowledge_base.overlay.table import Table

Key = tuple[str, str]
"""A catalogue and an id."""


class Draft:
    """Facts with the layers that were laid over them so far."""

    def __init__(self, below: Facts) -> None:
        self.tables: dict[str, Table] = {}
        self.layers: list[Layer] = []
        self.origins: dict[Key, dict[str, Origin]] = {}
        self.based_on: dict[Key, str] = {}
        self._below = below
        self._examples = Examples(below)
        self._baseless: set[Key] = set()  # what is based on nothing: its mistake is told

    def table(self, catalogue: str) -> Table:
        """Give a catalogue; it is opened when it is first asked for."""
        if catalogue not in self.tables:
            self.tables[catalogue] = Table(self._below, catalogue)
        return self.tables[catalogue]

    def lay(self, document: OverlayDocument, notes: Notes) -> None:
        """Lay one document over what is there; its entries may name each other in any order."""
        self.layers.append(document.layer)
        new: dict[Key, Entry] = {}
        changes: list[Entry] = []
        for entry in document.entries:
            if entry.identifier in self.table(entry.catalogue).positions:
                changes.append(entry)
            elif self._may_be_new(entry, notes):
                new[entry.catalogue, entry.identifier] = entry
        for entry in changes:
            if entry.based_on is not None:
                notes.add(entry.based_on[1], f"{entry.label} is known: only a new entry is based on another")
            below = self.table(entry.catalogue).record(entry.identifier)
            self._lay_entry(entry, document.layer, below)
        for entry in new.values():
            self.table(entry.catalogue).add(entry.identifier)
        for entry, below in self._by_base(new, notes):
            self._lay_entry(entry, document.layer, below)
        for entry in (*changes, *new.values()):
            self._check(entry, notes)

    def _may_be_new(self, entry: Entry, notes: Notes) -> bool:
        owner = self.table(entry.catalogue).owner(entry.identifier)
        if owner is not None:
            notes.add(
                entry.node, f"`{entry.identifier}` is another name of `{owner}`; that is the id to change"
            )
        return owner is None

    def _by_base(self, new: dict[Key, Entry], notes: Notes) -> Iterator[tuple[Entry, Record]]:
        """Yield new entries after those that they are based on, each with what it takes over."""
        laid: set[Key] = set()
        for first in new:
            chain: dict[Key, Entry] = {}
            here = first
            while here in new and here not in laid and here not in chain:
                entry = chain[here] = new[here]
                here = (entry.catalogue, entry.based_on[0] if entry.based_on else "")
            if here in chain:
                notes.add(chain[here].node, f"{chain[here].label} is based on itself")
                self._baseless.update(chain)
            laid.update(chain)
            for each in reversed(chain.values()):
                yield each, self._base(each, notes)

    def _base(self, entry: Entry, notes: Notes) -> Record:
        if entry.based_on is None:
            return {}
        name, node = entry.based_on
        table = self.table(entry.catalogue)
        if name not in table.positions or (entry.catalogue, name) in self._baseless:
            self._baseless.add((entry.catalogue, entry.identifier))
            if name and name not in table.positions:
                advice = table.advice(name, apart_from=entry.identifier)
                notes.add(node, f"{entry.label}: there is no {table.kind} `{name}`{advice}")
            return {}
        self.based_on[entry.catalogue, entry.identifier] = name
        record = table.record(name)
        return {**inherited(record), "sources": record.get("sources", ())}

    def _lay_entry(self, entry: Entry, layer: Layer, below: Record) -> None:
        shape = KINDS[entry.catalogue].shape
        stated = {name: each.value for name, each in entry.fields.items()}
        said = ", ".join(name.replace("_", "-") for name in stated)
        word = f"{layer.label}: {entry.source}"
        record = laid_over(shape, {**below, "id": entry.identifier}, stated, word)
        own = f"{word} ({said})" if said else word
        record["sources"] = list(dict.fromkeys((own, *below.get("sources", ()))))
        self.table(entry.catalogue).put(entry.identifier, record)
        self._remember(entry, layer)

    def _remember(self, entry: Entry, layer: Layer) -> None:
        origins = self.origins.setdefault((entry.catalogue, entry.identifier), {})
        for name, each in entry.fields.items():
            mark = each.node.start_mark
            place = f"{layer.path}:{mark.line + 1}:{mark.column + 1}"
            origin = Origin(layer.name, layer.version, entry.source, entry.identifier, place)
            origins[name] = origin
            if isinstance(each.value, dict):
                origins.update((f"{name}.{part}", origin) for part in each.value)
        mark = entry.node.start_mark
        place = f"{layer.path}:{mark.line + 1}:{mark.column + 1}"
        own = Origin(layer.name, layer.version, entry.source, entry.identifier, place)
        stated = {name: each.value for name, each in entry.fields.items()}
        qualified_by = qualified(KINDS[entry.catalogue].shape, stated, "")
        origins.update(dict.fromkeys(("sources", *qualified_by), own))

    def _check(self, entry: Entry, notes: Notes) -> None:
        """Check an entry as the layers make it: nothing missing, names of its own, nothing contradictory."""
        before = len(notes.found)
        table = self.table(entry.catalogue)
        record = table.record(entry.identifier)
        self._check_names(entry, table, notes)
        if (entry.catalogue, entry.identifier) in self._baseless:
            return
        missing = missing_fields(KINDS[entry.catalogue].shape, {*record, *entry.fields})
        if missing:
            advice = table.advice(entry.identifier, apart_from=entry.identifier) or "."
            listed = ", ".join(f"`{name}`" for name in missing)
            notes.add(entry.node, f"{entry.label} is new{advice} A new one needs {listed}, or `based-on`")
        for name, stated in entry.fields.items():
            for steps, message in self._examples.unlike(entry.catalogue, name, record.get(name)):
                path = ", ".join(f"`{each.replace('_', '-')}`" for each in (name, *steps))
                notes.add(_descend(stated.node, steps), f"{entry.label}, {path}: {message}")
        for message in contradictions(entry.catalogue, record):
            notes.add(entry.node, f"{entry.label}: {message}")
        if len(notes.found) == before:
            self._check_references(entry, record, notes)

    def _check_names(self, entry: Entry, table: Table, notes: Notes) -> None:
        stated = {name: each.value for name, each in entry.fields.items() if each.value}
        names = [*([entry.identifier] if table.is_new(entry.identifier) else []), *stated.get("aliases", ())]
        names += [each for labels in stated.get("kubernetes_labels", {}).values() for each in labels or ()]
        wrong = [
            *table.name(entry.identifier, names),
            *table.share(entry.identifier, stated.get("ambiguous_aliases", ())),
            *table.repackage(entry.identifier, stated.get("checkpoints", {})),
        ]
        for name, message in wrong:
            notes.add(_place_of(name, entry), f"{entry.label}: {message}")

    def _check_references(self, entry: Entry, record: Record, notes: Notes) -> None:
        for wanted, identifier in references(entry.catalogue, dict(record)):
            table = self.table(wanted)
            if identifier not in table.positions:
                message = f"there is no {table.kind} `{identifier}`{table.advice(identifier)}"
                notes.add(_place_of(identifier, entry), f"{entry.label}: {message}")


def _place_of(text: str, entry: Entry) -> yaml.Node:
    """Find where an entry writes a name; the entry's id where it does not."""
    for each in entry.fields.values():
        for node in scalars(each.node):
            if node.value == text:
                return node
    return entry.node


def _descend(node: yaml.Node, steps: tuple[str, ...]) -> yaml.Node:
    """Go from a field's value to a place within it, as far as the file writes it out."""
    for step in steps:
        if isinstance(node, yaml.SequenceNode) and step.isdigit() and int(step) < len(node.value):
            node = node.value[int(step)]
            continue
        pairs = node.value if isinstance(node, yaml.MappingNode) else ()
        inner = [value for name, value in pairs if name.value in (step, step.replace("_", "-"))]
        if not inner:
            break
        node = inner[0]
    return node
