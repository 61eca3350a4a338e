"""JUnit's XML, which every CI shows as test results: a suite for each file, a case for each finding.

A spec without findings is a case that passed, so that a clean run has results as well. An error is a failure,
a rule that crashed an error, and what does not fail a run by itself (warnings, notes, what was accepted) is a
case that was skipped, with its text. The elements are those of the schema that Jenkins publishes,
https://github.com/jenkinsci/xunit-plugin (``junit-10.xsd``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from modelspec_lint.linter.accepted import Accepted
from modelspec_lint.linter.report.display import shown
from modelspec_lint.linter.report.interface import Rendered, ReportOptions
from modelspec_lint.linter.report.style import Style
from modelspec_lint.linter.report.text import finding_lines
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import Result, Verdict

Outcome = Literal["passed", "failure", "error", "skipped"]

_NAME, _MESSAGE = 200, 1000


@dataclass(frozen=True, slots=True)
class _Case:
    """A case of a suite; one that passed has neither message nor text."""

    name: str
    outcome: Outcome = "passed"
    kind: str = ""
    message: str = ""
    text: str = ""


def render(result: Result, options: ReportOptions) -> Rendered:
    """Render the suites in the order of their files; all text is made printable, and so fit for XML."""
    suites = _suites(result, replace(options, color=False, unicode=True, hyperlinks=False))
    root = Element(
        "testsuites",
        {"name": "modelspec lint", **_counts(list(chain.from_iterable(suites.values())), skipped=False)},
    )
    for file, cases in suites.items():
        suite = SubElement(root, "testsuite", {"name": shown(file), **_counts(cases)})
        seen: Counter[str] = Counter()
        for case in cases:
            seen[case.name] += 1
            again = f" ({seen[case.name]})" if seen[case.name] > 1 else ""
            element = SubElement(suite, "testcase", {"name": case.name + again, "classname": shown(file)})
            if case.outcome != "passed":
                told = SubElement(element, case.outcome, {"type": case.kind, "message": case.message})
                told.text = case.text
    indent(root)
    return Rendered(f"<?xml version='1.0' encoding='utf-8'?>\n{tostring(root, encoding='unicode')}\n")


def _suites(result: Result, options: ReportOptions) -> dict[str, list[_Case]]:
    suites: dict[str, list[_Case]] = defaultdict(list)
    spoken_of = {(each.file, each.document.index if each.document else None) for each in result.verdicts}
    if result.fleet is not None:
        for document in result.fleet.documents:
            file = document.file.path
            if (file, document.index) not in spoken_of and (file, None) not in spoken_of:
                name = result.fleet.clean(document.name or "ModelSpec")
                suites[file].append(_Case(shown(name, limit=_NAME)))
    for verdict in result.verdicts:
        suites[verdict.file].append(_case(verdict, _outcome(verdict), "", options))
    if options.show_suppressed:
        for each in result.accepted:
            suites[each.verdict.file].append(_case(each.verdict, "skipped", _terms(each), options))
    return dict(sorted(suites.items()))


def _case(verdict: Verdict, outcome: Outcome, terms: str, options: ReportOptions) -> _Case:
    place = verdict.pointer or f"line {verdict.span.line}"
    said = terms or verdict.severity.label
    return _Case(
        name=shown(f"{verdict.code} {verdict.name} {place}", limit=_NAME),
        outcome=outcome,
        kind=verdict.code,
        message=shown(f"{said}: {verdict.message}", limit=_MESSAGE),
        text="\n" + "\n".join(finding_lines(verdict, Style.of(options), options)) + "\n",
    )


def _outcome(verdict: Verdict) -> Outcome:
    if verdict.rule.on == "crash":
        return "error"
    return "failure" if verdict.severity is Severity.ERROR else "skipped"


def _terms(accepted: Accepted) -> str:
    owner, until = accepted.owner and f"owner {accepted.owner}", accepted.until and f"until {accepted.until}"
    terms = ", ".join(each for each in (accepted.reason, owner, until) if each)
    return f"{accepted.how} ({terms})" if terms else accepted.how


def _counts(cases: list[_Case], *, skipped: bool = True) -> dict[str, str]:
    """Count cases by outcome; the root element counts none that were skipped."""
    by_outcome = Counter(case.outcome for case in cases)
    counts = {"tests": len(cases), "failures": by_outcome["failure"], "errors": by_outcome["error"]}
    if skipped:
        counts["skipped"] = by_outcome["skipped"]
    return {name: str(count) for name, count in counts.items()}
