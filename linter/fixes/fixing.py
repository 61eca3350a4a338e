"""Fixing: every fix is tried, linted again, and kept only where it proves good."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from modelspec_lint.linter.finding import Fix
from modelspec_lint.linter.fixes.edits import applied, encoded, is_possible, overlap
from modelspec_lint.linter.fixes.proof import Sign, proves, same_documents, sign, signs, that_count
from modelspec_lint.linter.fixes.refusal import DOCUMENT_LOST, IMPOSSIBLE, NO_LETTERS, why_not
from modelspec_lint.linter.fixes.settling import settle
from modelspec_lint.linter.verdicts import Verdict

if TYPE_CHECKING:
    from modelspec_lint.linter.document import SourceFile

MOST_ROUNDS = 100
"""Each round removes a finding and adds none, so that a file with fewer findings always comes to its end."""


class Linted(Protocol):
    """What linting says: all that the rules find, and of this what nobody accepted."""

    @property
    def everything(self) -> Sequence[Verdict]:
        """All findings, those too that are accepted by a baseline."""

    @property
    def open(self) -> Sequence[Verdict]:
        """The findings that are to be fixed."""


Lint = Callable[[Sequence["SourceFile"]], Linted]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A finding and the fix of it that is tried."""

    verdict: Verdict
    fix: Fix

    @property
    def key(self) -> tuple[Sign, Fix]:
        """What it is remembered by while its file stays as it is."""
        return (sign(self.verdict), self.fix)


@dataclass(frozen=True, slots=True)
class RolledBack:
    """A fix that was taken back, and what speaks against it."""

    proposal: Proposal
    reason: str


@dataclass(frozen=True, slots=True)
class FileFixes:
    """What became of a file: before, after, the fixes that were made, and those that were taken back."""

    before: SourceFile
    after: SourceFile
    made: tuple[Proposal, ...] = ()
    refused: tuple[RolledBack, ...] = ()

    @property
    def rolled_back(self) -> int:
        """How many were taken back."""
        return len(self.refused)


@dataclass(slots=True)
class Fixing:
    """How files are fixed.

    ``lint_file`` runs the rules that look at one file, on one file; ``lint_all`` those that look at all files
    together, on all of them. ``unsafe`` makes fixes that change what is meant as well.
    """

    lint_file: Lint
    lint_all: Lint
    unsafe: bool = False
    _sources: list[SourceFile] = field(default_factory=list)

    def fix(self, sources: Iterable[SourceFile]) -> tuple[FileFixes, ...]:
        """Fix files together and return what became of each, in their order.

        The rules that look at all files are asked once, when each file is done for itself; only the files
        whose fixes make those rules speak are fixed anew, with these rules asked about every fix.
        """
        self._sources = list(sources)
        together = self.lint_all(self._sources)
        done = [FileFixes(source, source) for source in self._sources]
        numbers = range(len(done))
        wanted = [number for number in numbers if self._fixable(together.open, self._sources[number])]
        for number in numbers:
            if number not in wanted:
                done[number] = self._fix_one(self._sources[number])
        changed = [number for number in numbers if done[number].made]
        before = signs(together.everything)

        def holds(group: Sequence[int]) -> bool:
            after = self._all({each: done[each].after for each in group})
            removed = [made.verdict for each in group for made in done[each].made]
            return proves(before, signs(that_count(after, removed)), ())

        good = settle(changed, holds)
        for number in good:
            self._sources[number] = done[number].after
        for number in sorted({*wanted, *changed} - {*good}):
            done[number] = self._fix_one(self._sources[number], number)
            self._sources[number] = done[number].after
        return tuple(done)

    def _all(self, changed: dict[int, SourceFile]) -> Sequence[Verdict]:
        sources = [changed.get(number, source) for number, source in enumerate(self._sources)]
        return self.lint_all(sources).everything

    def _fixable(self, verdicts: Iterable[Verdict], source: SourceFile) -> bool:
        return any(each.source is source and self._eligible(each) for each in verdicts)

    def _eligible(self, verdict: Verdict) -> list[Fix]:
        return [fix for fix in verdict.fixes if fix.safe or self.unsafe]

    def _fix_one(self, source: SourceFile, among_all: int | None = None) -> FileFixes:
        """Fix one file for itself, or as the one of that number among all."""
        before = source
        made: list[Proposal] = []
        tried: dict[tuple[Sign, Fix], RolledBack] = {}
        view = self._view(source, among_all)
        for _ in range(MOST_ROUNDS):
            proposals = self._proposals(view, source, tried)
            if not proposals:
                break
            trial = _Trial(source, view, lambda changed: self._view(changed, among_all))
            good = settle(proposals, trial.passes)
            if good:
                source, view = trial.changed(good), trial.seen(good)
                made += good
                tried.clear()  # what failed on the old text may pass on the new one
            else:
                tried.update({each.key: RolledBack(each, trial.reasons[each.key]) for each in proposals})
        return FileFixes(before, source, tuple(made), tuple(tried.values()))

    def _view(self, source: SourceFile, among_all: int | None) -> _View:
        alone = self.lint_file([source])
        if among_all is None:
            return _View(tuple(alone.everything), tuple(alone.open))
        sources = [*self._sources]
        sources[among_all] = source
        together = self.lint_all(sources)
        return _View((*alone.everything, *together.everything), (*alone.open, *together.open))

    def _proposals(
        self, view: _View, source: SourceFile, tried: dict[tuple[Sign, Fix], RolledBack]
    ) -> list[Proposal]:
        """Choose the fixes of a round: of each finding the first not tried; of two that touch the first."""
        chosen: list[Proposal] = []
        for verdict in sorted(view.open, key=lambda each: each.order):
            if verdict.source is not source:
                continue
            for fix in self._eligible(verdict):
                proposal = Proposal(verdict, fix)
                if proposal.key in tried:
                    continue
                if not is_possible(fix, source.text):
                    tried[proposal.key] = RolledBack(proposal, IMPOSSIBLE)
                    continue
                if not overlap(fix, [each.fix for each in chosen]):
                    chosen.append(proposal)
                break
        return chosen


