"""The effective configuration: every key that is set, where, and whether a stronger file overrules it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from modelspec_lint.linter.config.chain import Chain
from modelspec_lint.linter.config.mistake import At
from modelspec_lint.linter.config.names import Vocabulary
from modelspec_lint.linter.config.positions import Step

_ADD_UP = frozenset(
    ("ignore", "extend-select", "exclude", "packs", "knowledge", "unsuppressable", "overrides")
)
"""Keys of which every file of a chain has its say; of the others the closest file's holds."""


class Row(NamedTuple):
    """One key: its dotted name, its value, its place, and whether it is in force."""

    key: str
    value: Any
    at: At
    in_force: bool


def rows(chain: Chain, vocabulary: Vocabulary) -> tuple[Row, ...]:
    """List all keys of a chain, those of the closest file first."""
    seen: set[tuple[Step, ...]] = set()
    found = []
    for part in reversed(chain.parts):
        here: set[tuple[Step, ...]] = set()
        for path, value in _leaves(part.table, ()):
            identity = _identity(path, vocabulary)
            overruled = identity in seen or (path == ("select",) and ("profile",) in seen)
            found.append(Row(_dotted(path), value, part.file.value(*path), not overruled))
            if path[0] not in _ADD_UP:
                here.add(identity)
        seen |= here
    return tuple(found)


def _leaves(table: Mapping[str, Any], path: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], Any]]:
    """Yield values, the tables among the overrides whole."""
    for key, value in table.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, (*path, key))
        elif key == "overrides" and not path:
            for number, override in enumerate(value):
                yield ("overrides", number), override
        elif key != "extend" or path:
            yield (*path, key), value


def _identity(path: tuple[Step, ...], vocabulary: Vocabulary) -> tuple[Step, ...]:
    """Call rules by their codes, so that a code and a name are one key."""
    if path[0] in {"severity", "rules"} and len(path) > 1:
        return (path[0], vocabulary.rule(str(path[1])).code, *path[2:])
    return path


def _dotted(path: tuple[Step, ...]) -> str:
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)
