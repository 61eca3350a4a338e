"""Which rules came to a judgement about what: no suppression of another may be called unused."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from modelspec_lint.linter.broken import BrokenFields

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document
    from modelspec_lint.linter.plan import Judging
    from modelspec_lint.linter.rule import Rule
    from modelspec_lint.linter.verdicts import Crash, Undecidable, Verdict


class Judgements:
    """The judgements of a run. Where that cannot be told, a rule is taken to have made none."""

    def __init__(
        self, undecided: Iterable[Undecidable], crashes: Iterable[Crash], verdicts: Iterable[Verdict]
    ) -> None:
        crashes = tuple(each for each in crashes if each.hook is None)
        self._none_in_file = {(each.code, each.file) for each in undecided}
        self._none_in_file.update((each.rule.code, each.source.path) for each in crashes)
        self._none_at_all = {each.rule.code for each in crashes if each.rule.on == "project"}
        self._found: dict[int, set[str]] = {}
        for verdict in verdicts:
            self._found.setdefault(id(verdict.document), set()).add(verdict.code)
        self._broken: dict[int, BrokenFields] = {}

    def ran(self, rule: Rule, document: Document | None, path: str, judging: Judging) -> bool:
        """Whether a rule was selected, ran on a document of the file, and came to a judgement."""
        if rule.code not in judging.codes or rule.code in self._none_at_all:
            return False
        if (rule.code, path) in self._none_in_file:
            return False
        if document is None:
            return rule.on == "file"
        if not self._found.get(id(document), frozenset()).isdisjoint(rule.silenced_by):
            return False
        if id(document) not in self._broken:
            self._broken[id(document)] = BrokenFields(document)
        return self._broken[id(document)].first(rule.fields) is None
