"""The report for a browser: one file that needs nothing else, with plots, readable without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from markupsafe import Markup

from modelspec_lint.linter.browser.page import render_page
from modelspec_lint.linter.fit.fit import Fit
from modelspec_lint.linter.fit.sections import view_of
from modelspec_lint.linter.report.interface import ReportOptions
from modelspec_lint.linter.version import version


def render(fits: Sequence[Fit], options: ReportOptions) -> str:
    """Render all fits as one page; the options change nothing.

    All text is escaped by the template, and by the plots, whose markup is the only one that is let through.
    """
    views = [view_of(fit, index) for index, fit in enumerate(fits)]
    return render_page(
        Path(__file__).parent / "templates",
        "fit",
        title=views[0].name if len(views) == 1 else f"{len(views)} deployments",
        views=views,
        svg=lambda plot: Markup(plot.svg()),
        version=version(),
        knowledge=fits[0].question.binding.knowledge.version if fits else "",
    )
