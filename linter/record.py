"""Records: immutable where types are checked, and made at a fraction of a frozen dataclass's cost.

A run imports some dozens of them before it reads its first file; generating what keeps each from being
changed would take longer than linting that file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from typing_extensions import dataclass_transform

    T = TypeVar("T")

    @dataclass_transform(frozen_default=True)
    def record(shape: type[T]) -> type[T]:
        """Make a class a record."""

else:

    def record(shape: type) -> type:
        """Make a class a record: compared by its values, not to be changed."""
        return dataclass(slots=True, repr=False, unsafe_hash=True)(shape)
