"""``modelspec baseline``: accept today's findings, and see them shrink."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from modelspec_lint.linter.atomic import NotWritten, replace_file
from modelspec_lint.linter.baseline import (
    Baseline,
    Scope,
    apply_baseline,
    extended,
    pruned,
    stale_entries,
    write_baseline,
)
from modelspec_lint.linter.cli.baselines import baseline_or_exit, scope_of
from modelspec_lint.linter.cli.choice import Choice, choice_options
from modelspec_lint.linter.cli.knowledge import knowledge_option
from modelspec_lint.linter.cli.run import prepare
from modelspec_lint.linter.discover.walk import BASELINE_FILE

if TYPE_CHECKING:
    from modelspec_lint.linter.verdicts import Result

_USAGE, _CRASHED = 2, 3


_PATHS = click.argument("paths", nargs=-1, metavar="[PATH]...")
_FILE = click.option(
    "--baseline",
    "file",
    default=BASELINE_FILE,
    show_default=True,
    metavar="FILE",
    help="The file of the baseline; paths in it are relative to its folder.",
)


def _command(command: Any) -> Any:
    """Add what all three commands have: paths, which rules, facts, and the file."""
    for option in (knowledge_option, choice_options, _FILE, _PATHS):
        command = option(command)
    return command


@click.group()
def baseline() -> None:
    """Accept today's findings: a later `modelspec lint --baseline FILE` reports only new ones.

    Exit codes: 0 done, 2 usage error (nothing is written), 3 a rule or pack crashed (nothing is written).
    """


@baseline.command()
@_command
@click.option("--force", is_flag=True, help="Overwrite a baseline that exists.")
def create(paths: tuple[str, ...], file: str, force: bool, **given: Any) -> None:
    """Write a new baseline with all that lint finds in files, folders or quoted globs."""
    path = Path(file)
    if not force and (path.exists() or path.is_symlink()):
        raise click.UsageError(
            f"{file} exists: `modelspec baseline update` extends it, --force overwrites it"
        )
    empty = Baseline(str(path.absolute().parent.resolve()))
    result, _ = _linted(paths, file, empty, given)
    _write(path, extended(empty, result), f"{_findings(len(result.verdicts))} accepted")


@baseline.command()
@_command
def update(paths: tuple[str, ...], file: str, **given: Any) -> None:
    """Accept new findings as well, and take out what no longer occurs."""
    before = baseline_or_exit(file)
    assert before is not None
    result, scope = _linted(paths, file, before, given)
    stale = stale_entries(result, before, scope)
    after = extended(pruned(before, stale), result)
    gone = sum(entry.count for entry in stale)
    _write(Path(file), after, f"{_findings(len(result.verdicts))} added, {gone:,} taken out", before)


@baseline.command()
@_command
def prune(paths: tuple[str, ...], file: str, **given: Any) -> None:
    """Take out what no longer occurs; nothing is added.

    Only what is looked at can be taken out: entries about other files stay, unless those are gone.
    """
    before = baseline_or_exit(file)
    assert before is not None
    result, scope = _linted(paths, file, before, given)
    stale = stale_entries(result, before, scope)
    gone = sum(entry.count for entry in stale)
    _write(Path(file), pruned(before, stale), f"{_findings(gone)} taken out", before)


def _linted(
    paths: tuple[str, ...], file: str, baseline: Baseline, given: dict[str, Any]
) -> tuple[Result, Scope]:
    """Lint and hold against a baseline; a run that did not see everything ends the program."""
    knowledge_files = given.pop("knowledge_files")
    run = prepare(paths, Choice(**given), knowledge_files, baseline_file=file)
    result = apply_baseline(run.lint(), baseline)
    if run.packs.problems or result.crashes:
        for crash in result.crashes:
            click.echo(f"modelspec: the rule {crash.rule.code} crashed at {crash.place}", err=True)
        click.echo("modelspec: the baseline was not written, because not all rules ran", err=True)
        sys.exit(_CRASHED)
    if run.found.problems:
        click.echo("modelspec: the baseline was not written", err=True)
        sys.exit(_USAGE)
    return result, scope_of(run, result, baseline)


def _write(path: Path, baseline: Baseline, done: str, before: Baseline | None = None) -> None:
    if before is not None and before.entries == baseline.entries:
        click.echo(f"modelspec: {path}: nothing to change; {_findings(_size(baseline))} in it")
        return
    try:
        replace_file(path, write_baseline(baseline))
    except NotWritten as error:
        raise click.UsageError(f"{path} {error}") from None
    click.echo(f"modelspec: {path}: {done}; {_findings(_size(baseline))} in it")


def _size(baseline: Baseline) -> int:
    return sum(entry.count for entry in baseline.entries)


def _findings(count: int) -> str:
    return f"{count:,} finding{'' if count == 1 else 's'}"
