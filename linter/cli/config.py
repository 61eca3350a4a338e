"""``modelspec config``: what governs a path, and which layer decides about a rule in a file."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from modelspec_lint.linter.cli.choice import Choice, choice_options
from modelspec_lint.linter.cli.configuration import command_layer, configured_or_exit, governing_of
from modelspec_lint.linter.cli.knowledge import knowledge_option
from modelspec_lint.linter.cli.outputs import print_text
from modelspec_lint.linter.config.decide import Statement
from modelspec_lint.linter.config.explain import Explanation, explain_rule
from modelspec_lint.linter.config.mistake import At
from modelspec_lint.linter.config.names import UnknownName
from modelspec_lint.linter.config.show import Row, rows
from modelspec_lint.linter.discover import FoundPath, discover, read_found
from modelspec_lint.linter.document import printable
from modelspec_lint.linter.severity import Severity

_FORM = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print."
)
_USAGE = 2


@click.group()
def config() -> None:
    """Show the configuration in force, and explain which layer of it decides."""


@config.command()
@click.argument("path", default=".")
@_FORM
@choice_options
@knowledge_option
def show(path: str, form: str, knowledge_files: tuple[str, ...], **given: Any) -> None:
    """Show what governs a file or folder (default: this folder): every key, its value and its place."""
    choice = Choice(**given)
    if not Path(path).exists():
        raise click.UsageError(f"{path}: no such file or folder")
    governing = governing_of([path], choice)
    file = Path(path, "-") if Path(path).is_dir() else Path(path)
    governing.take_in([file.absolute()])
    _, vocabulary, _ = configured_or_exit(governing, choice, knowledge_files)
    command_layer(choice, vocabulary)  # says what is wrong in it
    said = tuple(_of_command_line(choice))
    chain = governing.of(file.absolute())
    files = tuple(part.file.shown for part in reversed(chain.parts)) if chain else ()
    found = rows(chain, vocabulary) if chain else ()
    if form == "json":
        settings = [
            {"key": row.key, "value": row.value, **_placed(row.at), "inForce": row.in_force} for row in found
        ]
        command = [{"option": option, "value": value} for option, value in said]
        _print_json(
            {
                "version": "1",
                "path": path,
                "commandLine": command,
                "files": list(files),
                "settings": settings,
            }
        )
    else:
        print_text("".join(f"{line}\n" for line in _shown(path, files, found, said)))


@config.command()
@click.argument("rule")
@click.argument("file")
@_FORM
@choice_options
@knowledge_option
def explain(rule: str, file: str, form: str, knowledge_files: tuple[str, ...], **given: Any) -> None:
    """Explain what decides about RULE in FILE: whether it runs, how bad it is, its options."""
    choice = Choice(**given)
    found = discover([file])
    if found.problems or len(found.paths) != 1 or Path(file).is_dir():
        raise click.UsageError(found.problems[0] if found.problems else f"{file}: one file is wanted")
    governing = governing_of([file], choice)
    governing.take_in([found.paths[0].absolute])
    explanations = tuple(_explained(rule, found.paths[0], governing, choice, knowledge_files))
    absolute = found.paths[0].absolute
    excluded = absolute is not None and governing.excludes(absolute)
    if form == "json":
        documents = [{**_as_json(each), "excluded": excluded} for each in explanations]
        _print_json({"version": "1", "file": file, "documents": documents})
    else:
        several = len(explanations) > 1
        ours = bool(read_found(found.paths[0]).documents)
        told = (_told(each, file, several, excluded=excluded, ours=ours) for each in explanations)
        print_text("\n".join(told))


def _explained(
    word: str, found: FoundPath, governing: Any, choice: Choice, knowledge_files: Iterable[str]
) -> Iterator[Explanation]:
    """Explain for each document of a file, or for the file where none of its documents is ours."""
    from modelspec_lint.linter.config.build import pack_layers
    from modelspec_lint.linter.deployment import Deployment

    configured, vocabulary, knowledge = configured_or_exit(governing, choice, knowledge_files)
    try:
        rule = vocabulary.rule(word)
    except UnknownName as error:
        raise click.UsageError(str(error)) from None
    above, below = command_layer(choice, vocabulary), pack_layers(vocabulary.packs)
    governed, path = configured.governed(found.absolute)
    documents = read_found(found).documents
    deployments: tuple[Deployment | None, ...] = tuple(Deployment(each, knowledge) for each in documents)
    for deployment in deployments or (None,):
        yield explain_rule(rule, governed, path, deployment, below=below, above=above)


def _of_command_line(choice: Choice) -> Iterator[tuple[str, str]]:
    """Yield the options that choose rules, as they were given."""
    if choice.profile is not None:
        yield "--profile", choice.profile
    for option in ("select", "ignore", "extend_select", "severity"):
        for value in getattr(choice, option):
            yield f"--{option.replace('_', '-')}", value


def _shown(
    path: str, files: Sequence[str], found: Sequence[Row], said: Sequence[tuple[str, str]]
) -> Iterator[str]:
    if files:
        extends = "".join(f", which extends {printable(each)}" for each in files[1:])
        yield f"{printable(path)} is governed by {printable(files[0])}{extends}."
    else:
        yield f"{printable(path)} is governed by no configuration: the profile recommended, nothing else."
    if found or said:
        yield ""
    width = max(
        (len(key) for key in (*(row.key for row in found), *(option for option, _ in said))), default=0
    )
    for option, value in said:
        yield f"{option:<{width}}  {printable(value, 80)}  (command line)"
    for row in found:
        value = printable(json.dumps(row.value, ensure_ascii=False), 80)
        yield f"{printable(row.key):<{width}}  {value}  ({row.at}{'' if row.in_force else ', overruled'})"


def _told(each: Explanation, file: str, several: bool, *, excluded: bool, ours: bool) -> str:
    about = f"{each.rule.code} {each.rule.name} in {printable(file)}"
    if several:
        about += f", document {printable(each.document or 'without a name')}"
    governed = ", which extends ".join(map(printable, each.governed_by)) or "no configuration"
    lines = [about, f"governed by {governed}"]
    if excluded:
        lines.append("excluded: linted only where it is named, and not with --force-exclude")
    if not ours:
        lines.append("no ModelSpec document is in it")
    lines.append("")
    lines += _list("it runs" if each.runs[0].value else "it does not run", each.runs, _on_or_off)
    lines += ["", *_list(f"severity: {each.severity[0].value.label}", each.severity, _level)]
    for name, statements in each.options.items():
        value = json.dumps(statements[0].value, ensure_ascii=False)
        lines += ["", *_list(f"option {name} = {printable(value, 80)}", statements, json.dumps)]
    if each.unsuppressable:
        lines += ["", f"it cannot be suppressed: {_said(each.unsuppressable)}"]
    if each.idle:
        lines += ["", "overrides that do not hold here:"]
        lines += [f"    {printable(layer.title)} ({layer.at})" for layer in each.idle]
    return "\n".join(lines) + "\n"


def _list(heading: str, statements: Sequence[Statement[Any]], shown: Any) -> Iterator[str]:
    """Yield a heading and the statements below it, the one that decides marked."""
    yield heading
    for number, statement in enumerate(statements):
        mark = "*" if number == 0 else " "
        yield f"  {mark} {printable(shown(statement.value), 40)}: {_said(statement)}"


def _said(statement: Statement[Any]) -> str:
    """Say what a layer says, in its words, and where."""
    where = f" ({statement.at})" if statement.at else ""
    return f"{printable(statement.layer)}: {printable(statement.said, 100)}{where}"


def _on_or_off(value: bool) -> str:
    return "on" if value else "off"


def _level(value: Severity) -> str:
    return value.label


def _as_json(each: Explanation) -> dict[str, Any]:
    return {
        "rule": each.rule.code,
        "name": each.rule.name,
        "document": each.document,
        "governedBy": list(each.governed_by),
        "runs": [_statement(statement, statement.value) for statement in each.runs],
        "severity": [_statement(statement, statement.value.label) for statement in each.severity],
        "options": {
            name: [_statement(statement, statement.value) for statement in statements]
            for name, statements in each.options.items()
        },
        "unsuppressable": each.unsuppressable is not None,
        "idleOverrides": [{"layer": layer.title, **_placed(layer.at)} for layer in each.idle],
    }


def _statement(statement: Statement[Any], value: Any) -> dict[str, Any]:
    return {"layer": statement.layer, "value": value, "said": statement.said, **_placed(statement.at)}


def _placed(at: At | None) -> dict[str, Any]:
    return {"file": at.file, "line": at.line, "column": at.column} if at else {}


def _print_json(content: dict[str, Any]) -> None:
    print_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
    sys.stdout.flush()
