"""Fields that a document must have and has not: what to insert, and where."""

from __future__ import annotations

from collections.abc import Set
from typing import TYPE_CHECKING

from modelspec_lint.linter.structure.fields import Path, field_at
from modelspec_lint.linter.structure.insertion import insertion, skeleton
from modelspec_lint.linter.structure.violation import Violation
from modelspec_lint.linter.structure.wording import dotted, pointer_of

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document


def missing_field(document: Document, path: Path, elsewhere: Set[Path]) -> Violation | None:
    """Say that the field at ``path`` is missing; ``None`` when all of it is ``elsewhere`` or misspelt."""
    field = field_at(path)
    assert field is not None, f"only a field that the schema knows can be required: {path}"
    example = skeleton(field, path, elsewhere)
    if example is None:
        return None
    name = str(path[-1])
    return Violation(
        kind="missing-field",
        pointer=pointer_of(path),
        message=f"`{name}` is missing from {dotted(path[:-1])}.",
        help=(insertion(document, path[:-1], {name: example}),),
    )
