"""Figures as people read them: times, rates and small amounts of money, with three digits that count."""

from __future__ import annotations

import math

_DECIMALS = 6
_LEAST = 1e-6


def figure(value: float) -> str:
    """Write a number that is not negative with three digits or, from a hundred on, without decimals."""
    if not math.isfinite(value):
        return "unbounded"
    if value >= 100 or value == 0:
        return f"{value:,.0f}"
    if value < _LEAST:
        return f"<{_LEAST:f}"
    return f"{value:.{min(_DECIMALS, 2 - math.floor(math.log10(value)))}f}"


def tokens(number: int) -> str:
    """Write a number of tokens."""
    return "1 token" if number == 1 else f"{number:,} tokens"


def sequences(number: int) -> str:
    """Write a number of sequences."""
    return "1 sequence" if number == 1 else f"{number:,} sequences"


def sentence(clause: str) -> str:
    """Make a sentence of a clause: its first letter large, and a full stop."""
    return f"{clause[:1].upper()}{clause[1:]}."


def count(limit: int | None) -> str:
    """Write a limit; there may be none."""
    return "no limit" if limit is None else f"{limit:,}"
