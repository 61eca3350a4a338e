"""The report for a browser: one file with everything in it, which needs neither network nor script.

With scripts it is searched, filtered and sorted; without them, and on paper, all of it is there in order.
"""

from __future__ import annotations

from pathlib import Path

from markupsafe import Markup

from modelspec_lint.linter.browser.page import render_page
from modelspec_lint.linter.fit.figures import sentence
from modelspec_lint.linter.report.html.findings import findings_of
from modelspec_lint.linter.report.html.fleet import fleet_of
from modelspec_lint.linter.report.html.rules import rules_of
from modelspec_lint.linter.report.html.specs import specs_of
from modelspec_lint.linter.report.html.undecided import questions_of
from modelspec_lint.linter.report.interface import Rendered, ReportOptions
from modelspec_lint.linter.report.summary import summary_sentence
from modelspec_lint.linter.verdicts import Result

_OPEN = 20
"""Up to so many findings are open from the start."""
_EAGER = 250
"""Up to so many findings are parsed whole when the page is opened."""


def render(result: Result, options: ReportOptions) -> Rendered:
    """Render the page. All text is escaped by the template; the plots escape what they say themselves."""
    overviews = result.fleet.overviews if result.fleet is not None else ()
    findings = findings_of(result, overviews, accepted=options.show_suppressed)
    page = render_page(
        Path(__file__).parent / "templates",
        "report",
        title="ModelSpec report",
        summary=sentence(summary_sentence(result.summary, hint=False)),
        findings=findings,
        opened=len(findings.all) <= _OPEN,
        lazy=len(findings.all) > _EAGER,
        fleet=fleet_of(result, overviews),
        specs=specs_of(result, overviews, findings.file_numbers),
        rules=rules_of(result),
        questions=questions_of(result),
        svg=lambda plot: Markup(plot.svg()),
        version=result.version,
        knowledge=result.knowledge,
    )
    return Rendered(page)
