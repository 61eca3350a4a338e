"""Numbers and texts that no fact can have, and fields of one entry that contradict each other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from modelspec_lint.knowledge_base.overlay.mistakes import Notes

LARGEST = 10**15
"""No fact is larger; arithmetic on numbers within it neither overflows nor loses whole numbers."""
_LONGEST_NUMBER = 32
_TAG = "tag:yaml.org,2002:"
_DIVIDED_BY = frozenset(("models", "accelerators", "precisions", "instances"))
"""The catalogues whose numbers sums divide by: zero is no size of theirs, but for these fields."""
_MAY_BE_ZERO = frozenset(
    (
        *("compute_capability", "experts", "cache", "recipe", "rope_scaling", "interconnect"),
        *("usd_per_hour", "spot_usd_per_hour", "capacity_block_usd_per_hour", "on_demand_usd_per_hour"),
    )
)
_AT_LEAST_ONE_INSIDE = frozenset(
    ("layers", "elements", "heads", "window", "count", "per_token", "width", "latent_width")
)


def check_scalars(catalogue: str, field: str, node: yaml.Node, label: str, notes: Notes) -> bool:
    """Look at every number and text of a field; whether all of them can be."""
    positive = not may_be_zero(catalogue, field)
    before = len(notes.found)
    for each in scalars(node):
        message = _number(each, positive) if each.tag in (f"{_TAG}int", f"{_TAG}float") else _text(each)
        if message:
            notes.add(each, f"{label}: {message}")
    return len(notes.found) == before


def may_be_zero(catalogue: str, field: str) -> bool:
    """Whether the numbers of a field may be zero: no sum divides by them."""
    return catalogue not in _DIVIDED_BY or field in _MAY_BE_ZERO


def scalars(node: yaml.Node) -> Iterator[yaml.ScalarNode]:
    """List the scalars below a node, keys included."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        if isinstance(each, yaml.ScalarNode):
            yield each
        elif isinstance(each, yaml.SequenceNode):
            waiting += each.value
        elif isinstance(each, yaml.MappingNode):
            waiting += [part for pair in each.value for part in pair]


def _number(node: yaml.ScalarNode, positive: bool) -> str:
    text: str = node.value
    if len(text) > _LONGEST_NUMBER:
        return f"no number of {len(text):,} characters is wanted"
    digits = text.lstrip("+-")
    misread = digits[:1] == "0" and digits[1:2].isdigit()
    try:
        value = float(text)
    except ValueError:
        return (
            f"`{text}` is no number" if text.lower().lstrip("+-").startswith(".") else _MISREAD.format(text)
        )
    if misread or "_" in text:
        return _MISREAD.format(text)
    if not math.isfinite(value) or abs(value) > LARGEST:
        return f"`{text}` is larger than any fact"
    if value < 0:
        return f"`{text}` is negative"
    return "`0` is no size" if positive and value == 0 else ""


_MISREAD = "`{}` is a number that is easily misread; write it plainly, or in quotes where it is text"


def _text(node: yaml.ScalarNode) -> str:
    text: str = node.value.replace("\n", " ")
    return "" if text.isprintable() else "it holds characters that cannot be printed"


def contradictions(catalogue: str, record: Mapping[str, Any]) -> Iterator[str]:
    """List what cannot be true of one whole entry: arithmetic relies on its opposite."""
    for part in (*(record.get("cache") or ()), record.get("experts") or {}):
        for name in sorted(_AT_LEAST_ONE_INSIDE & set(part)):
            if part[name] == 0:
                yield f"`{name}` is 0"
    for smaller, larger in _ORDER.get(catalogue, ()):
        low, high = record.get(smaller), record.get(larger)
        if low is not None and high is not None and low > high:
            yield f"`{_kebab(smaller)}` ({low:g}) is more than `{_kebab(larger)}` ({high:g})"
    if catalogue == "accelerators" and len(record.get("visible_memory_gib") or ()) == 2:
        low, high = record["visible_memory_gib"]
        largest = record.get("largest_memory_gib") or high
        if not low <= high <= largest:
            yield f"visible memory runs from {low:g} to {high:g} GiB, of at most {largest:g}"


_ORDER = {
    "models": (("kv_heads", "heads"), ("active_parameters", "parameters"), ("text_parameters", "parameters")),
    "precisions": (("bits_low", "bits"), ("bits", "bits_high")),
}


def _kebab(name: str) -> str:
    return name.replace("_", "-")
