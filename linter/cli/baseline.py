"""``modelspec baseline``: accept today's findings, and see them shrink."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from modelspec_lint.linter.atomic import NotWritten, replace_file
from modelspec_lint.linter.baseline import (
    Baseline,
    Entry,
    apply_baseline,
    extended,
    pruned,
    stale_entries,
    write_baseline,
)
from modelspec_lint.linter.cli.baselines import baseline_or_exit, say_unknown_rules, scope_of
from modelspec_lint.linter.cli.choice import Choice, choice_options
from modelspec_lint.linter.cli.completion import complete_files
from modelspec_lint.linter.cli.knowledge import knowledge_option
from modelspec_lint.linter.cli.run import Run, prepare
from modelspec_lint.linter.discover.walk import BASELINE_FILE
from modelspec_lint.linter.verdicts import Result

_USAGE, _CRASHED = 2, 3


_PATHS = click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=complete_files)
_FILE = click.option(
    "--baseline",
    "file",
    metavar="FILE",
    shell_complete=complete_files,
    help="The file of the baseline; paths in it are relative to its folder. "
    f"Default: what configuration says, else {BASELINE_FILE}.",
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
def create(force: bool, **given: Any) -> None:
    """Write a new baseline with all that lint finds in files, folders or quoted globs."""
    run, path = _prepared(given)
    if not force and (path.exists() or path.is_symlink()):
        raise click.UsageError(
            f"{path} exists: `modelspec baseline update` extends it, --force overwrites it"
        )
    empty = Baseline(str(path.absolute().parent.resolve()))
    after = extended(empty, _linted(run, empty))
    _write(path, after, f"{_findings(_size(after.entries))} accepted")


@baseline.command()
@_command
def update(**given: Any) -> None:
    """Accept new findings as well, and take out what no longer occurs."""
    path, before, stale, result = _held_against(given)
    kept = pruned(before, stale)
    after = extended(kept, result)
    added = _findings(_size(after.entries) - _size(kept.entries))
    _write(path, after, f"{added} added, {_size(stale):,} taken out", before)


@baseline.command()
@_command
def prune(**given: Any) -> None:
    """Take out what no longer occurs; nothing is added.

    Only what is looked at can be taken out: entries about other files stay, unless those are gone.
    """
    path, before, stale, _ = _held_against(given)
    _write(path, pruned(before, stale), f"{_findings(_size(stale))} taken out", before)


def _prepared(given: dict[str, Any]) -> tuple[Run, Path]:
    """Begin a run, and say which file the baseline is."""
    paths, file, knowledge_files = (given.pop(name) for name in ("paths", "file", "knowledge_files"))
    run = prepare(paths, Choice(**given), knowledge_files, baseline_file=file)
    return run, Path(run.baseline or BASELINE_FILE)


def _held_against(given: dict[str, Any]) -> tuple[Path, Baseline, tuple[Entry, ...], Result]:
    """Lint, and return the file, what it has, what of this is stale, and what is left of the findings."""
    run, path = _prepared(given)
    before = baseline_or_exit(str(path))
    assert before is not None, "a file was named"
    say_unknown_rules(run, before, str(path))
    result = _linted(run, before)
    return path, before, stale_entries(result, before, scope_of(run, result, before)), result


def _linted(run: Run, baseline: Baseline) -> Result:
    """Lint and hold against a baseline; a run that did not see everything ends the program."""
    result = apply_baseline(run.lint(), baseline)
    if run.packs.problems or result.crashes:
        for crash in result.crashes:
            click.echo(f"modelspec: the rule {crash.rule.code} crashed at {crash.place}", err=True)
        click.echo("modelspec: the baseline was not written, because not all rules ran", err=True)
        sys.exit(_CRASHED)
    if run.found.problems:
        click.echo("modelspec: the baseline was not written", err=True)
        sys.exit(_USAGE)
    return result


def _write(path: Path, baseline: Baseline, done: str, before: Baseline | None = None) -> None:
    size = _findings(_size(baseline.entries))
    if before is not None and before.entries == baseline.entries:
        click.echo(f"modelspec: {path}: nothing to change; {size} in it")
        return
    try:
        replace_file(path, write_baseline(baseline))
    except NotWritten as error:
        raise click.UsageError(f"{path} {error}") from None
    click.echo(f"modelspec: {path}: {done}; {size} in it")


def _size(entries: Iterable[Entry]) -> int:
    return sum(entry.count for entry in entries)


def _findings(count: int) -> str:
    return f"{count:,} finding{'' if count == 1 else 's'}"
