"""The command line: ``modelspec``. Only here does the program print, and only here does it exit."""

from __future__ import annotations

import contextlib
import importlib
import os
import re
import sys

import click

from modelspec_lint.linter.cli.explain import explain
from modelspec_lint.linter.cli.kb import kb
from modelspec_lint.linter.cli.lint import lint
from modelspec_lint.linter.cli.rules import rules
from modelspec_lint.linter.document import printable
from modelspec_lint.linter.nearest import did_you_mean

__all__ = ["main"]


_IMPORTED_LATE = {
    "baseline": "modelspec_lint.linter.cli.baseline",
    "config": "modelspec_lint.linter.cli.config",
    "fit": "modelspec_lint.linter.cli.fit",
    "pack": "modelspec_lint.linter.cli.pack",
    "waivers": "modelspec_lint.linter.cli.waivers",
}
"""Commands with many options, by module: no run of another command pays for making them."""


class _Commands(click.Group):
    """Commands of which none ends in a traceback because the system refuses something."""

    def list_commands(self, context: click.Context) -> list[str]:
        """List all commands, those too that are not imported yet."""
        return sorted({*super().list_commands(context), *_IMPORTED_LATE})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        """Find a command, importing it where that was left for later."""
        if name in _IMPORTED_LATE and name not in self.commands:
            command = getattr(importlib.import_module(_IMPORTED_LATE[name]), name)
            assert isinstance(command, click.Command)
            self.add_command(command)
        return super().get_command(context, name)

    def invoke(self, context: click.Context) -> object:
        """Run the command; what the system refuses is a sentence and exit code 2, never that of findings."""
        try:
            return super().invoke(context)
        except BrokenPipeError:
            raise
        except click.ClickException as error:  # it may quote a path or a word that a file's name has made
            vars(error)["message"] = "\n".join(map(printable, _with_nearest(error).split("\n")))
            raise
        except OSError as error:
            with contextlib.suppress(OSError, ValueError):
                sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 (what is left unwritten must not fail again)
            where = f": {printable(str(error.filename))}" if error.filename else ""
            raise click.UsageError(f"{(error.strerror or str(error)).lower()}{where}") from None


def _with_nearest(error: click.ClickException) -> str:
    """Return what an error says; of a word that is not among a few, with the one that may have been meant."""
    if isinstance(error, click.BadParameter) and error.param is not None:
        kind, word = error.param.type, re.match(r"(?s)'(.*)' is not one of", error.message)
        if isinstance(kind, click.Choice) and word:
            return error.message.rstrip(".") + (did_you_mean(word[1], map(str, kind.choices)) or ".")
    return error.message


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(package_name="modelspec-lint", prog_name="modelspec")
def main() -> None:
    """Check ModelSpec files: not only their shape, but whether they can be true."""


main.add_command(lint)
main.add_command(explain)
main.add_command(rules)
main.add_command(kb)
