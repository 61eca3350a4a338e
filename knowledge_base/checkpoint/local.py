"""Checkpoints on this disk, read exactly: what their own files say is better than any table."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from modelspec_lint.knowledge_base.facts import Model
from modelspec_lint.knowledge_base.memory.parameters import ParameterClasses
from modelspec_lint.knowledge_base.memory.stored import StoredWeights


@dataclass(frozen=True, eq=False)
class LocalCheckpoint:
    """A checkpoint that was read.

    ``precision`` is the id of a precision of the knowledge base, ``cache_precision`` is ``fp8`` where the
    checkpoint carries a scheme for an 8-bit KV cache. ``weights_bytes`` is the sum over all tensors as they
    are stored, ``None`` where neither headers nor an index are here; engines leave out
    ``unloaded_bytes`` of it: layers for predicting several tokens, a second copy of a tied table, buffers.
    ``bytes_by_class`` and
    ``parameters_by_class`` are without those, and ``None`` where there are no headers. ``source`` names the
    files that were read, relative to the folder.
    """

    path: Path
    model: Model
    precision: str
    cache_precision: str | None
    weights_bytes: int | None
    unloaded_bytes: int
    bytes_by_class: ParameterClasses | None
    parameters_by_class: ParameterClasses | None
    source: str

    @cached_property
    def stored(self) -> StoredWeights | None:
        """What an engine loads, for the arithmetic; ``None`` where the size is not known.

        Weights in 32 bits are not loaded as they are: engines serve them in 16.
        """
        loaded = self.loaded_bytes
        if loaded is None or self.precision == "fp32":
            return None
        return StoredWeights(self.precision, self.bytes_by_class, loaded, self.source)

    @property
    def loaded_bytes(self) -> int | None:
        """The bytes that an engine loads, before it converts or repacks any of them."""
        return None if self.weights_bytes is None else self.weights_bytes - self.unloaded_bytes
