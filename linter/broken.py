"""Fields that a structure finding already stands on: no other rule speaks of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from modelspec_lint.linter.nearest import nearest

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document


class BrokenFields:
    """Tells whether a field of a document can be read as it was meant."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._broken = frozenset(violation.pointer for violation in document.violations)
        self._above = frozenset(above for broken in self._broken for above in _ancestors(broken))
        self._known: dict[str, bool] = {}
        self._unknown = tuple(
            violation.pointer.rpartition("/")
            for violation in document.violations[:_MOST]
            if violation.kind == "unknown-field"
        )

    def __bool__(self) -> bool:
        return bool(self._broken)

    def __contains__(self, pointer: str) -> bool:
        """Whether ``pointer``, something above it or something below it is broken.

        An absent field counts as broken where an unknown key may be what was meant by it: one with a near
        name in its place, or one with the very name of it, or of what it is in, in another.
        """
        known = self._known.get(pointer)
        if known is None:
            known = self._known[pointer] = self._is_broken(pointer)
        return known

    def _is_broken(self, pointer: str) -> bool:
        if pointer in self._broken or pointer in self._above:
            return True
        if not self._broken.isdisjoint(_ancestors(pointer)):
            return True
        if not self._unknown or self._document.has(pointer):
            return False
        return any(_may_mean(parent, name, pointer) for parent, _, name in self._unknown)

    def first(self, pointers: Iterable[str]) -> str | None:
        """Return the first of ``pointers`` that is broken."""
        if self._broken:
            for pointer in pointers:
                if pointer in self:
                    return pointer
        return None


def _ancestors(pointer: str) -> Iterator[str]:
    while pointer:
        pointer = pointer.rpartition("/")[0]
        yield pointer


_MOST = 100
"""Unknown keys that are looked at: a document with more of them is no spec."""


@lru_cache(maxsize=4096)
def _may_mean(parent: str, name: str, pointer: str) -> bool:
    above = ""
    for part in pointer.split("/")[1:]:
        if name == part or (above == parent and nearest(name, (part,))):
            return True
        above = f"{above}/{part}"
    return False
