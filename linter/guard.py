"""Asking a rule: how long it takes, and an end for rules that are not ours, in time and in number."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.finding import Doubt, Finding
from modelspec_lint.linter.options import OptionValue
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.verdicts import Pack

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document
    from modelspec_lint.linter.watchdog import Watchdog

T = TypeVar("T")

MOST_FINDINGS = 1000
"""No rule of another pack says more of one subject: it would drown all others."""


class Failed(Exception):
    """Code of a pack did not do what it is there for; ``error`` is what it raised instead, or what it did."""

    def __init__(self, error: BaseException) -> None:
        super().__init__()  # asking an error what it says may fail
        self.error = error


class Guard:
    """Asks rules for their findings. ``durations``, where it is given, gets nanoseconds by code."""

    def __init__(self, durations: dict[str, int] | None) -> None:
        self.durations = durations
        self._watchdog: Watchdog | None = None
        self._seen: tuple[Document, str] | None = None  # the last document, and what it held

    def count(self, durations: Mapping[str, int]) -> None:
        """Add what rules took elsewhere, where it is counted."""
        if self.durations is not None:
            for code, taken in durations.items():
                self.durations[code] = self.durations.get(code, 0) + taken

    def close(self) -> None:
        """Leave the process as it was."""
        if self._watchdog is not None:
            self._watchdog.close()

    def findings(
        self, rule: Rule, pack: Pack, subject: object, given: Mapping[str, OptionValue] | None
    ) -> Iterable[Finding | Doubt]:
        """Return what a rule finds; what it found before it failed is given before that is raised.

        Rules of other packs raise :class:`Failed` and what they are meant to (``Undecided``), nothing else.
        """
        if pack.trusted and self.durations is None:
            return rule.findings(subject, given)
        start = time.perf_counter_ns()
        try:
            return (
                list(rule.findings(subject, given))
                if pack.trusted
                else self._bounded(rule, pack, subject, given)
            )
        finally:
            if self.durations is not None:
                taken = time.perf_counter_ns() - start
                self.durations[rule.code] = self.durations.get(rule.code, 0) + taken

    def call(self, work: Callable[[], T], what: str, shown: object) -> T:
        """Let code that is not ours work, as long as it may; ``what`` names it, in words that begin with one.

        ``shown`` is what it works on: where that is a document or a deployment, it has to leave it as it was.
        Raises :class:`Failed`, and ``Undecided`` where the code does.
        """
        from modelspec_lint.knowledge_base import Undecided
        from modelspec_lint.linter.watchdog import Overrun, Watchdog  # only other packs need one

        if self._watchdog is None:
            self._watchdog = Watchdog()
        kind = what.partition(" ")[0]
        before = self._written(shown)
        try:
            result = self._watchdog.call(work, what)
        except Overrun as overrun:
            late = TimeoutError(f"the {kind} took longer than {self._watchdog.limit:g} seconds")
            raise Failed(late.with_traceback(overrun.__traceback__)) from None
        except (Undecided, KeyboardInterrupt):
            raise
        except BaseException as error:
            raise Failed(error) from error
        finally:
            changed = self._restored(shown, before)
        if changed:
            raise Failed(TypeError(f"the {kind} changed the document that it was shown"))
        return result

    def _bounded(
        self, rule: Rule, pack: Pack, subject: object, given: Mapping[str, OptionValue] | None
    ) -> Iterable[Finding | Doubt]:
        from modelspec_lint.linter.finding_faults import fault

        found: list[Finding | Doubt] = []

        def gather() -> None:
            found.extend(islice(rule.findings(subject, given), MOST_FINDINGS + 1))

        failure: Exception | None = None
        shown = None if getattr(rule.check, "runs_no_code", False) else subject
        try:
            self.call(gather, f"rule {rule.code} {rule.name} of pack {pack.name} {pack.version}", shown)
        except Exception as error:
            failure = error
        if failure is None and len(found) > MOST_FINDINGS:
            many = f"the rule gave more than {MOST_FINDINGS:,} findings for one subject"
            failure = Failed(ValueError(many))
            found.clear()
        for number, each in enumerate(found):
            wrong = fault(each)
            if wrong is not None:
                del found[number:]
                failure = Failed(TypeError(f"the rule gave {wrong}"))
                break
        return found if failure is None else _then(found, failure)

    def _written(self, shown: object) -> str:
        document = _document_of(shown)
        if document is None:
            return ""
        if self._seen is None or self._seen[0] is not document:
            self._seen = (document, repr(document.data))
        return self._seen[1]

    def _restored(self, shown: object, before: str) -> bool:
        """Whether a document had been changed; what is asked of it next is then read anew from its text."""
        document = _document_of(shown)
        if document is None or repr(document.data) == before:
            return False
        self._seen = None
        document.forget()
        if isinstance(shown, Deployment):
            shown.forget()
        return True


def _document_of(shown: object) -> Document | None:
    if isinstance(shown, Deployment):
        return shown.document
    from modelspec_lint.linter.document import Document

    return shown if isinstance(shown, Document) else None


def _then(found: list[Finding | Doubt], failure: Exception) -> Iterator[Finding | Doubt]:
    yield from found
    raise failure
