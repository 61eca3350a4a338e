"""Which YAML tags are read: those of plain values, nothing that makes an object."""

from __future__ import annotations

from modelspec_lint.linter.document.node import NodeKind
from modelspec_lint.linter.document.scalars import NAMESPACE

_KNOWN: dict[NodeKind, frozenset[str]] = {
    "scalar": frozenset({"null", "bool", "int", "float", "binary", "timestamp", "str", "merge"}),
    "list": frozenset({"seq", "omap", "pairs"}),
    "map": frozenset({"map", "set"}),
}
_OF_YAML = frozenset().union(*_KNOWN.values())


def short_tag(tag: str, kind: NodeKind) -> str | None:
    """Return the short form of a tag of YAML's own that fits a kind of node; ``None`` for any other."""
    short = tag.removeprefix(NAMESPACE)
    return short if short != tag and short in _KNOWN[kind] else None


def is_of_yaml(tag: str) -> bool:
    """Whether a tag is one of YAML's own, whatever it fits."""
    return tag.startswith(NAMESPACE) and tag.removeprefix(NAMESPACE) in _OF_YAML


def shown_tag(tag: str) -> str:
    """Return a tag as people write it."""
    return f"!!{tag.removeprefix(NAMESPACE)}" if tag.startswith(NAMESPACE) else tag
