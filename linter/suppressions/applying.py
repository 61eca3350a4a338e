"""Suppressions applied to a run: what they accept, and what rules about suppressions are shown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from modelspec_lint.linter.accepted import Accepted
from modelspec_lint.linter.suppressions.file_suppressions import FileSuppressions, Ran, TermsOf
from modelspec_lint.linter.suppressions.ran import Judgements
from modelspec_lint.linter.suppressions.subject import Suppressions
from modelspec_lint.linter.suppressions.terms import RuleNames, Terms

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document
    from modelspec_lint.linter.plan import Judging
    from modelspec_lint.linter.rule import Rule
    from modelspec_lint.linter.verdicts import Crash, Undecidable, Verdict


class Applying:
    """The suppressions of a run's files, held against its findings.

    ``judgings`` say how each document is judged, by its identity, and how each file is, by its path.
    """

    def __init__(
        self,
        files: Iterable[FileSuppressions],
        rules: Iterable[Rule],
        judgings: dict[int | str, Judging],
        today: date,
    ) -> None:
        self._files = {id(each.source): each for each in files}
        self._names = RuleNames(rules)
        self._judgings = judgings
        self._today = today

    def split(self, verdicts: Iterable[Verdict]) -> tuple[list[Verdict], list[Accepted]]:
        """Part findings into those that are reported and those that are accepted; the order is kept."""
        reported: list[Verdict] = []
        accepted: list[Accepted] = []
        for verdict in sorted(verdicts, key=lambda each: each.order):
            file = self._files.get(id(verdict.source))
            found = file.accepts(verdict, self._terms(file, verdict.document)) if file is not None else None
            if found is None:
                reported.append(verdict)
                continue
            wording = found.wording
            until = wording.until.isoformat() if wording.until is not None else None
            accepted.append(Accepted(verdict, "suppressed", wording.reason, wording.owner, until))
        return reported, accepted

    def subjects(
        self, verdicts: Iterable[Verdict], undecided: Iterable[Undecidable], crashes: Iterable[Crash]
    ) -> Iterator[Suppressions]:
        """Yield what rules about suppressions are shown of each file, once all findings were split."""
        judgements = Judgements(undecided, crashes, verdicts)
        for file in self._files.values():
            yield file.judged(self.terms_of(file), self.ran_in(file, judgements))

    def terms_of(self, file: FileSuppressions) -> TermsOf:
        """Return what tells the terms of a file's documents."""
        return partial(self._terms, file)

    def ran_in(self, file: FileSuppressions, judgements: Judgements) -> Ran:
        """Return what tells whether a rule came to a judgement on a document of a file."""
        return partial(self._ran, judgements, file)

    def _ran(
        self, judgements: Judgements, file: FileSuppressions, rule: Rule, document: Document | None
    ) -> bool:
        path = file.source.path
        return judgements.ran(rule, document, path, self._judging(path, document))

    def _terms(self, file: FileSuppressions, document: Document | None) -> Terms:
        judging = self._judging(file.source.path, document)
        return Terms(self._names, self._today, judging.unsuppressable, judging.reasons_required)

    def _judging(self, path: str, document: Document | None) -> Judging:
        return self._judgings[id(document) if document is not None else path]
