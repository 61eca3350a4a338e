"""``modelspec pack``: writing, testing and checking rule packs."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelspec_lint.linter.cli.knowledge import knowledge_or_exit
from modelspec_lint.linter.cli.packs import packs_or_exit, say_mistakes
from modelspec_lint.linter.document import printable
from modelspec_lint.linter.nearest import did_you_mean
from modelspec_lint.linter.plugins import Packs

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base import KnowledgeBase
    from modelspec_lint.linter.declarative import DeclarativePack
    from modelspec_lint.linter.declarative.templates import Template
    from modelspec_lint.linter.document.node import Node

_FOUND, _USAGE = 1, 2


class _Commands(click.Group):
    def resolve_command(
        self, context: click.Context, arguments: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name = arguments[0] if arguments else ""
        if name and not name.startswith("-") and name not in self.commands:
            raise click.UsageError(
                f"There is no command {name!r}{did_you_mean(name, self.commands)}", context
            )
        return super().resolve_command(context, arguments)


@click.group(cls=_Commands)
def pack() -> None:
    """Write, test and check packs: rules of your own, as YAML."""


@pack.command()
@click.argument("name")
@click.option(
    "--file", "file", metavar="FILE", help="Where to write it; NAME.yaml in this folder without it."
)
@click.option(
    "--prefix", metavar="LETTERS", help="What the codes of its rules begin with; else made of NAME."
)
@click.option("--owner", metavar="TEAM", help="Who answers for it; NAME without it.")
def new(name: str, file: str | None, prefix: str | None, owner: str | None) -> None:
    """Write a new pack, with two rules that pass their cases: a place to begin."""
    from modelspec_lint.linter.declarative.skeleton import LEAST_PREFIX, LONGEST_PREFIX, prefix_of, skeleton

    if not _is_name(name):
        raise click.UsageError(
            f"{name!r}: a name of lower-case words joined by hyphens is wanted, such as acme"
        )
    letters = prefix_of(name) if prefix is None else prefix
    if not (letters.isascii() and letters.isalpha() and letters.isupper()) or not (
        LEAST_PREFIX <= len(letters) <= LONGEST_PREFIX
    ):
        raise click.UsageError(
            f"--prefix {letters}: {LEAST_PREFIX} to {LONGEST_PREFIX} upper-case letters are wanted"
        )
    path = Path(file or f"{name}.yaml")
    text = skeleton(name, letters, owner or name, path.as_posix())
    packs = packs_or_exit()
    if any(rule.code.rstrip("0123456789") == letters for rule, each in packs.rules() if each.trusted):
        raise click.UsageError(f"{letters} is the prefix of built-in rules: choose another with --prefix")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
    except FileExistsError:
        raise click.UsageError(f"{path} exists already; it is left as it is") from None
    click.echo(f"wrote {path}; now: modelspec pack test {path}")


@pack.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def test(files: tuple[str, ...]) -> None:
    """Run the cases of packs: bad ones have to make their rule speak, good ones leave it silent.

    Exit codes: 0 all go as they say, 1 some do not, 2 a pack cannot be loaded.
    """
    from modelspec_lint.linter.declarative.cases import failures

    failed = 0
    for file in files:
        loaded, packs, knowledge = _loaded(file)
        found = list(failures(loaded, packs, knowledge))
        for each in found:
            where = _place(loaded, each.case.node)
            said = f"{each.declared.rule.code}, {each.case.expected} case {each.case.number}"
            click.echo(f"{where}: {said}: {printable(each.message)}")
        cases = sum(len(each.cases) for each in loaded.rules)
        verdict = f"{len(found)} not as they say" if found else "all as they say"
        click.echo(
            f"{printable(file)}: {_count(len(loaded.rules), 'rule')}, {_count(cases, 'case')}: {verdict}"
        )
        failed += len(found)
    sys.exit(_FOUND if failed else 0)


@pack.command()
@click.argument("files", nargs=-1, required=True, metavar="FILE...")
def check(files: tuple[str, ...]) -> None:
    """Look packs over: ids, pages, names that nothing has, overlap with built-in rules, slow rules.

    Exit codes: 0 nothing to say, 1 something to look at, 2 a pack cannot be loaded.
    """
    from modelspec_lint.linter.declarative.inspection import remarks

    said = 0
    for file in files:
        loaded, packs, knowledge = _loaded(file)
        found = list(remarks(loaded, packs, knowledge))
        for each in found:
            where = _place(loaded, each.node)
            click.echo(f"{where}: {each.declared.rule.code}: {printable(each.message)}")
        verdict = _count(len(found), "remark") if found else "nothing to say"
        click.echo(f"{printable(file)}: {_count(len(loaded.rules), 'rule')}: {verdict}")
        said += len(found)
    sys.exit(_FOUND if said else 0)


@pack.command()
@click.argument("name", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How to print; json is their JSON Schema.",
)
def templates(name: str | None, form: str) -> None:
    """List the templates with their parameters, or one of them."""
    from modelspec_lint.linter.declarative.json_schema import template_schema
    from modelspec_lint.linter.declarative.templates import TEMPLATES

    if name is not None and name not in TEMPLATES:
        raise click.UsageError(f"There is no template {name!r}{did_you_mean(name, TEMPLATES)}")
    chosen = {name: TEMPLATES[name]} if name is not None else TEMPLATES
    if form == "json":
        schemas = {each: template_schema(template) for each, template in chosen.items()}
        click.echo(json.dumps({"version": "1", "templates": schemas}, indent=2, ensure_ascii=False))
        return
    click.echo("\n\n".join(_described(template) for template in chosen.values()))


def _described(template: Template) -> str:
    lines = [template.name, f"  {template.summary}"]
    width = max(len(each.name) for each in template.parameters)
    for each in template.parameters:
        facts = each.kind.name + (f": {', '.join(each.choices)}" if each.choices else "")
        if each.required:
            facts += "; required"
        elif each.default is not None:
            default = each.default
            facts += f"; else {', '.join(default) if isinstance(default, tuple) else default}"
        lines.append(f"  {each.name:<{width}}  {each.meaning} ({facts})")
    return "\n".join(lines)


def _loaded(file: str) -> tuple[DeclarativePack, Packs, KnowledgeBase]:
    """Load a pack and what it runs with; mistakes end the program with exit code 2."""
    from modelspec_lint.linter.declarative import PackError, load_pack
    from modelspec_lint.linter.declarative.cases import with_pack

    packs = packs_or_exit()
    try:
        loaded = load_pack(file, packs)
    except PackError as error:
        say_mistakes(error)
        sys.exit(_USAGE)
    packs = with_pack(packs, loaded)
    return loaded, packs, knowledge_or_exit((), packs)


def _place(loaded: DeclarativePack, node: Node) -> str:
    line, column = loaded.notes.lines.place(node.start)
    return f"{printable(loaded.shown)}:{line}:{column}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _is_name(text: str) -> bool:
    return re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", text) is not None
