"""The options that say how findings are shown, gathered into one parameter of a command."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from modelspec_lint.linter.report import ReportOptions
from modelspec_lint.linter.severity import Severity

_LEVELS = {severity.label: severity for severity in reversed(Severity)}


def show_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options of how findings are shown: one parameter ``show``, a :class:`ReportOptions`."""

    @wraps(command)
    def gathered(*arguments: Any, sarif_max_level: str, **options: Any) -> Any:
        own = {name: options.pop(name) for name in _NAMES}
        show = ReportOptions(sarif_max_level=_LEVELS[sarif_max_level], **own)
        return command(*arguments, show=show, **options)

    shown: Callable[..., Any] = gathered
    for option in reversed(_OPTIONS):
        shown = option(shown)
    return shown


_NAMES = ("quiet", "verbose", "show_suppressed", "statistics", "sarif_category", "sarif_suppressed")

_OPTIONS = (
    click.option("--show-suppressed", is_flag=True, help="Also what was suppressed or is in the baseline."),
    click.option("--statistics", is_flag=True, help="Also how many findings each rule has, by severity."),
    click.option(
        "--sarif-category",
        metavar="NAME",
        help="Which of several analyses of a commit this is, for SARIF; overrides a workflow's own category.",
    ),
    click.option(
        "--sarif-max-level",
        type=click.Choice(list(_LEVELS)),
        default=Severity.ERROR.label,
        help="The most severe level in SARIF: 'warning' keeps GitHub's own check of a pull request green.",
    ),
    click.option(
        "--sarif-suppressed",
        is_flag=True,
        help="Put what was suppressed or is in the baseline into SARIF too, marked as such.",
    ),
    click.option("-q", "--quiet", is_flag=True, help="One line per finding, no summary."),
    click.option(
        "-v", "--verbose", is_flag=True, help="Also what could not be decided and why, and what was loaded."
    ),
)
