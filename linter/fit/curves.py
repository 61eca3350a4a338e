"""The curves of the plots: what fits at each length."""

from __future__ import annotations

from modelspec_lint.knowledge_base import MemoryRequest
from modelspec_lint.linter.fit.limits import Limits, Point, frontier

_SHORTEST = 128
_LEAST_LONGEST = 8192
_BLOCK = 16
"""Engines hold tokens by the block: lengths between would bend the curve where nothing bends."""


def batch_by_length(request: MemoryRequest, known: Limits, per_octave: int) -> tuple[Point, ...]:
    """Return the largest batch at lengths up to the model's context, and at the declared length itself.

    Lengths grow by a factor of 2 every ``per_octave`` points, from 128 tokens, or less where less is
    declared. Lengths of which not even one sequence is expected to fit are left out.
    """
    longest = max(known.context or 0, known.at_length, _LEAST_LONGEST)
    if known.alone.expected is not None:
        longest = min(longest, known.alone.expected)
    lengths = {known.at_length} if known.at_length <= longest else set()
    length = float(min(_SHORTEST, known.at_length))
    while length < longest:
        lengths.add(max(1, round(length / _BLOCK)) * _BLOCK if length >= _SHORTEST else round(length))
        length *= 2 ** (1 / per_octave)
    if longest:
        lengths.add(longest)
    return frontier(request, sorted(lengths))
