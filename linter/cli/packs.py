"""Loading the packs for a command, and saying what could not be loaded."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from modelspec_lint.linter.plugins import Packs, load_packs

if TYPE_CHECKING:
    from modelspec_lint.linter.declarative import PackError

_USAGE = 2

pack_option = click.option(
    "--pack",
    "pack_files",
    multiple=True,
    metavar="FILE",
    help="Rules of your own from a YAML file (modelspec pack new writes one); may be repeated.",
)
"""The option of every command that knows rules; its parameter is ``pack_files``."""


def packs_or_exit(files: Sequence[str] = ()) -> Packs:
    """Load the packs; those that fail are named on standard error, and the others serve.

    ``files`` are packs in files, which come after the installed ones. Their mistakes go to standard error,
    one a line, and the program ends with exit code 2: a run without rules that it was to have proves nothing.
    """
    packs = load_packs()
    for problem in packs.problems:
        click.echo(f"modelspec: {problem}", err=True)
    return with_files_or_exit(packs, files) if files else packs


def with_files_or_exit(packs: Packs, files: Sequence[str]) -> Packs:
    """Add packs from files to others; this is where a file's kind decides how it is loaded."""
    from modelspec_lint.linter.declarative import PackError, with_packs

    for file in files:
        if file.lower().endswith(".py"):
            raise click.UsageError(f"--pack {file}: packs in files are YAML; one in Python is installed")
    try:
        return with_packs(packs, files)
    except PackError as error:
        say_mistakes(error)
        sys.exit(_USAGE)


def say_mistakes(error: PackError) -> None:
    """Say on standard error what is wrong in pack files."""
    for mistake in error.mistakes:
        click.echo(str(mistake), err=True)
    count = len(error.mistakes)
    said = "1 mistake" if count == 1 else f"{count} mistakes"
    click.echo(f"modelspec: {said} in pack files; nothing was done", err=True)
