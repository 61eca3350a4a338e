"""Reports: a result in one output format. A format's module is imported when it is asked for."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from modelspec_lint.linter.report.interface import Rendered, ReportFunction, ReportOptions
from modelspec_lint.linter.verdicts import Result

__all__ = ["FORMATS", "Rendered", "ReportFunction", "ReportOptions", "render"]

_MODULES = {
    "text": "text",
    "json": "json_report",
    "sarif": "sarif",
    "github": "github",
    "gitlab": "gitlab",
    "junit": "junit",
    "markdown": "markdown",
    "html": "html",
}


def _lazy(module: str) -> ReportFunction:
    def report(result: Result, options: ReportOptions) -> Rendered:
        function: ReportFunction = import_module(f"{__name__}.{module}").render
        return function(result, options)

    return report


FORMATS: Mapping[str, ReportFunction] = MappingProxyType(
    {name: _lazy(module) for name, module in _MODULES.items()}
)
"""Every output format by name."""


def render(form: str, result: Result, options: ReportOptions) -> Rendered:
    """Render ``result`` in the format called ``form`` (a key of :data:`FORMATS`)."""
    return FORMATS[form](result, options)
