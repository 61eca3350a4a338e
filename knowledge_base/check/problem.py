"""What a check of the facts finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Catalogue = Literal["models", "accelerators", "instances", "engines", "licences"]


@dataclass(frozen=True, slots=True)
class FactProblem:
    """Something in one fact that cannot be right; ``message`` says what, with figures."""

    catalogue: Catalogue
    identifier: str
    message: str
