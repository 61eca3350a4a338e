"""The report for a browser: one file that needs nothing else, with plots, readable without scripts."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from jinja2 import FileSystemLoader, StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup

from modelspec_lint.linter.fit.fit import Fit
from modelspec_lint.linter.fit.sections import view_of
from modelspec_lint.linter.report.interface import ReportOptions
from modelspec_lint.linter.report.wellformed import well_formed
from modelspec_lint.linter.version import version

_TEMPLATES = Path(__file__).parent / "templates"


def render(fits: Sequence[Fit], options: ReportOptions) -> str:
    """Render all fits as one page; the options change nothing.

    All text is escaped by the template, and by the plots, whose markup is the only one that is let through.
    """
    environment = ImmutableSandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, loader=FileSystemLoader(_TEMPLATES)
    )
    views = [view_of(fit, index) for index, fit in enumerate(fits)]
    page: str = environment.get_template("fit.html.j2").render(
        title=views[0].name if len(views) == 1 else f"{len(views)} deployments",
        css=Markup((_TEMPLATES / "fit.css").read_text(encoding="utf-8")),
        views=views,
        svg=lambda plot: Markup(plot.svg()),
        version=version(),
        knowledge=fits[0].question.binding.knowledge.version if fits else "",
    )
    return well_formed(page.rstrip()) + "\n"
