"""``--fix``, ``--unsafe-fixes`` and ``--diff``: what they mean together, and what they say."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from modelspec_lint.linter.cli.outputs import Output, repository_root
from modelspec_lint.linter.cli.run import Run
from modelspec_lint.linter.discover import read_found
from modelspec_lint.linter.verdicts import Result, Verdict

if TYPE_CHECKING:
    from modelspec_lint.linter.document import SourceFile
    from modelspec_lint.linter.fixes import FileFixes, RolledBack

F = TypeVar("F", bound=Callable[..., Any])

MOST_REASONS = 20
"""Fixes that were rolled back whose reasons are told."""

Accept = Callable[[Result], Result]
"""Takes out of a result what a baseline accepts."""


@dataclass(frozen=True, slots=True)
class FixChoice:
    """What the command line says of fixes."""

    fix: bool
    unsafe: bool
    diff: bool

    @property
    def wanted(self) -> bool:
        """Whether fixes are tried at all."""
        return self.fix or self.diff

    def refuse_nonsense(self, form: str, outputs: Sequence[Output]) -> None:
        """Refuse what cannot be meant: a usage error."""
        if self.unsafe and not self.wanted:
            raise click.UsageError("--unsafe-fixes says which fixes are made: add --fix or --diff")
        if self.diff and self.fix:
            raise click.UsageError("--diff changes nothing and --fix does: choose one of them")
        if self.diff and (form != "text" or outputs):
            raise click.UsageError("--diff prints a diff and no report: leave --format and --output out")


def fix_options(command: F) -> F:
    """Add the options of fixes to a command: parameters ``fix``, ``unsafe_fixes`` and ``diff``."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@dataclass(frozen=True, slots=True)
class Fixed:
    """What fixing came to: the result on the fixed files, and whether all could be written."""

    result: Result
    written: bool = True
    prints_text: bool = False
    """Whether standard output has the text of standard input, so that the report goes elsewhere."""


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of files in memory, and whether a rule crashed over it."""

    files: tuple[FileFixes, ...]
    crashed: bool


def fix_files(run: Run, accept: Accept, choice: FixChoice) -> Fixed:
    """Fix the files of a run and write them; what has to be left alone is said on standard error."""
    from modelspec_lint.linter.atomic import NotWritten
    from modelspec_lint.linter.fixes import write_fixed
    from modelspec_lint.linter.report.display import shown

    standard_input = next((each.shown for each in run.found.paths if each.standard_input), None)
    tree, sources = repository_root(), []
    refused: list[RolledBack] = []
    written = True
    made = rolled_back = 0
    for each in _fixed(run, accept, choice).files:
        source, count = each.after, len(each.made)
        if each.before.path == standard_input:
            sys.stdout.buffer.write(source.data)
        elif each.made:
            try:
                write_fixed(each, tree)
            except NotWritten as error:
                click.echo(f"modelspec: {shown(source.path)} {error}", err=True)
                source, count, written = each.before, 0, False
        sources.append(source)
        made += count
        rolled_back += each.rolled_back
        refused += each.refused
    _say_refused(refused, "was")
    result = run.lint(sources)
    result = replace(result, summary=replace(result.summary, fixed=made, rolled_back=rolled_back))
    return Fixed(result, written, standard_input is not None)


def print_diff(run: Run, accept: Accept, choice: FixChoice) -> Difference:
    """Print what fixing would change, and say on standard error how much that is."""
    from modelspec_lint.linter.cli.outputs import print_text
    from modelspec_lint.linter.fixes import difference
    from modelspec_lint.linter.report.summary import counted

    done = _fixed(run, accept, choice)
    changed = [each for each in done.files if each.made]
    for each in changed:
        print_text(difference(each.before, each.after))
    made = counted(sum(len(each.made) for each in changed), "finding")
    refused = [one for each in done.files for one in each.refused]
    _say_refused(refused, "would be")
    also = f"; {len(refused):,} would be rolled back" if refused else ""
    click.echo(f"modelspec: {made} would be fixed in {counted(len(changed), 'file')}{also}", err=True)
    return replace(done, files=tuple(changed))


def _say_refused(refused: Sequence[RolledBack], was: str) -> None:
    """Say on standard error why fixes were not made, so that somebody can make them."""
    from modelspec_lint.linter.report.display import shown

    for each in refused[:MOST_REASONS]:
        verdict = each.proposal.verdict
        place = f"{verdict.file}:{verdict.span.line}:{verdict.span.column}"
        click.echo(
            f"modelspec: {shown(place)}: the fix of {verdict.code} {was} rolled back: {shown(each.reason)}",
            err=True,
        )
    if len(refused) > MOST_REASONS:
        click.echo(f"modelspec: and {len(refused) - MOST_REASONS:,} more {was} rolled back", err=True)


@dataclass(frozen=True, slots=True)
class _Linted:
    everything: tuple[Verdict, ...]
    open: tuple[Verdict, ...]


def _fixed(run: Run, accept: Accept, choice: FixChoice) -> Difference:
    from modelspec_lint.linter.fixes import Fixing
    from modelspec_lint.linter.plan import RestrictedPlan

    together = frozenset(rule.code for rule, _ in run.packs.rules() if rule.on == "project")
    alone = RestrictedPlan(run.plan, run.plan.codes - together)
    all_at_once = RestrictedPlan(run.plan, run.plan.codes & together)

    crashed = False

    def lint(sources: Sequence[SourceFile], plan: RestrictedPlan) -> _Linted:
        nonlocal crashed
        if not plan.codes:
            return _Linted((), ())
        result = run.lint(sources, plan)
        crashed = crashed or bool(result.crashes)
        return _Linted(result.verdicts, accept(result).verdicts)

    fixing = Fixing(
        lint_file=lambda sources: lint(sources, alone),
        lint_all=lambda sources: lint(sources, all_at_once),
        unsafe=choice.unsafe,
    )
    files = fixing.fix([read_found(each) for each in run.found.paths])
    return Difference(files, crashed)


_OPTIONS = (
    click.option(
        "--fix", is_flag=True, help="Make the safe fixes: they change spelling, never what is meant."
    ),
    click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: the other fixes too."),
    click.option(
        "--diff", is_flag=True, help="Print what --fix would change, and change nothing; exit code 1 then."
    ),
)
