"""``modelspec lint``: the main job."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence
from typing import Any

import click

from modelspec_lint.linter.cli.baselines import accept_baseline, acceptor, baseline_options, baseline_or_exit
from modelspec_lint.linter.cli.choice import Choice, choice_options
from modelspec_lint.linter.cli.completion import complete_files
from modelspec_lint.linter.cli.fixing import (
    Difference,
    FixChoice,
    Fixed,
    fix_files,
    fix_options,
    print_diff,
)
from modelspec_lint.linter.cli.knowledge import knowledge_option, say_layers
from modelspec_lint.linter.cli.outputs import Output, OutputType, refuse_clashes, write_reports
from modelspec_lint.linter.cli.run import Run, prepare
from modelspec_lint.linter.cli.showing import show_options
from modelspec_lint.linter.document import C_PARSER, printable
from modelspec_lint.linter.report import FORMATS, ReportOptions
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import Result

CLEAN, FINDINGS, USAGE, CRASHED, NOTHING_LINTED = range(5)
"""The exit codes; they are the same for every format."""

_FAIL_ON = {"error": Severity.ERROR, "warning": Severity.WARNING, "note": Severity.NOTE}


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...", shell_complete=complete_files)
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", help="What standard output gets."
)
@click.option(
    "--output",
    "outputs",
    multiple=True,
    type=OutputType(),
    metavar="FORMAT=FILE",
    help="Write a report into a file as well, such as sarif=findings.sarif; may be repeated.",
)
@choice_options
@click.option(
    "--fail-on",
    type=click.Choice([*_FAIL_ON, "never"]),
    help="The least severity that makes the exit code 1: error, unless configuration says another.",
)
@knowledge_option
@baseline_options
@fix_options
@click.option("--fail-on-unknown", is_flag=True, help="Exit code 1 also where a rule could not decide.")
@click.option("--stdin-filename", metavar="NAME", help="What to call standard input (the path '-').")
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=0),
    metavar="N",
    help="Processes that share the files; 0 is one for each processor, the default from 200 files on.",
)
@click.option("--durations", is_flag=True, help="Say how long each rule took, on standard error.")
@show_options
def lint(
    paths: tuple[str, ...],
    form: str,
    outputs: tuple[Output, ...],
    knowledge_files: tuple[str, ...],
    baseline_file: str | None,
    fail_on_stale: bool,
    fix: bool,
    unsafe_fixes: bool,
    diff: bool,
    fail_on: str | None,
    fail_on_unknown: bool,
    stdin_filename: str | None,
    jobs: int | None,
    durations: bool,
    show: ReportOptions,
    **choice: Any,
) -> None:
    """Lint ModelSpec files: files, folders, quoted globs, or - for standard input. Default: this folder.

    Exit codes: 0 nothing at or above --fail-on, 1 findings at or above it, 2 usage error, 3 a rule or pack
    crashed, 4 nothing was linted although paths were named.
    """
    gc.disable()  # a run keeps almost all that it makes: collecting takes a sixth of the time
    fixes = FixChoice(fix, unsafe_fixes, diff)
    fixes.refuse_nonsense(form, outputs)
    run = prepare(
        paths,
        Choice(**choice),
        knowledge_files,
        stdin_filename=stdin_filename,
        durations=durations,
        baseline_file=baseline_file,
        jobs=jobs,
    )
    baseline = baseline_or_exit(run.baseline, fail_on_stale=fail_on_stale)
    refuse_clashes(outputs, (each.absolute for each in run.found.paths if not each.standard_input))
    if show.verbose:
        say_layers(run.knowledge)
    if show.verbose and not C_PARSER:
        click.echo(
            "modelspec: PyYAML was built without libyaml; its slower Python parser reads the files", err=True
        )
    accept = acceptor(baseline)
    if fixes.diff:
        sys.exit(_exit_code_of_diff(run, print_diff(run, accept, fixes)))
    fixed = fix_files(run, accept, fixes) if fixes.fix else Fixed(run.lint())
    result, stale = fixed.result, 0
    if baseline is not None:
        result, stale = accept_baseline(run, result, baseline, run.baseline, verbose=show.verbose)
    write_reports(result, form, outputs, show, aside=fixed.prints_text)
    _say_when_nothing(result, paths, run)
    if run.durations is not None:
        _say_durations(run.durations, result)
    code = _exit_code(
        result, _fails(run, result, fail_on), fail_on_unknown, named=bool(paths) and not run.all_excluded
    )
    if code == CLEAN and stale and fail_on_stale:
        code = FINDINGS
    if run.packs.problems:
        code = CRASHED
    elif (run.found.problems or not fixed.written) and code in {CLEAN, FINDINGS}:
        code = USAGE
    if code == CRASHED:
        from modelspec_lint.linter.watchdog import leave  # only after code of other packs

        leave(code)
    sys.exit(code)


def _say_durations(taken: dict[str, int], result: Result) -> None:
    """Say on standard error what each rule took, the slowest first."""
    names = {rule.code: rule.name for rule in result.rules}
    specs = max(1, result.summary.specs)
    click.echo("rule                                          total    per spec", err=True)
    for code, nanoseconds in sorted(taken.items(), key=lambda each: -each[1]):
        total, each = nanoseconds / 1e6, nanoseconds / 1e3 / specs
        click.echo(f"{code} {names.get(code, ''):<34} {total:8.2f} ms {each:8.1f} us", err=True)


def _fails(run: Run, result: Result, fail_on: str | None) -> bool:
    """Whether findings are bad enough: for the command line, else for what governs the file of each."""
    if fail_on is None and run.configured is not None:
        levels = ((each, run.configured.fail_on(each.source.absolute)) for each in result.verdicts)
        return any(level != "never" and each.severity >= _FAIL_ON[level] for each, level in levels)
    level = fail_on or "error"
    return level != "never" and bool(result.summary.at_or_above(_FAIL_ON[level]))


def _exit_code(result: Result, fails: bool, fail_on_unknown: bool, *, named: bool) -> int:
    summary = result.summary
    if summary.crashed:
        return CRASHED
    if fails:
        return FINDINGS
    if fail_on_unknown and summary.undecided:
        return FINDINGS
    if named and not (summary.specs or summary.findings or result.accepted):
        return NOTHING_LINTED
    return CLEAN


def _exit_code_of_diff(run: Run, difference: Difference) -> int:
    if run.packs.problems or difference.crashed:
        return CRASHED
    if run.found.problems:
        return USAGE
    return FINDINGS if difference.files else CLEAN


def _say_when_nothing(result: Result, paths: Sequence[str], run: Run) -> None:
    if run.all_excluded:
        click.echo("modelspec: nothing was linted: configuration excludes all that was named", err=True)
    elif not result.summary.specs and not result.summary.findings:
        where = ", ".join(map(printable, paths)) if paths else "this folder"
        click.echo(f"modelspec: nothing was linted: no ModelSpec document in {where}", err=True)
