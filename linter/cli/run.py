"""One run of the linter, as every command that lints begins it: packs, plan, facts and the files."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter import engine
from modelspec_lint.linter.cli.choice import Choice, choose
from modelspec_lint.linter.cli.configuration import governing_of, prepare_configured, without_excluded
from modelspec_lint.linter.cli.jobs import jobs_for
from modelspec_lint.linter.cli.knowledge import knowledge_or_exit
from modelspec_lint.linter.cli.packs import packs_or_exit
from modelspec_lint.linter.cli.progress import Progress
from modelspec_lint.linter.discover import Discovery, discover, read_found
from modelspec_lint.linter.plan import Plan
from modelspec_lint.linter.plugins import Packs
from modelspec_lint.linter.verdicts import Result
from modelspec_lint.linter.version import version

if TYPE_CHECKING:
    from modelspec_lint.linter.config.configured import Configured
    from modelspec_lint.linter.document import SourceFile


@dataclass(frozen=True, slots=True)
class Run:
    """What a run works with. ``durations`` gets the nanoseconds of each rule, where it is given.

    ``configured`` is ``None`` where no configuration governs any file; ``baseline`` is the one that is named
    on the command line, or by configuration. ``all_excluded``: every file that was found is one that
    configuration excludes, and ``--force-exclude`` left it out.
    """

    packs: Packs
    plan: Plan
    knowledge: KnowledgeBase
    found: Discovery
    durations: dict[str, int] | None = None
    configured: Configured | None = None
    baseline: str | None = None
    all_excluded: bool = False
    jobs: int | None = None

    def lint(self, sources: Iterable[SourceFile] | None = None, plan: Plan | None = None) -> Result:
        """Lint the files that were found, read one at a time, or other sources in their place."""
        progress = Progress(len(self.found.paths))
        try:
            return engine.lint(
                self._sources(progress) if sources is None else sources,
                plan or self.plan,
                self.packs,
                self.knowledge,
                version=version(),
                skipped=self.found.skipped,
                durations=self.durations,
            )
        finally:
            progress.end()

    def _sources(self, progress: Progress) -> Iterable[SourceFile] | engine.Apart:
        paths = self.found.paths
        jobs = 1 if any(each.standard_input for each in paths) else jobs_for(len(paths), self.jobs)
        if jobs > 1:
            return engine.Apart(paths, read_found, jobs, progress.say)
        return progress.counting(map(read_found, paths))


def prepare(
    paths: Sequence[str],
    choice: Choice,
    knowledge_files: Sequence[str],
    *,
    stdin_filename: str | None = None,
    durations: bool = False,
    baseline_file: str | None = None,
    jobs: int | None = None,
) -> Run:
    """Load packs and facts and find the files; what is wrong with the command line is a usage error.

    Paths that lead nowhere are named on standard error. ``baseline_file`` is the baseline that the command
    line names; wherever it is found, it holds no specs.
    """
    governing = governing_of(paths, choice)
    found = discover(paths or (".",), stdin_filename=stdin_filename, exclusion=governing.exclusion)
    all_excluded = False
    if choice.force_exclude:
        kept = without_excluded(found, governing)
        found, all_excluded = kept, bool(found.paths) and not kept.paths
    governing.take_in(each.absolute for each in found.paths)
    configured = None
    if governing.chains or governing.mistakes:
        packs, plan, knowledge, configured = prepare_configured(governing, choice, knowledge_files)
    else:
        packs = packs_or_exit(choice.pack_files)
        plan = choose(choice, packs)
        knowledge = knowledge_or_exit(knowledge_files, packs)
    for problem in found.problems:
        click.echo(f"modelspec: {problem}", err=True)
    baseline = baseline_file
    if baseline is None and configured is not None and configured.baseline is not None:
        baseline = os.path.relpath(configured.baseline)
    if baseline is not None:
        real = Path(baseline).resolve()
        specs = tuple(each for each in found.paths if each.named or each.absolute != real)
        found = replace(found, paths=specs)
    taken: dict[str, int] | None = {} if durations else None
    return Run(packs, plan, knowledge, found, taken, configured, baseline, all_excluded, jobs)
