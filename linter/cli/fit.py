"""``modelspec fit``: the arithmetic on its own."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from modelspec_lint.linter.cli.completion import complete_files
from modelspec_lint.linter.cli.fit_flags import DECLARED, check_names, declaration_of
from modelspec_lint.linter.cli.knowledge import knowledge_option, knowledge_or_exit
from modelspec_lint.linter.cli.outputs import file_options, print_text, terminal_options, write_text
from modelspec_lint.linter.cli.packs import packs_or_exit

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base import KnowledgeBase
    from modelspec_lint.linter.fit.fit import Fit
    from modelspec_lint.linter.fit.question import Question
    from modelspec_lint.linter.report.interface import ReportOptions

FORMATS = ("text", "json", "html")
COMPUTED, BROKEN = 0, 1
"""The exit codes beside click's own 2: what could be computed was, or a spec is broken in shape."""


def _with(options: Sequence[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    def decorate(function: Any) -> Any:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


@click.command(short_help="Do the sum for one deployment: memory, speed, cost.")
@click.argument("spec", required=False, metavar="[SPEC]", shell_complete=complete_files)
@_with(DECLARED)
@knowledge_option
@click.option("--input-tokens", type=click.IntRange(min=1), metavar="N", help="Tokens of a request's prompt.")
@click.option("--output-tokens", type=click.IntRange(min=1), metavar="N", help="Tokens of its answer.")
@click.option("--all", "every", is_flag=True, help="All accelerators that would do, not only the cheapest.")
@click.option("--format", "form", type=click.Choice(FORMATS), help="How to print; text by default.")
@click.option(
    "--jsonl",
    "requests",
    type=click.File(encoding="utf-8", errors="replace"),
    metavar="FILE",
    help="One request a line, keys as the flags with underscores; one answer a line. - is standard input.",
)
@click.option(
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Write into a file; its suffix (.json, .html) says the format where --format does not.",
)
def fit(
    spec: str | None,
    knowledge_files: tuple[str, ...],
    input_tokens: int | None,
    output_tokens: int | None,
    every: bool,
    form: str | None,
    requests: TextIO | None,
    output: Path | None,
    **flags: Any,
) -> None:
    """Do the sum for a SPEC, or for what flags declare: memory, what fits, speed, cost, what else would do.

    Flags go before what the SPEC declares. Nothing is refused because it does not fit: the exit code is 0
    for every answer, 1 for a SPEC that is broken in shape, 2 for a usage error.
    """
    from modelspec_lint.linter.fit.fit import compute_fit
    from modelspec_lint.linter.fit.question import question_of_flags

    knowledge = knowledge_or_exit(knowledge_files, packs_or_exit())
    if requests is not None:
        _answer_lines(requests, knowledge, spec, output)
        return
    given = {name: value for name, value in flags.items() if value not in {None, False}}
    check_names(knowledge, given)
    tokens = input_tokens, output_tokens
    if spec is None:
        questions = [question_of_flags(knowledge, declaration_of(given), tokens)]
    else:
        questions = list(_questions(spec, knowledge, given, tokens))
    fits = [compute_fit(each, every=every) for each in questions]
    form = form or _form_of(output)
    if output is None:
        print_text(_rendered(form, fits, terminal_options()))
    else:
        write_text(output, _rendered(form, fits, file_options(terminal_options())))
    sys.exit(COMPUTED)


def _answer_lines(requests: TextIO, knowledge: KnowledgeBase, spec: str | None, output: Path | None) -> None:
    """Answer each line as it is read."""
    from modelspec_lint.linter.fit.jsonl import answers

    if spec is not None:
        raise click.UsageError("--jsonl holds the requests: it takes no SPEC")
    if output is not None:
        write_text(output, "".join(f"{each}\n" for each in answers(requests, knowledge)))
        return
    for each in answers(requests, knowledge):
        print_text(f"{each}\n")


def _questions(
    spec: str, knowledge: KnowledgeBase, given: dict[str, Any], tokens: tuple[int | None, int | None]
) -> Iterator[Question]:
    """Yield the question of each document; ends the program where one cannot be read."""
    from modelspec_lint.linter.deployment import Deployment
    from modelspec_lint.linter.discover import discover, read_found
    from modelspec_lint.linter.fit.question import question_of

    found = discover((spec,))
    if found.problems:
        raise click.UsageError(found.problems[0])
    documents = 0
    for each in found.paths:
        source = read_found(each)
        if source.problems:
            problem = source.problems[0]
            _end_broken(f"{source.path}:{problem.span.line}: {problem.message}", spec)
        for document in source.documents:
            documents += 1
            deployment = Deployment(document, knowledge)
            question = question_of(deployment, given, tokens)
            if question.blocked is not None and question.blocked.field in deployment.broken:
                place = f"{source.path}:{document.span('', 'key').line}"
                _end_broken(f"{place}: {question.blocked.field} cannot be read", spec)
            yield question
    if not documents:
        raise click.UsageError(f"there is no ModelSpec document in {spec}")


def _end_broken(message: str, spec: str) -> None:
    click.echo(f"modelspec: {message}", err=True)
    click.echo(
        f"modelspec: the spec is broken in shape; `modelspec lint {spec}` says where and how", err=True
    )
    sys.exit(BROKEN)


def _form_of(output: Path | None) -> str:
    suffix = output.suffix.lstrip(".").lower() if output is not None else ""
    return {"json": "json", "html": "html", "htm": "html"}.get(suffix, "text")


def _rendered(form: str, fits: Sequence[Fit], options: ReportOptions) -> str:
    from importlib import import_module

    module = {"text": "text", "json": "json_report", "html": "html"}[form]
    text: str = import_module(f"modelspec_lint.linter.fit.{module}").render(fits, options)
    return text
