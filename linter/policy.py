"""What a run holds findings against: options of rules, severities, and whether all is production."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from modelspec_lint.linter.finding import Finding
from modelspec_lint.linter.options import OptionValue
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.severity import Severity


@dataclass(frozen=True, slots=True)
class Policy:
    """How findings are judged in one run.

    ``options`` are values of rules' options, by code and name; ``severities`` replace those of rules, by
    code; ``production`` takes every spec for one of production; ``notes_as`` is what notes count as;
    ``tokens`` are those of a request, in and out, where a spec does not declare them.
    """

    options: Mapping[str, Mapping[str, OptionValue]] = field(default_factory=dict)
    severities: Mapping[str, Severity] = field(default_factory=dict)
    production: bool = False
    notes_as: Severity = Severity.NOTE
    tokens: tuple[int | None, int | None] = (None, None)

    def severity(self, rule: Rule, finding: Finding) -> Severity:
        """Return how bad a finding is: what is set for its rule, else what the rule says."""
        chosen = self.severities.get(rule.code)
        if chosen is not None:
            return chosen
        said = finding.severity if finding.severity is not None else rule.severity
        return self.notes_as if said is Severity.NOTE else said
