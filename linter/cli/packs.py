"""Loading the packs for a command, and saying what could not be loaded."""

from __future__ import annotations

import click

from modelspec_lint.linter.plugins import Packs, load_packs


def packs_or_exit() -> Packs:
    """Load the packs; those that fail are named on standard error, and the others serve."""
    packs = load_packs()
    for problem in packs.problems:
        click.echo(f"modelspec: {problem}", err=True)
    return packs
