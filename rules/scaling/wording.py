"""What the findings about rates have in common: how they write them."""

from __future__ import annotations

from modelspec_lint.rules.quantities import counted, number


def per_second(rate: float) -> str:
    """Write a rate: ``12.5 requests a second``, ``1 request a second``."""
    rounded = float(f"{rate:.3g}") if rate < 1000 else round(rate)
    return f"{counted(rounded, 'request')} a second"


def size(input_tokens: float, output_tokens: float) -> str:
    """Write how large a request is: ``1024 tokens in and 256 out``."""
    return f"{counted(input_tokens, 'token')} in" + (
        f" and {number(output_tokens)} out" if output_tokens else ""
    )
