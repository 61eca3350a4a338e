"""Tensors as a header lists them: counted in groups, so that a million experts take no more room than one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from modelspec_lint.knowledge_base.estimate import Undecided

_MOST_GROUPS = 40_000
_MOST_TENSORS = 1_200_000
"""The largest published checkpoint (Kimi-K3: 896 experts in 92 layers) lists about half as many."""
_LAYER = re.compile(r"(?:^|[._])(?:layers?|blocks?|h|blk|block)\.(\d{1,5})\.")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class TensorGroup:
    """Tensors that differ only in a number of their name other than the layer's, such as an expert's.

    ``name`` has ``#`` for each number; ``layer`` is the layer's, ``None`` outside of layers. ``size`` is in
    bytes and, as ``elements`` (before any unpacking), that of one tensor.
    """

    name: str
    layer: int | None
    dtype: str
    shape: tuple[int, ...]
    elements: int
    size: int
    count: int

    @property
    def bytes(self) -> int:
        """The bytes of all tensors of the group."""
        return self.size * self.count


class Tensors:
    """All tensors of a checkpoint."""

    def __init__(self) -> None:
        self._counts: dict[tuple[str, int | None, str, tuple[int, ...], int, int], int] = {}
        self.count = 0
        self.bytes = 0

    def add(self, name: str, dtype: str, shape: tuple[int, ...], elements: int, size: int) -> None:
        """Count one tensor; ``Undecided`` when there are more than any model has."""
        found = _LAYER.search(name)
        layer = int(found[1]) if found else None
        key = (_DIGITS.sub("#", name), layer, dtype, shape, elements, size)
        self._counts[key] = self._counts.get(key, 0) + 1
        self.count += 1
        self.bytes += size
        if len(self._counts) > _MOST_GROUPS or self.count > _MOST_TENSORS:
            raise Undecided(f"the checkpoint lists more tensors than any model has ({self.count:,} and more)")

    def __iter__(self) -> Iterator[TensorGroup]:
        return (TensorGroup(*key, count) for key, count in self._counts.items())

    def __len__(self) -> int:
        return len(self._counts)
