"""The command line: ``modelspec``. Only here does the program print, and only here does it exit."""

from __future__ import annotations

import click

from modelspec_lint.linter.cli.explain import explain
from modelspec_lint.linter.cli.lint import lint
from modelspec_lint.linter.cli.rules import rules

__all__ = ["main"]


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="modelspec-lint", prog_name="modelspec")
def main() -> None:
    """Check ModelSpec files: not only their shape, but whether they can be true."""


main.add_command(lint)
main.add_command(explain)
main.add_command(rules)
