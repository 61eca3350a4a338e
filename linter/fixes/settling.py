"""Of many changes those that hold together: tried all at once, and halved where they do not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def settle(changes: Sequence[T], passes: Callable[[Sequence[T]], bool]) -> list[T]:
    """Return the changes that pass, each with all that were taken before it.

    ``passes`` is asked once when all are good, and about twice the logarithm of their number for each that is
    not. A change that is left out did not pass on its own beside those that were taken before it.
    """
    return _settle([], changes, passes) if changes else []


def _settle(taken: list[T], changes: Sequence[T], passes: Callable[[Sequence[T]], bool]) -> list[T]:
    together = [*taken, *changes]
    if passes(together):
        return together
    if len(changes) == 1:
        return taken
    middle = len(changes) // 2
    return _settle(_settle(taken, changes[:middle], passes), changes[middle:], passes)
