"""Checking knowledge files: overlays, and authored files of the built-in facts."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import yaml

from modelspec_lint.knowledge_base.compiled import Facts
from modelspec_lint.knowledge_base.compiler.authored import entries
from modelspec_lint.knowledge_base.compiler.build import KINDS, Read, read_file
from modelspec_lint.knowledge_base.compiler.check import field_hints, known_fields, read_value
from modelspec_lint.knowledge_base.knowledge import KnowledgeBase
from modelspec_lint.knowledge_base.overlay.document import Entry, OverlayDocument, Stated, read_overlay
from modelspec_lint.knowledge_base.overlay.draft import Draft
from modelspec_lint.knowledge_base.overlay.lay import layered
from modelspec_lint.knowledge_base.overlay.mistakes import Mistake, NoFurther, Notes
from modelspec_lint.knowledge_base.overlay.origin import BUILT_IN, Layer
from modelspec_lint.knowledge_base.overlay.plausible import check_scalars
from modelspec_lint.knowledge_base.overlay.read import read_root


def check_knowledge_files(
    paths: Iterable[str | os.PathLike[str]], knowledge: KnowledgeBase | None = None
) -> list[Mistake]:
    """Check knowledge files as layers over the built-in facts, or over others: each over those before it.

    Shape, names, references and what entries are based on; then what the facts imply: parameters counted
    again from the dimensions, contradictions between fields and entries. The list is empty when all is well.
    """
    knowledge = knowledge or KnowledgeBase.load()
    draft = Draft(knowledge.facts)
    checked: list[tuple[Notes, OverlayDocument]] = []
    files: list[Notes] = []
    for path in paths:
        notes = Notes(os.fspath(path))
        files.append(notes)
        with suppress(NoFurther):
            document = _read(Path(path), notes)
            draft.lay(document, notes)
            checked.append((notes, document))
    if not any(notes.found for notes in files):
        _imply(knowledge, layered(knowledge.facts, draft), checked)
    return [mistake for notes in files for mistake in notes.listed()]


def _read(path: Path, notes: Notes) -> OverlayDocument:
    root = read_root(path, notes)
    top = {name.value for name, _ in root.value}
    if "kind" in top or "apiVersion" in top:
        return read_overlay(root, notes)
    read_file(path.resolve(), Read(), notes)
    if notes.found:
        raise NoFurther
    layer = Layer(BUILT_IN, "", "", notes.shown)
    return OverlayDocument(layer, tuple(_authored(root, notes)))


def _authored(root: yaml.MappingNode, notes: Notes) -> Iterator[Entry]:
    """Read the entries of an authored file whose shape was checked."""
    top = {name: value for name, _, value in entries(root, notes)}
    for catalogue in KINDS.keys() & top.keys():
        kind = KINDS[catalogue]
        hints, known = field_hints(kind.shape), known_fields(kind.shape)
        shared = {name: Stated(top[name].value, top[name]) for name in kind.shared}
        for identifier, key_node, node in entries(top[catalogue], notes):
            label = f"{kind.singular} {identifier}"
            fields = dict(shared)
            for name, _, value in entries(node, notes):
                field = known[name].name
                if field == "sources":
                    continue
                possible = check_scalars(catalogue, field, value, f"{label}, `{name}`", notes)
                stated = read_value(hints[field], value, notes, label) if possible else None
                fields[field] = Stated(stated, value)
            yield Entry(catalogue, identifier, "", None, fields, key_node)


def _imply(below: KnowledgeBase, facts: Facts, checked: list[tuple[Notes, OverlayDocument]]) -> None:
    """Note what cannot be right in the entries of the files, and is not as wrong without them."""
    from modelspec_lint.knowledge_base.check import check_facts

    before = set(check_facts(below).problems)
    problems = [each for each in check_facts(KnowledgeBase(facts)).problems if each not in before]
    places = {
        (entry.catalogue, entry.identifier): (notes, entry)
        for notes, document in checked
        for entry in document.entries
    }
    for problem in problems:
        found = places.get((problem.catalogue, problem.identifier))
        if found is not None:
            notes, entry = found
            notes.add(entry.node, f"{entry.label}: {problem.message}")
