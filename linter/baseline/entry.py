"""A baseline: the findings that are accepted, by what they are about and how often."""

from __future__ import annotations

import os
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from modelspec_lint.linter.document import SourceFile
    from modelspec_lint.linter.verdicts import Verdict


class Key(NamedTuple):
    """What a finding is about. ``file`` is relative to the baseline's folder, ``value`` a digest."""

    file: str
    document: str | None
    pointer: str | None
    rule: str
    value: str

    @property
    def order(self) -> tuple[str, str, str, str, str]:
        """What baselines sort by."""
        return (self.file, self.document or "", self.pointer or "", self.rule, self.value)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that is accepted: ``count`` findings of it. ``message`` is for people and decides nothing."""

    key: Key
    message: str
    count: int = 1

    def __str__(self) -> str:
        place = " ".join(filter(None, (self.key.file, self.key.document, self.key.pointer)))
        return f"{self.key.rule} {place}: {self.message}"


@dataclass(frozen=True)
class Baseline:
    """What is accepted. ``folder`` is the real path of the folder that its files are named relative to.

    There is at most one entry for each key.
    """

    folder: str
    entries: tuple[Entry, ...] = ()

    @cached_property
    def counts(self) -> dict[Key, int]:
        """How many findings are accepted, by what they are about."""
        return {entry.key: entry.count for entry in self.entries}

    def key_of(self, verdict: Verdict) -> Key:
        """Say what a verdict is about, as this baseline has it."""
        identity = verdict.identity
        file = self.name_of(verdict.source)
        return Key(file, identity.document, identity.pointer, identity.code, identity.digest)

    def name_of(self, source: SourceFile) -> str:
        """Name a file relative to the folder of this baseline; its links are followed."""
        if source.absolute is None:
            return source.path
        return relative_to(self.folder, os.fspath(source.absolute), self._names)

    @cached_property
    def _names(self) -> dict[str, str]:
        return {}

    def with_entries(self, entries: Iterable[Entry]) -> Baseline:
        """Return a baseline of the same folder with these entries, sorted."""
        return Baseline(self.folder, tuple(sorted(entries, key=lambda entry: entry.key.order)))


def relative_to(folder: str, path: str, known: dict[str, str] | None = None) -> str:
    """Return a path relative to a folder, with ``/``; ``known`` remembers what was asked before."""
    known = {} if known is None else known
    name = known.get(path)
    if name is None:
        real = os.path.realpath(path)
        try:
            name = os.path.relpath(real, folder)
        except ValueError:  # on another drive
            name = real
        name = known[path] = name.replace(os.sep, "/")
    return name
