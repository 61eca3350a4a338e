"""Budgets: how much a file may ask of the reader before it is refused."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The budgets of one file. A real spec stays below a hundredth of each."""

    bytes: int = 1024 * 1024
    depth: int = 64
    """How deep maps and lists may be nested, aliases followed."""
    nodes: int = 100_000
    """Keys, values, maps and lists of the whole file, each counted where it is written."""
    expansion: int = 100_000
    """Nodes that the aliases of the whole file stand for, counted at every use."""
    documents: int = 2_000
    problems: int = 100
    """Problems told of one file; more are of no use to anybody."""


DEFAULT_LIMITS = Limits()
