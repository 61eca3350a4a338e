"""``--baseline`` and ``--fail-on-stale-baseline``: what every command needs that holds a run against one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from modelspec_lint.linter.cli.completion import complete_files
from modelspec_lint.linter.cli.run import Run
from modelspec_lint.linter.cli.words import refuse_misspelt
from modelspec_lint.linter.verdicts import Result

if TYPE_CHECKING:
    from modelspec_lint.linter.baseline import Baseline, Entry, Scope

F = TypeVar("F", bound=Callable[..., Any])


def baseline_options(command: F) -> F:
    """Add the options of a baseline to a command: parameters ``baseline_file`` and ``fail_on_stale``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def baseline_or_exit(file: str | None, *, fail_on_stale: bool = False) -> Baseline | None:
    """Read the baseline that is named; one that cannot be used is a usage error."""
    if file is None:
        if fail_on_stale:
            raise click.UsageError("--fail-on-stale-baseline needs a baseline: add --baseline FILE")
        return None
    from modelspec_lint.linter.baseline import BadBaseline, read_baseline  # most runs have none

    refuse_misspelt("--baseline", file)
    try:
        return read_baseline(Path(file))
    except BadBaseline as error:
        raise click.UsageError(str(error)) from None


def scope_of(run: Run, result: Result, baseline: Baseline) -> Scope:
    """Say what a run could see of a baseline."""
    from modelspec_lint.linter.baseline import Scope, relative_to

    ran = {rule.code for rule in result.rules} - {crash.rule.code for crash in result.crashes}
    names = frozenset(
        each.shown if each.absolute is None else relative_to(baseline.folder, os.fspath(each.absolute))
        for each in run.found.paths
    )
    return Scope(
        files=names,
        gone=frozenset(
            name
            for name in {entry.key.file for entry in baseline.entries} - names
            if not _is_there(baseline.folder, name)
        ),
        left_out=frozenset(entry.key.rule for entry in baseline.entries) - ran,
    )


def say_unknown_rules(run: Run, baseline: Baseline, file: str) -> None:
    """Say on standard error what a baseline has of rules that no pack of the run has: it stays as it is."""
    known = {rule.code for rule, _ in run.packs.rules()}
    unknown = [entry for entry in baseline.entries if entry.key.rule not in known]
    if not unknown:
        return
    from modelspec_lint.linter.report.display import shown

    codes = sorted({entry.key.rule for entry in unknown})
    named = ", ".join(shown(code[:40]) for code in codes[:5]) + (", ..." if len(codes) > 5 else "")
    count = sum(entry.count for entry in unknown)
    click.echo(
        f"modelspec: {count:,} finding{'' if count == 1 else 's'} of {file} "
        f"{'is' if count == 1 else 'are'} of rules that no pack of this run has ({named}): nothing is said "
        "of them; `modelspec baseline create --force` leaves them out",
        err=True,
    )


def acceptor(baseline: Baseline | None) -> Callable[[Result], Result]:
    """Return what takes out of a result what a baseline accepts; without one nothing does."""
    if baseline is None:
        return lambda result: result
    from modelspec_lint.linter.baseline import apply_baseline

    return lambda result: apply_baseline(result, baseline)


def accept_baseline(
    run: Run, result: Result, baseline: Baseline, file: str | None, *, verbose: bool
) -> tuple[Result, int]:
    """Take out what a baseline accepts, say what of it is stale, and return how many findings that are."""
    from modelspec_lint.linter.baseline import apply_baseline, stale_entries

    result = apply_baseline(result, baseline)
    stale = stale_entries(result, baseline, scope_of(run, result, baseline))
    say_unknown_rules(run, baseline, file or "")
    if stale:
        _say_stale(stale, file or "", verbose=verbose)
    return result, sum(entry.count for entry in stale)


def _say_stale(stale: tuple[Entry, ...], file: str, *, verbose: bool) -> None:
    """Say on standard error, in a sentence, how much of a baseline no longer occurs; and what, if wanted."""
    from modelspec_lint.linter.report.display import shown

    count = sum(entry.count for entry in stale)
    findings = "1 finding of" if count == 1 else f"{count:,} findings of"
    occurs = "no longer occurs" if count == 1 else "no longer occur"
    click.echo(
        f"modelspec: {findings} {file} {occurs}: `modelspec baseline prune --baseline {file}` takes "
        f"{'it' if count == 1 else 'them'} out",
        err=True,
    )
    for entry in stale if verbose else ():
        click.echo(f"  {shown(str(entry))}", err=True)


def _is_there(folder: str, name: str) -> bool:
    try:
        return os.path.lexists(os.path.join(folder, name))  # noqa: PTH118 (what a file says is no path yet)
    except ValueError:
        return False


_OPTIONS = (
    click.option(
        "--baseline",
        "baseline_file",
        metavar="FILE",
        shell_complete=complete_files,
        help="Accept the findings that it lists; only new ones are reported. See modelspec baseline.",
    ),
    click.option(
        "--fail-on-stale-baseline",
        "fail_on_stale",
        is_flag=True,
        help="Exit code 1 also where the baseline lists what no longer occurs.",
    ),
)
