"""How many accelerators stand in one node, and how many of these a fast interconnect joins."""

from __future__ import annotations

import re
from dataclasses import dataclass

from modelspec_lint.knowledge_base.facts import Accelerator
from modelspec_lint.knowledge_base.knowledge import KnowledgeBase

_SLOTS = 10
"""Cards in the largest common servers for cards: where no larger machine is known, no fewer are assumed."""
_POD = re.compile(r"\bpod (\d+)")


@dataclass(frozen=True, slots=True)
class Node:
    """One node: ``accelerators`` at most, ``fast`` of them joined (1: over PCIe only; ``None``: unknown)."""

    accelerators: int
    fast: int | None


def node_of(knowledge: KnowledgeBase, accelerator: Accelerator) -> Node:
    """Return the largest node with an accelerator that is known: an instance type, a board, or a rack.

    A torus that spans hosts (``ICI``) is one node, for nothing in it is slower than the rest.
    """
    link = accelerator.interconnect or {}
    sold = (each.count for each in knowledge.instances if each.accelerator == accelerator.id)
    largest = max(1, int(max(sold, default=1)), accelerator.fast_domain or 1)
    pod = _POD.search(str(link.get("scope", "")))
    if pod is not None:
        return Node(int(pod[1]), int(pod[1]))
    kind = str(link.get("kind", "PCIe"))
    if accelerator.fast_domain is None or kind == "PCIe" or "bridge" in kind:
        largest = max(largest, _SLOTS)
    return Node(largest, accelerator.fast_domain)
