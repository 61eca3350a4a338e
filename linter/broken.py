"""Fields that a structure finding already stands on: no other rule speaks of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document


class BrokenFields:
    """Tells whether a field of a document can be read as it was meant."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._broken = tuple(violation.pointer for violation in document.violations)
        self._misspelt_in = tuple(
            violation.pointer.rpartition("/")[0]
            for violation in document.violations
            if violation.kind == "unknown-field"
        )

    def __bool__(self) -> bool:
        return bool(self._broken)

    def __contains__(self, pointer: str) -> bool:
        """Whether ``pointer``, something above it or something below it is broken.

        An absent field whose parent holds an unknown key counts as broken: it may be what was misspelt there.
        """
        for broken in self._broken:
            if broken == pointer or broken.startswith(pointer + "/") or pointer.startswith(broken + "/"):
                return True
        return pointer.rpartition("/")[0] in self._misspelt_in and not self._document.has(pointer)

    def first(self, pointers: Iterable[str]) -> str | None:
        """Return the first of ``pointers`` that is broken."""
        if self._broken:
            for pointer in pointers:
                if pointer in self:
                    return pointer
        return None
