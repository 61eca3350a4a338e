"""Words for values, places and what is wanted there."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from modelspec_lint.linter.document.node import Timestamp
from modelspec_lint.linter.document.printable import printable
from modelspec_lint.linter.structure.fields import Field, Path, Step

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document

LONGEST = 60
"""The most characters of a value that a message shows."""


def shown(text: str) -> str:
    """Return ``text`` short, on one line, with every character that a terminal might obey escaped."""
    return printable(text, LONGEST)


def pointer_of(path: Iterable[Step]) -> str:
    """Return the JSON pointer of a path."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


def dotted(path: Sequence[Step]) -> str:
    """Return a path as people write it: ``spec.pipeline.dependencies[0].id``."""
    text = ""
    for step in path:
        if isinstance(step, int):
            text += f"[{step}]"
        else:
            text += f".{shown(str(step))}" if text else shown(str(step))
    return text or "the document"


def last(path: Path) -> str:
    """Return what a message calls the entry at ``path``: its key, or the list and the position in it."""
    keyed = len(path)
    while keyed and isinstance(path[keyed - 1], int):
        keyed -= 1
    return dotted(path[max(keyed - 1, 0) :])


def either(words: Sequence[str]) -> str:
    """Join quoted words: `` `a`, `b` or `c` ``."""
    return _joined(words, "or")


def both(words: Sequence[str]) -> str:
    """Join quoted words: `` `a`, `b` and `c` ``."""
    return _joined(words, "and")


def _joined(words: Sequence[str], by: str) -> str:
    quoted = [f"`{word}`" for word in words]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} {by} {quoted[-1]}"


def listed(words: Iterable[str]) -> str:
    """Join quoted words with commas."""
    return ", ".join(f"`{word}`" for word in words)


def wanted(field: Field) -> str:
    """Say what a field wants: ``a whole number from 1 to 65535``."""
    if field.allowed:
        return either(field.allowed)
    match field.type:
        case "integer" | "number":
            return _number_wanted(field)
        case "boolean":
            return "`true` or `false`"
        case "string":
            return "text"
        case "array":
            return "a list"
        case "object":
            if field.each is not None:
                return "a mapping of names to texts"
            return f"a mapping ({listed(field.fields)})"


def _number_wanted(field: Field) -> str:
    words = "a whole number" if field.type == "integer" else "a number"
    if field.minimum is not None and field.maximum is not None:
        return f"{words} from {field.minimum} to {field.maximum}"
    return words if field.minimum is None else f"{words} of at least {field.minimum}"


def about(path: Path, field: Field) -> str:
    """Say what a field means."""
    return f"`{last(path)}`: {field.description}"


def value_words(document: Document, pointer: str, value: object) -> str:
    """Say what stands at a place, in the words of YAML: ``the text "8"``."""
    if value is None:
        return "nothing"
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    if isinstance(value, str):
        return f'the text "{shown(value)}"'
    written = written_at(document, pointer)
    if isinstance(value, Timestamp):
        return f"`{shown(written)}`, which YAML reads as a date"
    if isinstance(value, bool):
        read = "true" if value else "false"
        as_read = f", which YAML reads as {read}" if written.lower() not in ("", read) else ""
        return f"`{shown(written or read)}`{as_read}"
    if isinstance(value, float) and math.isnan(value):
        return f"`{shown(written)}`, which is not a number"
    if isinstance(value, float) and math.isinf(value) and len(written) <= LONGEST:
        return f"`{shown(written)}`, which is infinite"
    if len(written) > LONGEST:
        return f"a number of {len(written):,} characters"
    return f"the number {shown(written or str(value))}"


def written_at(document: Document, pointer: str) -> str:
    """Return a scalar as the file writes it, without quotes; nothing where there is none."""
    node = document.node(pointer)
    return node.text if isinstance(node.text, str) else ""
