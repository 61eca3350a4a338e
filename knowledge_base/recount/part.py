"""The parts of a model that a recount adds up, and what an entry must state to be recounted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal

from modelspec_lint.knowledge_base.facts import Model

Role = Literal[
    "embedding",  # token, position and type tables
    "head",
    "attention",  # query and output projections
    "key-value",  # key and value projections: repeated on ranks beyond the KV heads
    "latent-down",  # MLA's down projections and a sparse indexer: the same on every rank
    "state-space",  # Mamba, linear attention, short convolutions
    "feed-forward",
    "expert",
    "shared-expert",
    "router",
    "norm",
    "encoder",  # an encoder beside the decoder, or a whole encoder model's layers
    "component",  # one network of a pipeline
]


class NotRecountable(Exception):
    """The entry does not say enough, or no formula is known; the reason is for people to read."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a model: its name, its role, how many parameters it has, and how many one token uses."""

    name: str
    role: Role
    count: int
    used: int

    @classmethod
    def of(cls, name: str, role: Role, count: int) -> Part:
        """Make a part that every token uses whole."""
        return cls(name, role, count, count)


Parts = tuple[Part, ...]


def times(layers: int, parts: Iterable[Part]) -> Parts:
    """Repeat the parts of one layer over several layers."""
    return tuple(replace(part, count=part.count * layers, used=part.used * layers) for part in parts)


def joined(parts: Iterable[Part]) -> Parts:
    """Join parts of the same name and role, and drop those that hold nothing."""
    sums: dict[tuple[str, Role], Part] = {}
    for part in parts:
        before = sums.get((part.name, part.role))
        sums[part.name, part.role] = (
            replace(part, count=part.count + before.count, used=part.used + before.used) if before else part
        )
    return tuple(part for part in sums.values() if part.count)


class Dimensions:
    """A model's dimensions and its recipe; what is missing ends the recount with a reason."""

    def __init__(self, model: Model) -> None:
        self.model = model
        self.recipe = model.recipe

    @property
    def hidden(self) -> int:
        """The width of the residual stream."""
        return self._stated("hidden")

    @property
    def layers(self) -> int:
        """How many layers there are."""
        return self._stated("layers")

    @property
    def vocabulary(self) -> int:
        """How many rows the token table has."""
        return self._stated("vocabulary")

    @property
    def ffn(self) -> int:
        """The width of a dense feed-forward layer."""
        return self._stated("ffn")

    @property
    def heads(self) -> int:
        """How many query heads there are."""
        return self._stated("heads")

    @property
    def kv_heads(self) -> int:
        """How many key-value heads there are."""
        return self._stated("kv_heads")

    @property
    def head_dim(self) -> int:
        """The width of one head."""
        return self._stated("head_dim")

    @property
    def gated(self) -> bool:
        """Whether feed-forward layers have a gate (three matrices instead of two)."""
        return bool(self.recipe.get("mlp", "gated") == "gated")

    def stated(self, name: str) -> Any:
        """Give a value of the recipe, which the entry must state."""
        if self.recipe.get(name) is None:
            raise NotRecountable(f"the recipe does not state `{name.replace('_', '-')}`")
        return self.recipe[name]

    def given(self, name: str) -> int:
        """Give a number of the recipe, 0 where the entry states none."""
        return int(self.recipe.get(name) or 0)

    def _stated(self, name: str) -> int:
        value = getattr(self.model, name)
        if value is None:
            raise NotRecountable(f"the entry does not state `{name.replace('_', '-')}`")
        return int(value)
