"""Specs that depend on themselves, through others."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from modelspec_lint.linter.outline import Outline
from modelspec_lint.linter.reference import Reference

Cycle = tuple[Reference, ...]
"""References that lead from a spec back to it, in the order in which a request would follow them."""

_Graph = Mapping[int, Sequence[Reference]]


def cycles(references: Iterable[Reference], start: Sequence[Outline]) -> Iterator[Cycle]:
    """Yield one shortest cycle for every group of specs that reach one another, beginning with the first.

    Cycles of required dependencies go before those that lead over an optional one: such a group is named by
    the worst that is in it. ``start`` are the specs that a cycle may begin with, in path order.
    """
    followed = [reference for reference in references if reference.target is not None]
    told: set[int] = set()
    for wanted in (_is_required, _any):
        graph = _graph(each for each in followed if wanted(each))
        for outline in start:
            node = id(outline.document)
            if node in told:
                continue
            cycle = _shortest(graph, node)
            if cycle is not None:
                told |= _group(graph, node)
                yield cycle


def _is_required(reference: Reference) -> bool:
    return reference.dependency.required


def _any(reference: Reference) -> bool:
    return True


def _graph(references: Iterable[Reference]) -> dict[int, list[Reference]]:
    graph: dict[int, list[Reference]] = {}
    for reference in references:
        graph.setdefault(id(reference.source.document), []).append(reference)
    return graph


def _shortest(graph: _Graph, node: int) -> Cycle | None:
    """Return the shortest way from a spec back to itself."""
    ways: dict[int, Cycle] = {node: ()}
    waiting = deque([node])
    while waiting:
        here = waiting.popleft()
        for reference in graph.get(here, ()):
            there = _target(reference)
            if there == node:
                return (*ways[here], reference)
            if there not in ways:
                ways[there] = (*ways[here], reference)
                waiting.append(there)
    return None


def _group(graph: _Graph, node: int) -> set[int]:
    """Return the specs that a spec reaches and that reach it."""
    backwards: dict[int, set[int]] = {}
    for here, references in graph.items():
        for reference in references:
            backwards.setdefault(_target(reference), set()).add(here)
    reached = _reach(node, lambda here: [_target(each) for each in graph.get(here, ())])
    return reached & _reach(node, lambda here: backwards.get(here, ()))


def _reach(node: int, following: Callable[[int], Iterable[int]]) -> set[int]:
    reached = {node}
    waiting = [node]
    while waiting:
        for there in following(waiting.pop()):
            if there not in reached:
                reached.add(there)
                waiting.append(there)
    return reached


def _target(reference: Reference) -> int:
    assert reference.target is not None, "only references to one spec are followed"
    return id(reference.target.document)
