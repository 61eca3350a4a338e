"""Loading the packs for a command, and saying what could not be loaded."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelspec_lint.linter.cli.completion import complete_files
from modelspec_lint.linter.cli.words import refuse_misspelt
from modelspec_lint.linter.plugins import Packs, load_packs

if TYPE_CHECKING:
    from modelspec_lint.linter.declarative import PackError

_USAGE = 2

pack_option = click.option(
    "--pack",
    "pack_files",
    multiple=True,
    metavar="FILE",
    shell_complete=complete_files,
    help="Rules of your own: a YAML file (modelspec pack new writes one), or a Python file that you trust.",
)
"""The option of every command that knows rules; its parameter is ``pack_files``."""


def packs_or_exit(files: Sequence[str] = ()) -> Packs:
    """Load the packs; those that fail are named on standard error, and the others serve.

    ``files`` are packs in files, which come after the installed ones. Their mistakes go to standard error,
    one a line, and the program ends with exit code 2: a run without rules that it was to have proves nothing.
    """
    packs = load_packs()
    if files:
        packs = with_files_or_exit(packs, files)
    for problem in packs.problems:
        click.echo(f"modelspec: {problem}", err=True)
    return packs


def with_files_or_exit(packs: Packs, files: Sequence[str]) -> Packs:
    """Add packs from files to others; this is where a file's kind decides how it is loaded.

    Those in Python come first, whatever the order, so that the others can speak of their rules.
    """
    from modelspec_lint.linter.declarative import PackError, with_packs

    for file in files:
        refuse_misspelt("--pack", file)
    in_python = [file for file in files if file.lower().endswith(".py")]
    if in_python:
        from modelspec_lint.linter.python_files import with_python_files

        for file in in_python:
            if not Path(file).is_file():
                said = "is no file" if Path(file).exists() else "there is no such file"
                raise click.UsageError(f"--pack {file}: {said}")
        packs = with_python_files(packs, in_python)
    try:
        return with_packs(packs, [file for file in files if file not in in_python])
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
