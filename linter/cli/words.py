"""Words on the command line: lists (``--select MS2,MS301 --select memory``), and files that are not there."""

from __future__ import annotations

import os
from collections.abc import Iterable

import click


def split_words(values: Iterable[str]) -> tuple[str, ...]:
    """Split comma-separated values into words, in order; an empty value gives an empty word."""
    return tuple(word.strip() for value in values for word in value.split(","))


def refuse_misspelt(option: str, file: str) -> None:
    """Refuse a file that an option names and that is not there, where another may have been meant.

    Of one that is nothing like any other, whoever reads it says more.
    """
    if not os.path.lexists(file):
        from modelspec_lint.linter.discover.shown import no_such_path

        said = no_such_path(file)
        if "did you mean" in said:
            raise click.UsageError(f"{option} {said}")
