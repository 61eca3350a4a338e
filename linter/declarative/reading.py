"""From a path to the tree of a pack, within the budgets that hold for specs."""

from __future__ import annotations

from pathlib import Path

from modelspec_lint.linter.declarative.mistakes import NoFurther, Notes
from modelspec_lint.linter.document.compose import Composer
from modelspec_lint.linter.document.composed import Composed
from modelspec_lint.linter.document.files import read_path
from modelspec_lint.linter.document.limits import Limits
from modelspec_lint.linter.document.node import Node
from modelspec_lint.linter.document.problem import Problem, Unparsable
from modelspec_lint.linter.document.yaml_events import yaml_events

LIMITS = Limits(depth=32, nodes=50_000, expansion=50_000, documents=1)


def read_tree(path: Path, notes: Notes) -> Node:
    """Read one file into a map; ``NoFurther``, with the mistakes noted, where that cannot be done."""
    source = read_path(notes.shown, path, LIMITS)
    notes.lines = source.lines
    if not source.text:
        for problem in source.problems or (None,):
            _note(problem, notes)
        raise NoFurther
    composer = Composer(source.lines, LIMITS)
    documents: list[Composed] = []
    try:
        documents.extend(composer.documents(yaml_events(source.lines, LIMITS.depth)))
    except Unparsable as error:
        documents.append(composer.told.current)
        _note(error.problem, notes)
    for composed in documents:
        for problem in composed.problems:
            _note(problem, notes)
        if composed.template is not None:
            notes.add(composed.template.start, "an expression stands in quotes: '{{ ... }}'")
    if notes.listed():
        raise NoFurther
    root = documents[0].root if documents else None
    if root is None or root.kind != "map":
        notes.add(root or 0, "a map is wanted: apiVersion, kind, metadata and rules")
        raise NoFurther
    return root


def _note(problem: Problem | None, notes: Notes) -> None:
    if problem is None:
        notes.at(1, 1, "the file is empty")
        return
    notes.at(problem.span.line, problem.span.column, problem.message)
