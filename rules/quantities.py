"""How the messages of rules write numbers."""

from __future__ import annotations

_FINE = 12
"""Digits after the point of what would else be written as nothing: a cost of 0.00000001 USD."""


def number(value: float) -> str:
    """Write a number as people do: ``1200000``, ``0.5``, never ``1.2e+06``."""
    if value == int(value):
        return str(int(value))
    digits = 6 if abs(value) >= 0.0001 else _FINE
    return f"{value:.{digits}f}".rstrip("0").rstrip(".")


def gib(value: float) -> str:
    """Write memory: ``131.4 GiB``; two digits after the point where one would hide what matters."""
    return f"{value:.1f} GiB" if abs(value) >= 1 or value == 0 else f"{value:.2f} GiB"


def counted(count: float, noun: str) -> str:
    """Write a count with its noun: ``1 sequence``, ``32 sequences``."""
    return f"{number(count)} {noun}{'' if count == 1 else 's'}"


def listed(words: list[str] | tuple[str, ...], last: str = "or") -> str:
    """Join words: ``a``, ``a or b``, ``a, b or c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def milliseconds(value: float) -> str:
    """Write a time: ``2570 ms``, ``12.4 ms``, ``0.85 ms``."""
    return f"{number(float(f'{value:.3g}') if value < 100 else round(value))} ms"


def dollars(value: float) -> str:
    """Write an amount of money: ``32000 USD``, ``9.83 USD``, ``0.00042 USD``."""
    if value >= 100:
        return f"{value:.0f} USD"
    if value >= 1:
        return f"{value:.2f} USD"
    return f"{number(float(f'{value:.2g}'))} USD"
