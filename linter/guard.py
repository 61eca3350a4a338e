"""Asking a rule: how long it takes, and an end for rules that are not ours, in time and in number."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING

from modelspec_lint.linter.finding import Doubt, Finding
from modelspec_lint.linter.options import OptionValue
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.verdicts import Pack

if TYPE_CHECKING:
    from modelspec_lint.linter.watchdog import Watchdog

MOST_FINDINGS = 1000
"""No rule of another pack says more of one subject: it would drown all others."""


class Guard:
    """Asks rules for their findings. ``durations``, where it is given, gets nanoseconds by code."""

    def __init__(self, durations: dict[str, int] | None) -> None:
        self._durations = durations
        self._watchdog: Watchdog | None = None

    def findings(
        self, rule: Rule, pack: Pack, subject: object, given: Mapping[str, OptionValue] | None
    ) -> Iterable[Finding | Doubt]:
        """Return what a rule finds; what it found before it failed is given before that is raised."""
        if pack.trusted and self._durations is None:
            return rule.findings(subject, given)
        start = time.perf_counter_ns()
        try:
            return (
                list(rule.findings(subject, given)) if pack.trusted else self._bounded(rule, subject, given)
            )
        finally:
            if self._durations is not None:
                taken = time.perf_counter_ns() - start
                self._durations[rule.code] = self._durations.get(rule.code, 0) + taken

    def _bounded(
        self, rule: Rule, subject: object, given: Mapping[str, OptionValue] | None
    ) -> Iterable[Finding | Doubt]:
        from modelspec_lint.linter.watchdog import Overrun, Watchdog  # only other packs need one

        if self._watchdog is None:
            self._watchdog = Watchdog()
        found: list[Finding | Doubt] = []
        failure: BaseException | None = None

        def gather() -> None:
            found.extend(islice(rule.findings(subject, given), MOST_FINDINGS + 1))

        try:
            self._watchdog.call(gather)
        except Overrun:
            failure = TimeoutError(f"the rule took longer than {self._watchdog.limit:g} seconds")
        except (Exception, SystemExit) as error:
            failure = error
        if failure is None and len(found) > MOST_FINDINGS:
            failure = ValueError(f"the rule gave more than {MOST_FINDINGS:,} findings for one subject")
            found.clear()
        return found if failure is None else _then(found, failure)


def _then(found: list[Finding | Doubt], failure: BaseException) -> Iterator[Finding | Doubt]:
    yield from found
    raise failure
