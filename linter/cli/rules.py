"""``modelspec rules``: what can be found, and which packs it comes from."""

from __future__ import annotations

import json

import click

from modelspec_lint.linter.cli.packs import pack_option, packs_or_exit
from modelspec_lint.linter.cli.words import split_words
from modelspec_lint.linter.plugins import Packs
from modelspec_lint.linter.selection import UnknownRule, select_rules


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
@pack_option
def rules(form: str, select: tuple[str, ...], show_packs: bool, pack_files: tuple[str, ...]) -> None:
    """List the rules: code, severity, name, pack, and what each looks for."""
    packs = packs_or_exit(pack_files)
    if show_packs:
        _print_packs(packs, form)
        return
    try:
        selected = select_rules(packs.rules(), split_words(select), ()) if select else tuple(packs.rules())
    except UnknownRule as error:
        raise click.UsageError(str(error)) from None
    rows = [
        {
            "code": rule.code,
            "name": rule.name,
            "severity": rule.severity.label,
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
        width = max((len(str(row["name"])) for row in rows), default=0)
        for row in rows:
            click.echo(f"{row['code']}  {row['severity']:<7}  {row['name']:<{width}}  {row['summary']}")


def _print_packs(packs: Packs, form: str) -> None:
    rows = [
        {"name": pack.name, "version": pack.version, "origin": pack.origin, "rules": len(pack.rules)}
        for pack in packs.loaded
    ]
    if form == "json":
        click.echo(json.dumps({"version": "1", "packs": rows}, indent=2, ensure_ascii=False))
        return
    if form == "markdown":
        click.echo("| pack | version | from | rules |\n| --- | --- | --- | --- |")
    for row in rows:
        line = "| {name} | {version} | {origin} | {rules} |" if form == "markdown" else None
        click.echo((line or "{name} {version}  {rules} rules, from {origin}").format(**row))
