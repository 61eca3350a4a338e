"""Where reports go: standard output, and files named by ``--output``."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import click

from modelspec_lint.linter.nearest import did_you_mean
from modelspec_lint.linter.report import FORMATS, ReportOptions, render
from modelspec_lint.linter.verdicts import Result

_FILE_WIDTH = 110
"""Columns of a text report that no terminal shows."""


@dataclass(frozen=True, slots=True)
class Output:
    """A report that goes into a file."""

    form: str
    path: Path


class OutputType(click.ParamType):  # type: ignore[type-arg]  # generic only in newer releases
    """``FORMAT=FILE``."""

    name = "output"

    def convert(
        self, value: str | Output, parameter: click.Parameter | None, context: click.Context | None
    ) -> Output:
        """Parse one value; a mistake is a usage error that says what is wanted."""
        if isinstance(value, Output):
            return value
        form, equals, path = value.partition("=")
        if not equals or not path:
            suffix = Path(value).suffix.lstrip(".").lower()
            example = f"{suffix if suffix in FORMATS else 'sarif'}={value}"
            self.fail(f"{value!r}: FORMAT=FILE is wanted, such as {example}", parameter, context)
        if form not in FORMATS:
            self.fail(f"there is no format {form!r}{did_you_mean(form, FORMATS)}", parameter, context)
        return Output(form, Path(path))


def refuse_clashes(outputs: Sequence[Output], inputs: Iterable[Path | None]) -> None:
    """Refuse an output that would overwrite a linted file or another output."""
    taken = {os.path.realpath(path) for path in inputs if path is not None}
    for output in outputs:
        target = os.path.realpath(output.path)
        if target in taken:
            raise click.UsageError(
                f"--output {output.form}={output.path} would overwrite another file of this run"
            )
        taken.add(target)


def write_reports(
    result: Result, form: str, outputs: Sequence[Output], show: ReportOptions, *, aside: bool = False
) -> None:
    """Print the report of ``form`` and write the others into their files.

    With ``aside`` standard error gets the report, because standard output has something else. The
    statistics that ``show`` asks for stand in a text, else on standard error.

    A file that cannot be written is a usage error (exit code 2): a CI step that reads it later must not
    find an old one.
    """
    options = terminal_options(show)
    for output in outputs:
        write_text(output.path, _rendered(output.form, result, file_options(options)))
    print_text(_rendered(form, result, options), err=aside)
    if show.statistics and form != "text":
        _say_statistics(result)


def _say_statistics(result: Result) -> None:
    """Say on standard error what each rule found: standard output has a report in another format."""
    from modelspec_lint.linter.report.statistics import statistics, statistics_lines
    from modelspec_lint.linter.report.style import Style

    for line in statistics_lines(statistics(result), Style(color=False, unicode=True)):
        click.echo(line, err=True)


def terminal_options(asked: ReportOptions | None = None) -> ReportOptions:
    """Return how to show what is asked for on standard output."""
    terminal = sys.stdout is not None and sys.stdout.isatty()
    return replace(
        asked or ReportOptions(),
        color=_color(),
        unicode=_unicode(),
        hyperlinks=terminal and _color(),
        width=shutil.get_terminal_size().columns if terminal else _FILE_WIDTH,
        root=repository_root(),
    )


def file_options(options: ReportOptions) -> ReportOptions:
    """Return how to show the same report in a file."""
    return replace(options, color=False, unicode=True, hyperlinks=False, width=_FILE_WIDTH)


def _rendered(form: str, result: Result, options: ReportOptions) -> str:
    report = render(form, result, options)
    for warning in report.warnings:
        click.echo(f"modelspec: {warning}", err=True)
    return report.text


def write_text(path: Path, text: str) -> None:
    """Write a report into a file; one that cannot be written is a usage error."""
    try:
        path.write_text(text, encoding="utf-8", errors="backslashreplace", newline="\n")
    except OSError as error:
        raise click.UsageError(f"cannot write {path}: {error.strerror or error}") from None


def print_text(text: str, *, err: bool = False) -> None:
    """Print exactly ``text``, whatever the terminal's encoding can hold."""
    encoding = getattr(sys.stderr if err else sys.stdout, "encoding", None) or "utf-8"
    click.echo(text.encode(encoding, "backslashreplace"), nl=False, err=err)


def _color() -> bool:
    """Follow https://no-color.org and FORCE_COLOR; otherwise colour goes to terminals only."""
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR", "0") != "0":
        return True
    return sys.stdout is not None and sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def _unicode() -> bool:
    encoding = (getattr(sys.stdout, "encoding", None) or "ascii").lower().replace("-", "")
    return encoding in {"utf8", "utf16", "utf32"}


def repository_root() -> Path:
    """Return the nearest folder with ``.git`` at or above the working folder, else this itself."""
    start = Path.cwd()
    for folder in (start, *start.parents):
        if (folder / ".git").exists():
            return folder
    return start
