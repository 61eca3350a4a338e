"""The commands of ``modelspec kb``."""

from __future__ import annotations

import sys
from functools import cache, partial

import click

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.cli.kb import CATALOGUES
from modelspec_lint.linter.cli.kb.as_json import check_as_json, facts_as_json, found_as_json, mistakes_as_json
from modelspec_lint.linter.cli.kb.checking import check_report, files_report
from modelspec_lint.linter.cli.kb.device_pages import accelerator_blocks, instance_blocks
from modelspec_lint.linter.cli.kb.found import catalogue_of, find, find_anywhere
from modelspec_lint.linter.cli.kb.listing import listing
from modelspec_lint.linter.cli.kb.model_page import model_blocks
from modelspec_lint.linter.cli.kb.other_pages import (
    control_blocks,
    engine_blocks,
    licence_blocks,
    precision_blocks,
    workload_blocks,
)
from modelspec_lint.linter.cli.kb.page import Blocks, page
from modelspec_lint.linter.cli.knowledge import knowledge_option, knowledge_or_exit
from modelspec_lint.linter.cli.outputs import print_text, terminal_options
from modelspec_lint.linter.cli.packs import packs_or_exit

CLEAN, PROBLEMS, USAGE = range(3)
"""The exit codes."""

_PAGES: dict[str, Blocks] = {
    "models": model_blocks,
    "accelerators": accelerator_blocks,
    "instances": instance_blocks,
    "precisions": precision_blocks,
    "engines": engine_blocks,
    "workloads": workload_blocks,
    "controls": control_blocks,
    "licences": licence_blocks,
}

_format = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to print."
)


@cache
def command_named(name: str) -> click.Command:
    """Give the command with this name."""
    if name == "show":
        return show
    if name == "check":
        return check
    query = click.Argument(["query"], nargs=-1, metavar="[QUERY]")
    form = click.Option(
        ["--format", "form"], type=click.Choice(["text", "json"]), default="text", help="How to print."
    )
    command = click.Command(name, callback=partial(_list, name), params=[query, form], help=CATALOGUES[name])
    return knowledge_option(command)


def _list(name: str, query: tuple[str, ...], form: str, knowledge_files: tuple[str, ...]) -> None:
    knowledge = knowledge_or_exit(knowledge_files, packs_or_exit())
    asked = " ".join(query) or None
    found = find(knowledge, name, asked)
    if form == "json":
        print_text(found_as_json(found, asked, knowledge))
    else:
        terminal = sys.stdout is not None and sys.stdout.isatty()
        total = len(catalogue_of(knowledge, name))
        print_text(listing(found, total, terminal_options(), narrow=terminal))


@click.command()
@click.argument("name", metavar="ID")
@_format
@knowledge_option
def show(name: str, form: str, knowledge_files: tuple[str, ...]) -> None:
    """Print one fact whole, with its sources.

    ID may be any name that a spec could use; what it was found to mean is said with the reason. A name that
    several facts share is not decided: they are listed, and the exit code is 2.
    """
    knowledge = knowledge_or_exit(knowledge_files, packs_or_exit())
    found = find_anywhere(knowledge, name)
    ambiguous = any(each.match is not None and each.match.fact is None for each in found)
    options = terminal_options()
    if form == "json":
        print_text(facts_as_json(found, name, knowledge))
    elif ambiguous:
        tables = [
            listing(each, len(catalogue_of(knowledge, each.catalogue)), options, narrow=True)
            for each in found
        ]
        print_text("\n".join(tables))
    else:
        pages = [page(each.facts[0], each, _PAGES[each.catalogue], knowledge, options) for each in found]
        print_text("\n".join(pages))
    if ambiguous:
        sys.exit(USAGE)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(), metavar="[FILE]...")
@_format
@click.option("-v", "--verbose", is_flag=True, help="Name every model that cannot be recounted.")
def check(files: tuple[str, ...], form: str, verbose: bool) -> None:
    """Check the facts, or knowledge FILEs of yours.

    Built in: every model's parameters are recounted from its dimensions, and accelerators, instance types and
    prices are held against each other. Exit codes: 0 clean, 1 problems, 2 usage error.
    """
    if files:
        sys.exit(_check_files(files, form))
    from modelspec_lint.knowledge_base import check_facts

    knowledge = KnowledgeBase.load()
    found = check_facts(knowledge)
    if form == "json":
        print_text(check_as_json(found, knowledge))
    else:
        print_text(check_report(found, terminal_options(), verbose=verbose))
    sys.exit(PROBLEMS if found.problems else CLEAN)


def _check_files(files: tuple[str, ...], form: str) -> int:
    from modelspec_lint.knowledge_base import check_knowledge_files

    mistakes = check_knowledge_files(files)
    if form == "json":
        print_text(mistakes_as_json(mistakes, len(files), KnowledgeBase.load()))
    else:
        print_text(files_report(mistakes, len(files), terminal_options()))
    return PROBLEMS if mistakes else CLEAN
