"""GitHub Actions workflow commands: one annotation per finding, without any upload.

GitHub shows ten annotations of each kind per step, so the most severe come first.
"""

from __future__ import annotations

from collections import Counter

from modelspec_lint.linter.report.display import shown
from modelspec_lint.linter.report.interface import Rendered, ReportOptions
from modelspec_lint.linter.report.paths import path_in_repository
from modelspec_lint.linter.report.summary import summary_sentence
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import Result, Verdict

_SHOWN = 10
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
_LONGEST = 4000  # characters of a message; GitHub cuts what is much longer


def render(result: Result, options: ReportOptions) -> Rendered:
    """Render the commands, and the summary as a plain line of the log unless ``quiet``."""
    verdicts = sorted(result.verdicts, key=lambda verdict: (-verdict.severity, verdict.order))
    lines = [_command(verdict, options) for verdict in verdicts]
    if not options.quiet:
        lines.append(summary_sentence(result.summary, hint=False))
        if max(Counter(verdict.severity for verdict in verdicts).values(), default=0) > _SHOWN:
            lines.append(f"GitHub shows the first {_SHOWN} annotations of each kind; all are in this log.")
    return Rendered("".join(f"{line}\n" for line in lines))


def _command(verdict: Verdict, options: ReportOptions) -> str:
    span = verdict.span
    properties = {
        "file": path_in_repository(verdict.source, options.root) or verdict.file,
        "line": str(span.line),
        "endLine": str(span.end_line),
    }
    if span.line == span.end_line:  # GitHub refuses columns on an annotation of several lines
        properties["col"] = str(span.column)
        properties["endColumn"] = str(span.end_column)
    properties["title"] = f"{verdict.code} {verdict.name}"
    text = "\n".join(shown(each, limit=_LONGEST) for each in (verdict.message, *_help(verdict)))
    written = ",".join(f"{name}={_property(shown(value))}" for name, value in properties.items())
    return f"::{_COMMANDS[verdict.severity]} {written}::{_data(text)}"


def _help(verdict: Verdict) -> list[str]:
    return [f"help: {text}" for text in verdict.help]


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
