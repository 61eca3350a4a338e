"""Where a value comes from: which layer of facts states it, on whose word, and where."""

from __future__ import annotations

from dataclasses import dataclass

BUILT_IN = "built-in"
"""The name of the layer that travels with the program."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One file of facts over the built-in ones; ``version`` and ``source`` are empty where it states none."""

    name: str
    version: str
    source: str
    path: str

    @property
    def label(self) -> str:
        """The name with the version, for sentences."""
        return f"{self.name} {self.version}".rstrip()


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one field of one fact was stated.

    ``place`` is ``file:line:column``, empty for built-in facts. ``entry`` is the id of the entry that states
    the value: another one where it was taken over through ``based-on``.
    """

    layer: str
    version: str
    source: str
    entry: str
    place: str = ""

    def __str__(self) -> str:
        name = f"{self.layer} {self.version}".rstrip()
        return f"{name}: {self.source}" if self.source else name
