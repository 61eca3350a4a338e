"""Overlay files over facts, all mistakes at once."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from modelspec_lint.knowledge_base.compiled import Facts
from modelspec_lint.knowledge_base.overlay.document import read_overlay
from modelspec_lint.knowledge_base.overlay.draft import Draft
from modelspec_lint.knowledge_base.overlay.layered import Layered
from modelspec_lint.knowledge_base.overlay.mistakes import Mistake, NoFurther, Notes, OverlayError
from modelspec_lint.knowledge_base.overlay.read import read_root


def lay_over(below: Facts, paths: Iterable[str | os.PathLike[str]]) -> Layered:
    """Lay overlay files over facts, in order: later ones win; ``OverlayError`` names every mistake."""
    draft = Draft(below)
    mistakes: list[Mistake] = []
    for path in paths:
        notes = Notes(os.fspath(path))
        with suppress(NoFurther):
            draft.lay(read_overlay(read_root(Path(path), notes), notes), notes)
        mistakes += notes.listed()
    if mistakes:
        raise OverlayError(mistakes)
    return layered(below, draft)


def layered(below: Facts, draft: Draft) -> Layered:
    """Give the facts that a draft without mistakes holds."""
    from hashlib import sha256

    tables = {name: table for name, table in draft.tables.items() if table.records}
    records = {name: table.records for name, table in tables.items()}
    names = {name: table.names() for name, table in tables.items()}
    content = json.dumps([records, [each.aliases for each in names.values()]], sort_keys=True)
    digest = sha256(f"{below.header['digest']}\n{content}".encode()).hexdigest()
    version = " + ".join((str(below.header["version"]), *(layer.label for layer in draft.layers)))
    return Layered(
        below=below,
        header={**below.header, "version": version, "digest": digest},
        layers=(*getattr(below, "layers", ()), *draft.layers),
        tables=names,
        records=records,
        origins=draft.origins,
        based_on=draft.based_on,
    )
