"""A model's configuration as its publisher wrote it: values asked for by name, checked for type and size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from modelspec_lint.knowledge_base.checkpoint.files import shown
from modelspec_lint.knowledge_base.estimate import Undecided

_LARGEST = 2**40
_MOST_LAYERS = 10_000


class Config:
    """One JSON object of a configuration; ``label`` names it in reasons.

    A value that has the wrong type, or is no possible size, leaves the checkpoint undecided: what an engine
    would make of it is not known. ``null`` is as good as absent.
    """

    def __init__(self, values: Mapping[str, Any], label: str, spellings: Mapping[str, Sequence[str]]) -> None:
        self.values = values
        self.label = label
        self.spellings = spellings

    def count(self, name: str) -> int | None:
        """Give a whole number of at least one, ``None`` where it is not stated.

        ``name`` is a dimension that has several spellings, or the key itself.
        """
        value = self.number(name)
        if value is not None and value < 1:
            raise self.wrong(self.key(name), "is not a positive number")
        return value

    def number(self, name: str) -> int | None:
        """Give a whole number of at least zero, ``None`` where it is not stated."""
        key = self.key(name)
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, list) and value and all(each == value[0] for each in value):
            value = value[0]  # one entry per layer, and all the same
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if type(value) is not int or not 0 <= value <= _LARGEST:
            raise self.wrong(key, "is not a possible number")
        return value

    def stated(self, name: str) -> int:
        """Give a whole number of at least one, which must be stated."""
        value = self.count(name)
        if value is None:
            raise Undecided(f"{self.label} does not state {self.spelled(name)}")
        return value

    def flag(self, name: str) -> bool | None:
        """Give a truth value, ``None`` where it is not stated."""
        value = self.values.get(name)
        if value is None or isinstance(value, bool):
            return value
        raise self.wrong(name, "is neither true nor false")

    def text(self, name: str) -> str | None:
        """Give a text, ``None`` where it is not stated."""
        value = self.values.get(name)
        if value is None or isinstance(value, str):
            return value
        raise self.wrong(name, "is not a text")

    def items(self, name: str) -> list[Any] | None:
        """Give a list of at most ten thousand items, ``None`` where it is not stated."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, list):
            raise self.wrong(name, "is not a list")
        if len(value) > _MOST_LAYERS:
            raise self.wrong(name, f"has more than {_MOST_LAYERS:,} items")
        return value

    def texts(self, name: str) -> list[str] | None:
        """Give a list of texts, ``None`` where it is not stated."""
        items = self.items(name)
        if items is not None and not all(isinstance(each, str) for each in items):
            raise self.wrong(name, "is not a list of texts")
        return items

    def numbers(self, name: str) -> list[int] | None:
        """Give a list of whole numbers of at least zero, ``None`` where it is not stated."""
        items = self.items(name)
        if items is None:
            return None
        if not all(type(each) in (int, bool) and 0 <= each <= _LARGEST for each in items):
            raise self.wrong(name, "is not a list of numbers")
        return [int(each) for each in items]

    def part(self, name: str) -> Config | None:
        """Give an object within this one, ``None`` where it is not stated."""
        value = self.values.get(name)
        if value is None:
            return None
        if not isinstance(value, dict):
            raise self.wrong(name, "is not an object")
        return Config(value, f"{self.label}: {shown(name)}", self.spellings)

    def key(self, name: str) -> str:
        """Return the key under which a dimension is stated here."""
        names = self.spellings.get(name, (name,))
        return next((each for each in names if self.values.get(each) is not None), names[0])

    def spelled(self, name: str) -> str:
        """Return the usual key of a dimension, for reasons."""
        return self.spellings.get(name, (name,))[0]

    def spelled_as(self, own: Mapping[str, Sequence[str]]) -> Config:
        """Return this configuration with the spellings of an architecture before the usual ones."""
        return Config(self.values, self.label, {**self.spellings, **own})

    def with_defaults(self, defaults: Mapping[str, Any]) -> Config:
        """Return this configuration with values for what it does not state."""
        stated = {name: value for name, value in self.values.items() if value is not None}
        return Config({**defaults, **stated}, self.label, self.spellings)

    def wrong(self, name: str, problem: str) -> Undecided:
        """Make the reason for a value that cannot be."""
        return Undecided(f"{self.label}: {shown(name)} {problem}")


def layer_count(config: Config) -> int:
    """Give the number of layers; more than ten thousand are no model."""
    layers = config.stated("layers")
    if layers > _MOST_LAYERS:
        raise config.wrong(config.key("layers"), "is not a possible number of layers")
    return layers
