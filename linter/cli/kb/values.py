"""Values as people read them: thousands separated, units named, ``-`` where nothing is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from modelspec_lint.knowledge_base import Accelerator, Model

UNKNOWN = "-"
_KIB = 1024
_KEPT = ("full", "sliding", "chunked", "latent")


def quantity(value: float | None, unit: str = "") -> str:
    """Write a number with its unit: ``989.4 TFLOPS``, ``40,960 MiB``."""
    if value is None:
        return UNKNOWN
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return f"{text} {unit}".rstrip()


def span(low: float, high: float, unit: str) -> str:
    """Write an interval: ``79.18 to 79.25 GiB``."""
    return quantity(low, unit) if low == high else f"{quantity(low)} to {quantity(high, unit)}"


def yes_or_no(value: bool | None) -> str:
    """Write what is known to be so or not."""
    return UNKNOWN if value is None else "yes" if value else "no"


def money(value: float | None, unit: str = "") -> str:
    """Write an amount of US dollars: ``3.98 USD/h``."""
    return UNKNOWN if value is None else f"{value:,.2f} {unit}".rstrip()


def count(value: int | None) -> str:
    """Write a large count to three figures: ``8.03 B``, ``671 B``, ``22.7 M``."""
    if value is None:
        return UNKNOWN
    for size, letter in ((10**9, "B"), (10**6, "M")):
        if value >= size:
            share = value / size
            return f"{share:,.0f} {letter}" if share >= 100 else f"{share:.3g} {letter}"
    return f"{value:,}"


def cache_per_token(model: Model) -> str:
    """Write what a token of the cache takes in 16 bits, all layers together: ``128 KiB``, ``none``."""
    if model.cache is None:
        return UNKNOWN
    elements = sum(layers.layers * layers.elements for layers in model.cache if layers.kind in _KEPT)
    if not elements:
        return "none"
    return quantity(round(2 * elements / _KIB, 1), "KiB")


def rate(accelerator: Accelerator, precision: str) -> str:
    """Write a dense rate in TFLOPS: ``no`` where the format is not supported, ``-`` where it is unknown."""
    known = accelerator.tflops.get(precision)
    if known is not None:
        return quantity(known)
    return "no" if precision in accelerator.unsupported_precisions else UNKNOWN


def listed(values: Sequence[Any]) -> str:
    """Write several values in a row."""
    return ", ".join(map(str, values)) or UNKNOWN
