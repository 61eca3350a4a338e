"""Weights as a checkpoint's own files state them: bytes that were read, not parameters times bits."""

from __future__ import annotations

from dataclasses import dataclass

from modelspec_lint.knowledge_base.facts import Precision
from modelspec_lint.knowledge_base.memory.parameters import ParameterClasses


@dataclass(frozen=True, slots=True, eq=False)
class StoredWeights:
    """What an engine loads of a checkpoint, in bytes: by class where the headers of its tensors were read.

    ``precision`` is the id of the format that the bytes are in, ``source`` names the files.
    """

    precision: str
    by_class: ParameterClasses | None
    total: float
    source: str

    def are_in(self, precision: Precision) -> bool:
        """Whether the engine keeps the bytes as they are when it serves them in this precision."""
        return precision.id == self.precision or {precision.id, self.precision} <= _SIXTEEN_BITS


_SIXTEEN_BITS = frozenset(("bf16", "fp16", "16bit"))