@dataclass(frozen=True, slots=True)
class _View:
    """What is known of a file in one state."""

    everything: tuple[Verdict, ...]
    open: tuple[Verdict, ...]


class _Trial:
    """The trying of fixes on one text."""

    def __init__(self, source: SourceFile, view: _View, look: Callable[[SourceFile], _View]) -> None:
        self._source = source
        self._before = signs(view.everything)
        self._look = look
        self._changed: dict[tuple[int, ...], tuple[SourceFile, _View]] = {}
        self.reasons: dict[tuple[Sign, Fix], str] = {}
        """What speaks against the last fix of each group that did not pass."""

    def passes(self, group: Sequence[Proposal]) -> bool:
        """Whether fixes made together remove what they are for, and add nothing."""
        reason = self._reason_against(group)
        if reason is not None:
            self.reasons[group[-1].key] = reason
        return reason is None

    def _reason_against(self, group: Sequence[Proposal]) -> str | None:
        from modelspec_lint.linter.document import read_source

        text = applied(self._source.text, (each.fix for each in group))
        try:
            data = encoded(self._source, text)
        except UnicodeEncodeError:
            return NO_LETTERS
        old = self._source
        source = read_source(old.path, data, old.absolute, old.limits, named=old.named)
        if not same_documents(old, source):
            return DOCUMENT_LOST
        view = self._look(source)
        removed = [each.verdict for each in group]
        after = list(that_count(view.everything, removed))
        if not proves(self._before, signs(after), map(sign, removed)):
            return why_not(self._before, after, sign(group[-1].verdict))
        self._changed = {_names(group): (source, view)}
        return None

    def changed(self, group: Sequence[Proposal]) -> SourceFile:
        """Return the text with the group of fixes that passed last."""
        return self._changed[_names(group)][0]

    def seen(self, group: Sequence[Proposal]) -> _View:
        """Return what is known of it."""
        return self._changed[_names(group)][1]


def _names(group: Sequence[Proposal]) -> tuple[int, ...]:
    return tuple(id(each) for each in group)
