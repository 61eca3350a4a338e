"""Facts with layers over them: read like the compiled ones, and every value knows where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from modelspec_lint.knowledge_base.compiled import Facts
from modelspec_lint.knowledge_base.names import Names
from modelspec_lint.knowledge_base.overlay.origin import BUILT_IN, Layer, Origin


@dataclass(frozen=True, slots=True)
class Layered:
    """Facts over others. ``tables`` and ``records`` hold what is new or changed, by catalogue."""

    below: Facts
    header: dict[str, Any]
    layers: tuple[Layer, ...]
    tables: Mapping[str, Names]
    records: Mapping[str, Mapping[int, dict[str, Any]]]
    origins: Mapping[tuple[str, str], Mapping[str, Origin]]
    based_on: Mapping[tuple[str, str], str]

    def names(self, catalogue: str) -> Names:
        """Give the names of one catalogue."""
        return self.tables.get(catalogue) or self.below.names(catalogue)

    def record(self, catalogue: str, position: int) -> dict[str, Any]:
        """Give one fact's record."""
        found = self.records.get(catalogue, {}).get(position)
        return found if found is not None else self.below.record(catalogue, position)


def origin_of(
    facts: Facts, catalogue: str, identifier: str, field: str, *, known: bool = True
) -> Origin | None:
    """Say where a field of an entry comes from.

    ``field`` may name a key of a map: ``tflops.fp8``. A field whose value is not ``known`` comes from the
    layer that says so; where none does, ``None``.
    """
    while isinstance(facts, Layered):
        origins = facts.origins
        while True:
            found = origins.get((catalogue, identifier), {}).get(field)
            if found is not None:
                return found
            base = facts.based_on.get((catalogue, identifier))
            if base is None:
                break
            identifier = base
        facts = facts.below
    names = facts.names(catalogue)
    if not known or identifier not in names.positions:
        return None
    record = facts.record(catalogue, names.positions[identifier])
    sources = "; ".join(record.get("sources", ()))
    return Origin(BUILT_IN, str(facts.header["version"]), sources, identifier)
