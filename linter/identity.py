"""What a finding is about, whatever line it stands on: the one truth behind fingerprints and baselines."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from modelspec_lint.linter.document.pointer import split
from modelspec_lint.linter.record import record
from modelspec_lint.linter.secrets import masked

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document
    from modelspec_lint.linter.document.node import Node
    from modelspec_lint.linter.finding import Finding

NAMING_KEYS = ("id", "name")
"""What tells an item of a list from its neighbours: the first of these that it has."""

_LONGEST = 60
"""A longer text that identifies an item is shown by its digest."""

_PLACES = re.compile(r"\b(lines?|columns?|offset) [\d,]+")


@record
class Identity:
    """Rule, file, document, pointer and value; never a line, never the words of the message.

    ``document`` is ``apiVersion kind name``; of a finding about the file it is ``None``. In ``pointer`` the
    items of lists go by what identifies them (``/steps/[name=trim]/enabled``), so that moving one changes
    nothing. ``value`` is what stands there, as JSON in which no order counts and with stars for what looks
    like a secret; of a place without a pointer it is the message, without lines and columns.
    """

    code: str
    file: str
    document: str | None
    pointer: str | None
    value: str

    @property
    def digest(self) -> str:
        """Sixteen hexadecimal digits of the value: equal for equal values."""
        return _digest(self.value)

    @property
    def fingerprint(self) -> str:
        """All of it in 32 hexadecimal digits."""
        parts = [self.code, self.file, self.document, self.pointer, self.value]
        return _hash(json.dumps(parts, ensure_ascii=False))[:32]


def identify(
    code: str, path: str, document: Document | None, pointer: str | None, finding: Finding
) -> Identity:
    """Say what a finding is about. ``path`` is its file's, ``pointer`` its own where it has one."""
    if document is None or pointer is None:
        said = masked(_PLACES.sub(r"\1", finding.message))
        return Identity(code, path, _label(document) if document else None, None, said)
    hides = bool(finding.hides)
    value = "null" if hides or finding.at.part == "key" else _value(document, pointer)
    return Identity(code, path, _label(document), _stable(document, pointer, hides=hides), value)


def _label(document: Document) -> str:
    """Name a document: ``piqc.ai/v1alpha1 ModelSpec chat``, a dash for what it does not say."""
    data = document.data if isinstance(document.data, dict) else {}
    parts = (data.get("apiVersion"), data.get("kind"), document.name)
    return masked(" ".join(part if isinstance(part, str) and part else "-" for part in parts))


def _value(document: Document, pointer: str) -> str:
    """Return what stands at a pointer; of a whole document nothing, for all else in it has its own place."""
    if not pointer or not document.has(pointer):
        return "null"
    name = f"{pointer.rpartition('/')[2]}: "
    return masked(name + _canonical(document.value(pointer)))[len(name) :]


def _canonical(value: Any) -> str:
    """Write a value as JSON in which neither the order of keys nor that of items counts."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{json.dumps(name)}:{_canonical(value[name])}" for name in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(sorted(map(_canonical, value))) + "]"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value, ensure_ascii=False, default=str)


def _stable(document: Document, pointer: str, *, hides: bool) -> str:
    """Return a pointer with what identifies each item of a list in place of its number."""
    node: Node | None = document.root
    names = []
    for name in split(pointer):
        items = node.items if node is not None else None
        if items is not None and name.isdecimal() and len(name) < 10 and int(name) < len(items):
            node = items[int(name)]
            names.append(_item(node, hides=hides))
            continue
        entry = node.entries.get(name) if node is not None and node.entries is not None else None
        node = entry.value if entry is not None else None
        names.append(_escaped(masked(name)))
    return "".join(f"/{name}" for name in names)


def _item(node: Node, *, hides: bool) -> str:
    for key in NAMING_KEYS:
        entry = (node.entries or {}).get(key)
        if entry is not None and entry.value.kind == "scalar" and entry.value.text:
            return f"[{key}={_short(entry.value.text)}]"
    if hides:
        return "[*]"
    return f"[{_short(node.text)}]" if node.kind == "scalar" else f"[{_digest(_canonical(node.value))}]"


def _short(text: str) -> str:
    text = masked(text)
    return _escaped(text) if len(text) <= _LONGEST else _digest(text)


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")


def _digest(text: str) -> str:
    return _hash(text)[:16]


def _hash(text: str) -> str:
    import hashlib  # loads OpenSSL: only a run with findings pays for it

    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
