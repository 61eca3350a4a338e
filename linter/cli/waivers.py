"""``modelspec waivers``: the ledger of what is suppressed, why, by whom, until when, and whether in vain."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from modelspec_lint.linter.cli.choice import Choice, choice_options
from modelspec_lint.linter.cli.completion import complete_files
from modelspec_lint.linter.cli.knowledge import knowledge_option
from modelspec_lint.linter.cli.outputs import print_text, terminal_options
from modelspec_lint.linter.cli.run import Run, prepare
from modelspec_lint.linter.discover import read_found
from modelspec_lint.linter.document import SourceFile, printable
from modelspec_lint.linter.suppressions import read_suppressions
from modelspec_lint.linter.suppressions.file_suppressions import FileSuppressions
from modelspec_lint.linter.suppressions.ledger import ledger
from modelspec_lint.linter.suppressions.ledger_report import ledger_json, ledger_text

_USAGE, _CRASHED, _NOTHING_LINTED = 2, 3, 4


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=complete_files)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print.")
@choice_options
@knowledge_option
def waivers(paths: tuple[str, ...], form: str, knowledge_files: tuple[str, ...], **choice: Any) -> None:
    """List the suppressions in files, folders or quoted globs: rules, reason, owner, last day, state.

    The files are linted to learn which suppressions are active, unused, expired or bad. Exit codes: 0 listed,
    2 usage error, 3 a rule or pack crashed, 4 nothing was linted although paths were named.
    """
    run = prepare(paths, Choice(**choice), knowledge_files)
    files: list[FileSuppressions] = []
    result = run.lint(_read(run, files))
    today = date.today()
    rules = [rule for rule, _ in run.packs.rules()]
    listed = ledger(files, result, run.plan, rules, run.knowledge, today)
    print_text(
        ledger_json(listed, today.isoformat()) if form == "json" else ledger_text(listed, terminal_options())
    )
    if result.crashes or run.packs.problems:
        sys.exit(_CRASHED)
    if run.found.problems:
        sys.exit(_USAGE)
    if run.all_excluded:
        click.echo("modelspec: nothing was linted: configuration excludes all that was named", err=True)
    elif paths and not result.summary.files:
        where = ", ".join(map(printable, paths))
        click.echo(f"modelspec: nothing was linted: no ModelSpec document in {where}", err=True)
        sys.exit(_NOTHING_LINTED)


def _read(run: Run, files: list[FileSuppressions]) -> Iterator[SourceFile]:
    """Read the files of a run one at a time, and keep their suppressions."""
    for each in run.found.paths:
        source = read_found(each)
        found = read_suppressions(source)
        if found is not None:
            files.append(found)
        yield source
