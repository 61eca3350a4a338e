"""Lists on the command line: ``--select MS2,MS301 --select memory``."""

from __future__ import annotations

from collections.abc import Iterable


def split_words(values: Iterable[str]) -> tuple[str, ...]:
    """Split comma-separated values into words, in order; an empty value gives an empty word."""
    return tuple(word.strip() for value in values for word in value.split(","))
