"""Keys that the format does not know: which one was meant, or where the field belongs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from modelspec_lint.linter.finding import Edit, Fix
from modelspec_lint.linter.nearest import Near, nearest, plain
from modelspec_lint.linter.structure.fields import Field, Path, field_at, value_at
from modelspec_lint.linter.structure.homes import annotation_for, belonging, fits, homes_of, way_there
from modelspec_lint.linter.structure.violation import Violation
from modelspec_lint.linter.structure.wording import both, dotted, either, listed, pointer_of, shown

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document

MOST_EXPLAINED = 100
"""For how many unknown keys of a document the meaning is looked for; no person misspells more."""

_RANK = {"same": 0, "slip": 1, "near": 2, "words": 3}


@dataclass(frozen=True, slots=True)
class UnknownField:
    """What is said of an unknown key, and which known fields were meant, where that is sure."""

    violation: Violation
    meant: tuple[Path, ...]


def unknown_fields(
    document: Document, parent: Path, names: Sequence[str], explain: int
) -> Iterator[UnknownField]:
    """Explain the unknown keys of one object, at most ``explain`` of them closely.

    Keys that belong under an empty key beside them are one slip of the indentation.
    """
    field = field_at(parent)
    assert field is not None, f"keys are unknown only where the schema knows the object: {parent}"
    mapping = value_at(document.data, parent)
    absent = [name for name in field.fields if name not in mapping]
    hints = [(name, nearest(name, absent)) for name in names[:explain]]
    dedented: dict[Path, list[str]] = {}
    hints.sort(key=lambda hint: min((_RANK[near.nearness] for near in hint[1]), default=len(_RANK)))
    for name, near in hints:
        found = _explain(document, parent, field, name, tuple(each for each in near if each.name in absent))
        home = found.meant[0][:-1] if found.meant else parent
        if found.meant and home == parent:
            absent.remove(str(found.meant[0][-1]))
        if _is_empty(document, home):
            dedented.setdefault(home, []).append(name)
        else:
            yield found
    for home, slipped in dedented.items():
        yield _dedented(document, parent, home, sorted(slipped, key=names.index))
    for name in names[explain:]:
        yield _say(parent, name, "")


def _explain(
    document: Document, parent: Path, field: Field, name: str, near: tuple[Near, ...]
) -> UnknownField:
    value = value_at(document.data, (*parent, name))
    homes = () if near and near[0].nearness == "same" else homes_of(field, name, value)
    if homes and not _is_taken(document, homes, value):
        return _elsewhere(document, parent, name, homes)
    if near:
        return _misspelt(document, parent, field, name, near, value)
    if annotation := annotation_for(name):
        return _annotated(parent, name, annotation, value)
    present = nearest(name, (each for each in field.fields if document.has(pointer_of((*parent, each)))))
    if present and present[0].nearness in ("same", "slip"):
        line = document.span(pointer_of((*parent, present[0].name)), "key").line
        return _say(parent, name, f"; `{present[0].name}` is already there, on line {line}.")
    return _say(parent, name, "", f"the fields of {_object(parent)} are {listed(field.fields)}")


def _misspelt(
    document: Document, parent: Path, field: Field, name: str, near: tuple[Near, ...], value: object
) -> UnknownField:
    question = f"; did you mean {either([each.name for each in near])}?"
    if len(near) > 1:
        return _say(parent, name, question)
    meant = near[0].name
    fixes: tuple[Fix, ...] = ()
    edit = _rename(document, (*parent, name), name, meant)
    if edit is not None and fits(field.fields[meant], value):
        safe = near[0].nearness in ("same", "slip")
        fixes = (Fix(f"rename `{shown(name)}` to `{meant}`", (edit,), safe=safe),)
    return _say(parent, name, question, fixes=fixes, meant=((*parent, meant),))


def _elsewhere(document: Document, parent: Path, name: str, homes: Sequence[Field]) -> UnknownField:
    known = homes[0].path[-1]
    places = " or ".join(belonging(home) for home in homes)
    path = homes[0].path
    if len(homes) > 1 or "*" in path:
        return _say(parent, name, f"; `{known}` belongs {places}.")
    if document.has(pointer_of(path)):
        line = document.span(pointer_of(path), "key").line
        return _say(parent, name, f"; `{known}` belongs {places}, and is there already, on line {line}.")
    help = way_there(document, path[:-1])
    return _say(parent, name, f"; `{known}` belongs {places}.", help, meant=(path,))


def _is_taken(document: Document, homes: Sequence[Field], value: object) -> bool:
    """Whether a single value has its only home filled: a word of its own then, such as a model's ``name``."""
    return len(homes) == 1 and not isinstance(value, dict | list) and document.has(pointer_of(homes[0].path))


def _is_empty(document: Document, path: Path) -> bool:
    pointer = pointer_of(path)
    return document.has(pointer) and document.value(pointer) is None


def _dedented(document: Document, parent: Path, home: Path, names: list[str]) -> UnknownField:
    field = field_at(home)
    assert field is not None, f"a home is a place of the schema: {home}"
    line = document.span(pointer_of(home), "key").line
    many = len(names) > 1
    are = (
        f"are not fields of {_object(parent)}; they belong"
        if many
        else f"is not a field of {_object(parent)}; it belongs"
    )
    return UnknownField(
        Violation(
            kind="unknown-field",
            pointer=pointer_of((*parent, names[0])),
            message=f"{both([shown(name) for name in names])} {are} under {dotted(home)}, which is empty.",
            help=(f"indent {'them' if many else 'it'} under `{home[-1]}:` on line {line}",),
        ),
        tuple((*home, known) for known in field.fields if plain(known) in {plain(name) for name in names}),
    )


def _annotated(parent: Path, name: str, annotation: str, value: object) -> UnknownField:
    text = f"; ModelSpec has no field for it, the annotation `{annotation}` says it."
    scalar = str(value).lower() if isinstance(value, bool) else str(value)
    lines = f'metadata:\n  annotations:\n    {annotation}: "{shown(scalar)}"'
    help = "" if isinstance(value, dict | list) or value is None else f"write instead:\n{lines}"
    return _say(parent, name, text, help)


def _say(
    parent: Path,
    name: str,
    more: str,
    help: str = "",
    *,
    fixes: tuple[Fix, ...] = (),
    meant: tuple[Path, ...] = (),
) -> UnknownField:
    return UnknownField(
        Violation(
            kind="unknown-field",
            pointer=pointer_of((*parent, name)),
            message=f"`{shown(name)}` is not a field of {_object(parent)}{more or '.'}",
            help=(help,) if help else (),
            fixes=fixes,
        ),
        meant,
    )


def _object(path: Path) -> str:
    return dotted(path) if path else "a ModelSpec"


def _rename(document: Document, path: Path, name: str, meant: str) -> Edit | None:
    """Return the edit of a key's letters; ``None`` for a key that is written in no plain way."""
    span = document.span(pointer_of(path), "key")
    written = document.file.text[span.start : span.end]
    if written == name:
        return Edit(span, meant)
    if written in (f'"{name}"', f"'{name}'"):
        return Edit(document.file.span(span.start + 1, span.end - 1), meant)
    return None
