"""From broken keywords of the schema to causes: what follows from another cause is not said again."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from modelspec_lint.linter.finding import Place
from modelspec_lint.linter.structure.fields import Path
from modelspec_lint.linter.structure.missing_field import missing_field
from modelspec_lint.linter.structure.unknown_field import MOST_EXPLAINED, unknown_fields
from modelspec_lint.linter.structure.value_not_allowed import API_VERSION, other_version, value_not_allowed
from modelspec_lint.linter.structure.value_out_of_range import value_out_of_range
from modelspec_lint.linter.structure.violation import Violation
from modelspec_lint.linter.structure.walk import Breach
from modelspec_lint.linter.structure.wording import pointer_of
from modelspec_lint.linter.structure.wrong_type import wrong_type

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document


def translate(document: Document, breaches: list[Breach]) -> tuple[Violation, ...]:
    """Return one violation for each cause behind the breaches, in the order of the text.

    A required field that is there under a misspelt name or in another place is not missing as well. Of a
    document in another version of the format only that is said. What stands under an alias is said once.
    """
    paths: dict[str, list[Path]] = defaultdict(list)
    for breach in breaches:
        paths[breach.keyword].append(breach.path)
    if API_VERSION in paths["const"] and (version := other_version(document)) is not None:
        return (version,)

    found: list[Violation] = []
    meant: set[Path] = set()
    for parent, names in _by_parent(paths["additionalProperties"]).items():
        for unknown in unknown_fields(document, parent, names, max(MOST_EXPLAINED - len(found), 0)):
            found.append(unknown.violation)
            meant.update(unknown.meant)
    for path in paths["required"]:
        missing = missing_field(document, path, meant)
        if missing is not None:
            found.append(missing)
    filled = {path[:depth] for path in meant for depth in range(len(path))}
    found += [
        wrong_type(document, path, meant)
        for path in paths["type"]
        if path not in filled and not _is_refused(document, path)
    ]
    found += [value_not_allowed(document, path) for path in (*paths["const"], *paths["enum"])]
    mistyped = set(paths["type"])
    out_of_range = [path for path in (*paths["minimum"], *paths["maximum"]) if path not in mistyped]
    found += [value_out_of_range(document, path) for path in out_of_range]
    return _once(document, found)


def _by_parent(paths: list[Path]) -> dict[Path, list[str]]:
    names: dict[Path, list[str]] = {}
    for path in paths:
        names.setdefault(path[:-1], []).append(str(path[-1]))
    return names


def _is_refused(document: Document, path: Path) -> bool:
    """Tell whether the reader refused the value at ``path`` for its tag: then nothing else is wrong."""
    if not document.file.problems:
        return False
    pointer = pointer_of(path)
    entry, node = document.entry(pointer), document.node(pointer)
    start = node.start if entry is None else entry.key.end
    return any(start <= problem.span.start <= node.end for problem in document.file.problems)


def _once(document: Document, found: list[Violation]) -> tuple[Violation, ...]:
    """Sort by place, and keep one of those that aliases make of the same text."""
    found.sort(key=lambda violation: document.locate(Place(violation.pointer, "key")).start)
    causes = {(_cause(document, violation), violation.kind): violation for violation in reversed(found)}
    return tuple(reversed(causes.values()))


def _cause(document: Document, violation: Violation) -> tuple[object, ...]:
    """Identify what in the text is wrong: the entry, or the map that lacks one, however it is reached."""
    if document.has(violation.pointer):
        entry = document.entry(violation.pointer)
        node = document.node(violation.pointer) if entry is None else entry.key
        return (node.start, node.end)
    parent, _, name = violation.pointer.rpartition("/")
    return (id(document.node(parent).entries), name)
