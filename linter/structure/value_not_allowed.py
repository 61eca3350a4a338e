"""Values that are not among the few that a field allows: which one was meant."""

from __future__ import annotations

from typing import TYPE_CHECKING

from modelspec_lint.linter.finding import Edit, Fix
from modelspec_lint.linter.nearest import nearest, plain
from modelspec_lint.linter.structure.fields import Path, field_at, value_at
from modelspec_lint.linter.structure.version import standing
from modelspec_lint.linter.structure.violation import Violation
from modelspec_lint.linter.structure.wording import about, either, last, pointer_of, shown

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document

API_VERSION: Path = ("apiVersion",)


def other_version(document: Document) -> Violation | None:
    """Say that the document is in another version of the format, in which other fields may be right."""
    stated, known = _stated_and_known(document)
    if stated is None or plain(stated.strip()) == plain(known):
        return None
    stands = standing(stated, known)
    if stands == "unknown" and nearest(stated, (known,)):
        return None  # a slip of the pen
    words = {
        "newer": f"is a newer version than this release knows: it reads `{known}`",
        "older": f"is an older version than this release knows: it reads `{known}`",
        "unknown": f"is no version that this release knows: it reads `{known}`",
    }.get(stands)
    if words is None:
        return None
    return Violation(
        kind="value-not-allowed",
        pointer=pointer_of(API_VERSION),
        message=f"apiVersion `{shown(stated)}` {words}.",
        help=(
            "the rest of this document was not held against the schema: "
            "update modelspec-lint, or change the version",
        ),
    )


def value_not_allowed(document: Document, path: Path) -> Violation:
    """Say which values are allowed at ``path``, and which of them is near."""
    field = field_at(path)
    value = value_at(document.data, path)
    assert field is not None, f"only a place that the schema knows has a list of values: {path}"
    assert isinstance(value, str), f"only a text is held against a list: {path}"
    near = nearest(value.strip(), field.allowed)
    question = f"; did you mean `{near[0].name}`?" if len(near) == 1 and len(field.allowed) > 1 else ""
    message = f"`{last(path)}`: {either(field.allowed)} is wanted, this is `{shown(value)}`{question or '.'}"
    if path == API_VERSION:
        message = f"apiVersion `{shown(value)}` is not ModelSpec's: `{field.allowed[0]}` is wanted."
    fixes: tuple[Fix, ...] = ()
    if len(near) == 1:
        # `https` is one letter from `http` and means another thing; a slip in a longer word does not.
        safe = near[0].nearness == "same" or (near[0].nearness == "slip" and len(near[0].name) >= 6)
        fixes = _fix(document, pointer_of(path), value, near[0].name, safe=safe)
    return Violation(
        kind="value-not-allowed",
        pointer=pointer_of(path),
        message=message,
        help=() if len(field.allowed) == 1 or near else (about(path, field),),
        fixes=fixes,
    )


def _stated_and_known(document: Document) -> tuple[str | None, str]:
    field = field_at(API_VERSION)
    assert field is not None
    stated = value_at(document.data, API_VERSION)
    return (stated if isinstance(stated, str) else None), field.allowed[0]


def _fix(document: Document, pointer: str, value: str, meant: str, *, safe: bool) -> tuple[Fix, ...]:
    node = document.node(pointer)
    written = document.file.text[node.start : node.end]
    if node.alias or node.style not in ("plain", "single", "double"):
        return ()
    inner = 0 if node.style == "plain" else 1
    if written[inner : len(written) - inner] != value:
        return ()
    span = document.file.span(node.start + inner, node.end - inner)
    return (Fix(f"write `{meant}`", (Edit(span, meant),), safe=safe),)
