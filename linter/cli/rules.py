"""``modelspec rules``: what can be found, and which packs it comes from."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

import click

from modelspec_lint.linter.cli.choice import Choice, config_options
from modelspec_lint.linter.cli.configuration import here_or_exit
from modelspec_lint.linter.cli.packs import pack_option
from modelspec_lint.linter.cli.words import split_words
from modelspec_lint.linter.document import printable
from modelspec_lint.linter.plugins import Packs
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.selection import UnknownRule, select_rules
from modelspec_lint.linter.verdicts import Pack

_CRASHED = 3


@click.command()
@click.option(
    "--format", "form", type=click.Choice(["text", "json", "markdown"]), default="text", help="How to print."
)
@click.option(
    "--select", multiple=True, metavar="RULES", help="Only these: codes, names, tags, prefixes, ALL."
)
@click.option(
    "--packs", "show_packs", is_flag=True, help="List the rule packs that are loaded, and from where."
)
@click.option("--profile", metavar="NAME", help="Which of them run under this profile.")
@pack_option
@config_options
def rules(form: str, select: tuple[str, ...], show_packs: bool, **given: Any) -> None:
    """List the rules, grouped by what they are about: code, severity, name, and what each looks for.

    Packs, severities and what is off are those of the configuration of this folder, its overrides aside.
    """
    packs, decided = here_or_exit(Choice(**given))
    if show_packs:
        _print_packs(packs, form)
        sys.exit(_CRASHED if packs.problems else 0)
    try:
        selected = select_rules(packs.rules(), split_words(select), ()) if select else tuple(packs.rules())
    except UnknownRule as error:
        raise click.UsageError(str(error)) from None
    here = {rule.code: decided(rule) for rule, _ in selected}
    rows = [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": rule.severity.label,
            "here": {
                "runs": here[rule.code].runs[0].value,
                "severity": here[rule.code].severity[0].value.label,
            },
            "pack": pack.name,
            "tags": list(rule.tags),
            "certainty": rule.certainty,
            "summary": rule.page.summary,
        }
        for rule, pack in selected
    ]
    if form == "json":
        click.echo(json.dumps({"version": "1", "rules": rows}, indent=2, ensure_ascii=False))
    elif form == "markdown":
        click.echo("| code | name | severity | what it finds |\n| --- | --- | --- | --- |")
        for row in rows:
            summary = str(row["summary"]).replace("|", "\\|")
            click.echo(f"| {row['code']} | {row['name']} | {row['severity']} | {summary} |")
    else:
        width = max((len(rule.name) for rule, _ in selected), default=0)
        for heading, group in _groups(selected):
            click.echo(f"\n{heading}" if group[0] is not selected[0][0] else heading)
            for rule in group:
                said = here[rule.code]
                level = said.severity[0].value.label if said.runs[0].value else "off"
                click.echo(f"{rule.code}  {level:<7}  {rule.name:<{width}}  {rule.page.summary}")

    sys.exit(_CRASHED if packs.problems else 0)


def _groups(selected: Sequence[tuple[Rule, Pack]]) -> Iterator[tuple[str, tuple[Rule, ...]]]:
    """Group rules by the first digit of their codes; the built-in ones are headed by what they are about."""
    for (pack, family), members in groupby(selected, lambda each: (each[1].name, each[0].code[:-2])):
        rules = tuple(rule for rule, _ in members)
        folders = dict.fromkeys(rule.module.split(".")[-2:][0] for rule in rules)
        about = f"{family}xx {' and '.join(folders)}" if pack == "builtin" else pack
        yield about, rules


def _print_packs(packs: Packs, form: str) -> None:
    """Print what was loaded, which version of it, and from where; what was not is on standard error."""
    rows = [
        {
            "name": pack.name,
            "version": pack.version,
            "origin": pack.origin,
            "location": pack.location,
            "rules": len(pack.rules),
        }
        for pack in packs.loaded
    ]
    if form == "json":
        told = {"version": "1", "packs": rows, "problems": packs.problems}
        click.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    if form == "markdown":
        click.echo("| pack | version | from | rules |\n| --- | --- | --- | --- |")
    for row in rows:
        if form == "markdown":
            click.echo("| {name} | {version} | {origin} | {rules} |".format(**row))
            continue
        counted = "1 rule" if row["rules"] == 1 else f"{row['rules']} rules"
        place = f" ({printable(str(row['location']))})" if row["location"] else ""
        click.echo(f"{row['name']} {printable(str(row['version']))}  {counted}, from {row['origin']}{place}")
