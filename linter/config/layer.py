"""Layers of configuration: what each says, and where. Later layers have the last word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path
from typing import Generic, TypeVar

from modelspec_lint.linter.config.condition import Condition
from modelspec_lint.linter.config.mistake import At
from modelspec_lint.linter.config.patterns import Patterns
from modelspec_lint.linter.options import OptionValue
from modelspec_lint.linter.profile import Profile
from modelspec_lint.linter.record import record
from modelspec_lint.linter.severity import Severity

T = TypeVar("T")


@record
class Setting(Generic[T]):
    """A value, the words that say it, and their place (``None``: the command line)."""

    value: T
    said: str
    at: At | None = None


@record
class Layer:
    """What one place says of rules; all maps are by rule code.

    ``select``, ``also`` (extend-select) and ``ignore`` hold the words that name a rule; ``select`` is
    ``None`` where the layer selects nothing. ``holds`` are the codes of its profile. ``when`` is ``None`` for
    a layer that always holds.
    """

    title: str
    at: At | None = None
    when: Condition | None = None
    profile: Setting[Profile] | None = None
    holds: frozenset[str] = frozenset()
    select: Mapping[str, Setting[str]] | None = None
    also: Mapping[str, Setting[str]] = field(default_factory=dict)
    ignore: Mapping[str, Setting[str]] = field(default_factory=dict)
    severities: Mapping[str, Setting[Severity]] = field(default_factory=dict)
    options: Mapping[str, Mapping[str, Setting[OptionValue]]] = field(default_factory=dict)


@record
class Config:
    """What governs some files. ``layers`` are those of its files, weakest first.

    ``knowledge`` and ``packs`` are in the order in which they are laid; ``path`` is the closest file.
    """

    path: Path
    shown: str
    files: tuple[str, ...]
    layers: tuple[Layer, ...]
    fail_on: Setting[str] | None = None
    exclude: tuple[Setting[Patterns], ...] = ()
    packs: tuple[Setting[Path], ...] = ()
    knowledge: tuple[Setting[Path], ...] = ()
    input_tokens: Setting[int] | None = None
    output_tokens: Setting[int] | None = None
    frameworks: Setting[tuple[str, ...]] | None = None
    unsuppressable: Mapping[str, Setting[str]] = field(default_factory=dict)
    baseline: Setting[Path] | None = None

    def excludes(self, path: str, *, is_folder: bool = False) -> bool:
        """Whether a file or folder (a real path) is not to be linted unless it is named."""
        return any(each.value.match(path, is_folder=is_folder) for each in self.exclude)
