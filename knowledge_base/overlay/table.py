"""One catalogue while layers are laid over it: its names, and the records that are new or changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from modelspec_lint.knowledge_base.compiled import Facts
from modelspec_lint.knowledge_base.names import Names, either, key
from modelspec_lint.knowledge_base.overlay.merge import Record


class Table:
    """The names of one catalogue, to be added to, and its records."""

    def __init__(self, below: Facts, catalogue: str) -> None:
        names = below.names(catalogue)
        self.catalogue = catalogue
        self.kind = names.kind
        self.ids = list(names.ids)
        self.positions = dict(names.positions)
        self.records: dict[int, dict[str, Any]] = {}
        self._below = below
        self._held = len(self.ids)
        self._aliases = dict(names.aliases)
        self._ambiguous = {each: list(positions) for each, positions in names.ambiguous.items()}
        self._checkpoints = dict(names.checkpoints)

    def record(self, identifier: str) -> Record:
        """Give the record of an id, as the layers so far make it; empty where a new one is still to come."""
        position = self.positions[identifier]
        if position in self.records:
            return self.records[position]
        return self._below.record(self.catalogue, position) if position < self._held else {}

    def is_new(self, identifier: str) -> bool:
        """Whether no layer below has this entry."""
        return self.positions[identifier] >= self._held

    def add(self, identifier: str) -> None:
        """Make room for a new entry; its record follows."""
        self.positions[identifier] = len(self.ids)
        self.ids.append(identifier)

    def put(self, identifier: str, record: dict[str, Any]) -> None:
        """Keep the record of an entry."""
        self.records[self.positions[identifier]] = record

    def owner(self, name: str) -> str | None:
        """Say which entry a name names already, if it is only one."""
        position = self._aliases.get(key(name))
        return None if position is None else self.ids[position]

    def name(self, identifier: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Let names mean an entry; yield those that cannot, each with the reason.

        A name that several entries shared is decided by the layer that gives it to one.
        """
        position = self.positions[identifier]
        for name in names:
            looked_up = key(name)
            taken = self._aliases.get(looked_up)
            if taken is not None and taken != position:
                yield name, f"`{name}` already names {self.ids[taken]}"
            elif looked_up in self._checkpoints:
                model, precision = self._checkpoints[looked_up]
                yield name, f"`{name}` already names a {precision} checkpoint of {self.ids[model]}"
            else:
                self._aliases[looked_up] = position
                self._ambiguous.pop(looked_up, None)

    def share(self, identifier: str, names: Iterable[str]) -> Iterator[tuple[str, str]]:
        """Let names mean an entry among others; yield those that cannot, each with the reason."""
        position = self.positions[identifier]
        for name in names:
            looked_up = key(name)
            if looked_up in self._aliases:
                yield name, f"`{name}` cannot be ambiguous: it names {self.ids[self._aliases[looked_up]]}"
                continue
            candidates = self._ambiguous.setdefault(looked_up, [])
            if position not in candidates:
                candidates.append(position)

    def repackage(self, identifier: str, checkpoints: dict[str, str]) -> Iterator[tuple[str, str]]:
        """Let names mean repackagings of an entry; yield those that cannot, each with the reason."""
        position = self.positions[identifier]
        for name, precision in checkpoints.items():
            looked_up = key(name)
            taken = self._aliases.get(looked_up, self._checkpoints.get(looked_up, (position,))[0])
            if looked_up in self._aliases or taken != position:
                yield name, f"`{name}` already names {self.ids[taken]}"
            else:
                self._checkpoints[looked_up] = (position, precision)

    def names(self) -> Names:
        """Give the names as they are looked up."""
        return Names(
            kind=self.kind,
            ids=self.ids,
            positions=self.positions,
            aliases=self._aliases,
            ambiguous=self._ambiguous,
            checkpoints=self._checkpoints,
        )

    def advice(self, name: str, apart_from: str = "") -> str:
        """Write which other id may have been meant by one that is not there, or nothing."""
        found = self.names().find(name) if key(name) else None
        meant = [f"`{each}`" for each in found.ids if each != apart_from][:3] if found else []
        if meant:
            return f"; did you mean {either(meant)}?"
        from rapidfuzz import fuzz, process  # comparing with a thousand ids otherwise takes a second

        ids = [each for each in self.ids if each != apart_from]
        near = process.extractOne(name[:200], ids, scorer=fuzz.ratio, score_cutoff=72.0)
        return f"; did you mean `{near[0]}`?" if near else ""
