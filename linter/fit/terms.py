"""The terms of the sum of memory in the order in which reports show them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from modelspec_lint.knowledge_base import Estimate
from modelspec_lint.linter.fit.answer import Unknown
from modelspec_lint.linter.fit.memory_sum import MemorySum, Role, role_of


@dataclass(frozen=True, slots=True)
class Term:
    """One line of the sum; ``role`` is that of its segment in the bar, empty where it has none."""

    name: str
    answer: Estimate | Unknown
    role: Role | Literal[""] = ""
    total: bool = False


def terms_of(parts: MemorySum) -> Iterator[Term]:
    """Yield the terms: what there is, what is taken off, what is left, what is to go into that."""
    yield Term("visible", parts.visible)
    yield Term("usable", parts.usable)
    for each in parts.taken:
        yield Term(each.name, each, role_of(each.name))
    if not parts.taken:
        yield Term("weights", parts.weights, "weights")
    yield Term("left for the KV cache" if parts.keeps_cache else "left", parts.left, total=True)
    if parts.keeps_cache:
        one, load = parts.one_sequence, parts.load
        batch = isinstance(load, Estimate) and load.name != "one sequence"
        yield Term("one sequence", one, "" if batch or isinstance(one, Unknown) else "load")
        if batch:
            yield Term("declared load", load, "load")
