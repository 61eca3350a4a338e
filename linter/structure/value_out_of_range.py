"""Numbers that no field of this kind can have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelspec_lint.linter.structure.fields import GREATEST, Path, field_at, value_at
from modelspec_lint.linter.structure.violation import Violation
from modelspec_lint.linter.structure.wording import about, last, pointer_of, value_words, wanted

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document


def value_out_of_range(document: Document, path: Path) -> Violation:
    """Say which numbers are possible at ``path``, and which is there."""
    field = field_at(path)
    value = value_at(document.data, path)
    assert field is not None, f"only a place that the schema knows has a range: {path}"
    pointer = pointer_of(path)
    bound = ""
    if field.maximum is None and value > GREATEST:
        bound = " below 10^18" if field.minimum is None else " and below 10^18"
    return Violation(
        kind="value-out-of-range",
        pointer=pointer,
        message=f"`{last(path)}`: {wanted(field)}{bound} is wanted, "
        f"this is {value_words(document, pointer, value)}.",
        help=(about(path, field),),
    )
