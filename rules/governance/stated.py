"""Whether a field of governance says something, or only that somebody has yet to fill it in."""

from __future__ import annotations

import re

from modelspec_lint.linter import Deployment

_BETWEEN = re.compile(r"[^a-z0-9]+")


def is_stated(text: str | None, deployment: Deployment) -> bool:
    """Whether a text is there, and is no placeholder such as ``TBD``, ``n/a`` or ``none``."""
    word = _BETWEEN.sub("-", (text or "").casefold()).strip("-")
    if not word:
        return any(letter.isalnum() for letter in text or "")
    return word not in deployment.knowledge.vocabulary("placeholders")
