"""The suppressions of one file during a run: what they accept, what they never needed to, what is wrong."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING

from modelspec_lint.linter.suppressions.subject import Suppressions
from modelspec_lint.linter.suppressions.suppression import BadSuppression, Named, Suppression, Unused
from modelspec_lint.linter.suppressions.terms import ALWAYS_TOLD, Terms

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document, SourceFile
    from modelspec_lint.linter.rule import Rule
    from modelspec_lint.linter.verdicts import Verdict

TermsOf = Callable[["Document | None"], Terms]
"""Returns the terms of a document, and without one those of its file."""

Ran = Callable[["Rule", "Document | None"], bool]
"""Whether a rule was selected, ran on a document and came to a judgement; without a document on the file."""


_MOST = 20
"""Mistakes that are told of one suppression: more are of no use to anybody."""


class FileSuppressions:
    """The suppressions of a file, in order of place."""

    def __init__(self, source: SourceFile, suppressions: Sequence[Suppression]) -> None:
        self.source = source
        self.all = tuple(suppressions)
        self._on_line: dict[int, list[Suppression]] = defaultdict(list)
        self._on_document: dict[int, list[Suppression]] = defaultdict(list)
        self._on_file: list[Suppression] = []
        for each in self.all:
            if each.form == "file":
                self._on_file.append(each)
            elif each.form == "document":
                self._on_document[id(each.documents[0])].append(each)
            elif each.line is not None:
                self._on_line[each.line].append(each)

    def accepts(self, verdict: Verdict, terms: Terms) -> Suppression | None:
        """Return the suppression that accepts a finding in this file, and note its use.

        The narrowest is taken: the comment of the line, of several the nearest, then the annotation of the
        document, then what stands for the file.
        """
        if not terms.silences(verdict.rule):
            return None
        for suppression in self._covering(verdict):
            if not suppression.in_force(terms):
                continue
            for named in suppression.wording.rules:
                if named.means(verdict):
                    named.accepted += 1
                    return suppression
        return None

    def judged(self, terms_of: TermsOf, ran: Ran) -> Suppressions:
        """Return what rules about suppressions are shown, after all others have run."""
        return Suppressions(self.source, tuple(self.unused(terms_of, ran)), tuple(self.bad(terms_of)))

    def unused(self, terms_of: TermsOf, ran: Ran) -> Iterator[Unused]:
        """Yield what names rules that came to a judgement and found nothing where the suppression counts."""
        from modelspec_lint.linter.suppressions.removal import removal  # only what is unused is removed

        for suppression in self.all:
            terms = joint_terms(suppression, terms_of)
            idle = idle_rules(suppression, terms, ran)
            if not idle:
                continue
            whole = len(idle) == len(suppression.wording.rules)
            rules = [rule for each in idle if (rule := terms.names.find(each.word)) is not None]
            first = idle[0]
            span = suppression.span if whole else self.source.span(first.start, first.end)
            codes = tuple(dict.fromkeys(rule.code for rule in rules))
            yield Unused(codes, suppression.form, whole, span, removal(suppression, idle))

    def bad(self, terms_of: TermsOf) -> Iterator[BadSuppression]:
        """Yield all that is wrong: with the text of suppressions, their day, their reason, their rules."""
        for suppression in self.all:
            yield from self.problems(suppression, terms_of)

    def problems(self, suppression: Suppression, terms_of: TermsOf) -> Iterator[BadSuppression]:
        """Yield all that is wrong with one suppression."""
        terms = joint_terms(suppression, terms_of)
        told = chain(
            (self._bad(*each[:3], *each.help) for each in suppression.wording.mistakes),
            self._bad_terms(suppression, terms),
            self._bad_rules(suppression, terms),
        )
        yield from islice(told, _MOST)
        if next(told, None) is not None:
            message = f"The suppression has more than {_MOST} mistakes; these are the first."
            yield self._bad(message, suppression.start, suppression.end)

    def _covering(self, verdict: Verdict) -> Iterator[Suppression]:
        yield from reversed(self._on_line.get(verdict.span.line, ()))
        if self._on_document:
            document = verdict.document or self._document_around(verdict)
            yield from self._on_document.get(id(document), ())
        yield from self._on_file

    def _document_around(self, verdict: Verdict) -> Document | None:
        """Return the document that a finding about the file stands in."""
        for document in self.source.documents:
            if document.root.start <= verdict.span.start < document.root.end:
                return document
        return None

    def _bad_rules(self, suppression: Suppression, terms: Terms) -> Iterator[BadSuppression]:
        for named in suppression.wording.rules:
            rule = terms.names.find(named.word)
            if rule is None:
                message, help = terms.names.problem(named.word)
                yield self._bad(message, named.start, named.end, *help)
            elif not terms.silences(rule):
                why = "the configuration forbids it"
                if rule.on in ALWAYS_TOLD:
                    why = "it says whether a run can be trusted"
                message = f"{rule.code} {rule.name} cannot be suppressed: {why}."
                yield self._bad(message, named.start, named.end)

    def _bad_terms(self, suppression: Suppression, terms: Terms) -> Iterator[BadSuppression]:
        wording = suppression.wording
        if wording.until is not None and suppression.expired(terms.today):
            message = f"The suppression has expired: its last day was {wording.until.isoformat()}."
            help = "Mend what it stands for and remove it, or agree on a new date."
            yield self._bad(message, *wording.until_at, help)
        if terms.reasons_required and wording.reason is None and not wording.mistakes:
            message = "The suppression gives no reason, which is required here, so it counts for nothing."
            yield self._bad(message, suppression.start, suppression.end, "Add one: `reason: load test only`.")

    def _bad(self, message: str, start: int, end: int, *help: str) -> BadSuppression:
        return BadSuppression(message, self.source.span(start, end), help)


def joint_terms(suppression: Suppression, terms_of: TermsOf) -> Terms:
    """Return the terms of all documents that a suppression covers: what one of them asks, is asked of it."""
    terms = [terms_of(document) for document in suppression.documents or (None,)]
    return replace(
        terms[0],
        unsuppressable=frozenset().union(*(each.unsuppressable for each in terms)),
        reasons_required=any(each.reasons_required for each in terms),
    )


def idle_rules(suppression: Suppression, terms: Terms, ran: Ran) -> list[Named]:
    """Return the rules that a suppression in force names for nothing."""
    if not suppression.in_force(terms):
        return []
    idle = []
    for named in suppression.wording.rules:
        rule = terms.names.find(named.word)
        if named.accepted or rule is None or not terms.silences(rule):
            continue
        if all(ran(rule, document) for document in suppression.documents or (None,)):
            idle.append(named)
    return idle
