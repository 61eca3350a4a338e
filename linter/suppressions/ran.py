"""Which rules came to a judgement about what: no suppression of another may be called unused."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from modelspec_lint.linter.broken import BrokenFields

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document
    from modelspec_lint.linter.plan import Judging
    from modelspec_lint.linter.rule import Rule
    from modelspec_lint.linter.verdicts import Result, Verdict

JudgingOf = Callable[["Document | None"], "Judging"]
"""Returns how a document of a file is judged, and without one how the file is."""


class Judgements:
    """The judgements of a run. Where that cannot be told, a rule is taken to have made none."""

    def __init__(self, result: Result, verdicts: Iterable[Verdict]) -> None:
        self._undecided = {(each.code, each.file) for each in result.undecided}
        self._crashed = {(each.rule.code, each.source.path) for each in result.crashes}
        self._found: dict[int, set[str]] = {}
        for verdict in verdicts:
            self._found.setdefault(id(verdict.document), set()).add(verdict.code)

    def ran(self, rule: Rule, document: Document | None, path: str, judging: Judging) -> bool:
        """Whether a rule was selected, ran on a document of the file, and came to a judgement."""
        if rule.code not in judging.codes or (rule.code, path) in self._undecided | self._crashed:
            return False
        if document is None:
            return rule.on == "file"
        if not self._found.get(id(document), frozenset()).isdisjoint(rule.silenced_by):
            return False
        return BrokenFields(document).first(rule.fields) is None
