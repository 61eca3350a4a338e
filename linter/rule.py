"""A rule: a code, a name, a severity, a page, and a function that looks at one subject."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from modelspec_lint.linter.finding import Doubt, Finding
from modelspec_lint.linter.options import Option, Options, OptionValue
from modelspec_lint.linter.page import Page, parse_page
from modelspec_lint.linter.severity import Severity

Subject = Literal["file", "document", "deployment", "project", "suppressions", "crash"]
"""What a rule is shown, once each:

``file`` a :class:`SourceFile` as read; ``document`` a :class:`Document` of ours with the ways in which it
departs from the schema; ``deployment`` a :class:`Deployment`, a spec bound to facts; ``project`` a
:class:`Project`, all documents of a run; ``suppressions`` the :class:`Suppressions` of a file that has any,
after all other rules have run; ``crash`` a :class:`Crash` of another rule.
"""

Certainty = Literal["very-high", "high", "medium", "low"]
Check = Callable[..., Iterable[Finding | Doubt]]
"""Takes the subject, and where the rule has options their values as :class:`Options`."""

FIRST_EDITION = "2026.1"

CODE = re.compile(r"[A-Z]{2,10}[0-9]{3}\Z")
EDITION = re.compile(r"[0-9]{4}\.[0-9]+\Z")
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)+\Z")


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. Its page is the docstring of its check."""

    code: str
    name: str
    severity: Severity
    check: Check
    on: Subject
    tags: tuple[str, ...]
    fields: tuple[str, ...]
    silenced_by: tuple[str, ...]
    certainty: Certainty
    options: tuple[Option, ...] = ()
    since: str = FIRST_EDITION
    protects: bool = False

    def findings(
        self, subject: Any, given: Mapping[str, OptionValue] | None = None
    ) -> Iterable[Finding | Doubt]:
        """Look at a subject, with the options that are given and the defaults of the others."""
        if not self.options:
            return self.check(subject)
        return self.check(subject, Options(self.options, given))

    @property
    def page(self) -> Page:
        """The rule's documentation, parsed from the docstring of its check."""
        return parse_page(self.check.__doc__ or "")

    @property
    def module(self) -> str:
        """Where the rule's code is, as a dotted name."""
        return self.check.__module__


def rule(
    code: str,
    name: str,
    *,
    severity: Severity,
    tags: Iterable[str],
    on: Subject = "deployment",
    fields: Iterable[str] = (),
    silenced_by: Iterable[str] = (),
    certainty: Certainty = "very-high",
    options: Iterable[Option] = (),
    since: str = FIRST_EDITION,
    protects: bool = False,
) -> Callable[[Check], Rule]:
    """Make a rule of a function.

    ``fields`` are the JSON pointers that the rule reads itself: where one of them is broken (a structure
    finding stands there), the rule is not run on that document. ``silenced_by`` are codes of deeper rules:
    where one of them found something in a document, this rule's findings in it are dropped. ``certainty``
    is how sure a finding is to be true. A rule with ``options`` is called with their values as well;
    ``since`` is the edition of the profiles that it joined. A rule that ``protects`` runs whether or not it
    is selected: what its findings hide stays out of the report either way.
    """
    if not CODE.match(code):
        raise ValueError(
            f"rule code {code!r}: an upper-case prefix and three digits are wanted, such as ACME001"
        )
    if not EDITION.match(since):
        raise ValueError(f"edition {since!r}: a year and a number are wanted, such as 2026.1")
    if not NAME.match(name):
        raise ValueError(f"rule name {name!r}: lower-case words joined by hyphens are wanted")

    def make(check: Check) -> Rule:
        return Rule(
            code=code,
            name=name,
            severity=severity,
            check=check,
            on=on,
            tags=tuple(tags),
            fields=tuple(fields),
            silenced_by=tuple(silenced_by),
            certainty=certainty,
            options=tuple(options),
            since=since,
            protects=protects,
        )

    return make
