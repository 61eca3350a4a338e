"""Which documents are ours to judge."""

from __future__ import annotations

import re
from typing import Any

from modelspec_lint.linter.document.node import Node

KIND = "ModelSpec"
GROUP = "piqc.ai"

_NAMED_SO = re.compile(r"\.modelspec\.(?:ya?ml|json)\Z", re.IGNORECASE)
_KIN = re.compile(r"piqc|paralleliq", re.IGNORECASE)
_KIND_TEXT = re.compile(rf"""["']?\bkind["']?\s*:\s*["']?{KIND}\b""")
_LIKE_KIND = 0.8


def is_named_modelspec(path: str) -> bool:
    """Whether a file's name alone announces ModelSpecs: ``*.modelspec.yaml``, ``.yml`` or ``.json``."""
    return _NAMED_SO.search(path) is not None


def may_hold_ours(data: bytes) -> bool:
    """Whether a file that only its content can make ours is worth parsing; quick, and never wrongly false."""
    return KIND.encode() in data or data.startswith((b"\xff\xfe", b"\xfe\xff"))


def reads_like_ours(text: str) -> bool:
    """Whether a text that could not be parsed was meant as a ModelSpec."""
    return _KIND_TEXT.search(text) is not None and _KIN.search(text) is not None


def is_ours(root: Node, *, named_modelspec: bool, named: bool) -> bool:
    """Decide about a parsed document.

    ``named_modelspec`` says that the file's name ends in ``.modelspec.yaml`` and the like, ``named`` that
    the user named the file. The better a file is announced, the more of a mistake in ``apiVersion`` or
    ``kind`` is told instead of taken for another format.
    """
    if root.kind != "map":
        return named_modelspec
    kind, version = _field(root, "kind"), _field(root, "apiVersion")
    group = version.rpartition("/")[0] if isinstance(version, str) else None
    if kind == KIND:
        if group is None or group == "":
            return named_modelspec or named
        return group == GROUP or _KIN.search(group) is not None or named_modelspec
    if group == GROUP:
        return named_modelspec or (named and kind is None) or _is_like_kind(kind)
    if named_modelspec:
        return group is None or not isinstance(kind, str) or _is_like_kind(kind)
    return False


def _field(root: Node, name: str) -> Any:
    """Return a top-level value, also when only the case of its key is wrong."""
    entries = root.entries or {}
    if name in entries:
        return entries[name].value.value
    for key, entry in entries.items():
        if key.lower().replace("_", "").replace("-", "") == name.lower():
            return entry.value.value
    return None


def _is_like_kind(kind: Any) -> bool:
    if not isinstance(kind, str):
        return False
    if kind.lower().replace("-", "").replace("_", "") == KIND.lower():
        return True
    from difflib import SequenceMatcher

    return SequenceMatcher(None, kind[:40].lower(), KIND.lower()).ratio() >= _LIKE_KIND
