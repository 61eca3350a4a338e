"""``--knowledge FILE``: an organisation's own facts, laid over the built-in ones before anything is asked."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.cli.completion import complete_files
from modelspec_lint.linter.cli.words import refuse_misspelt

if TYPE_CHECKING:
    from modelspec_lint.linter.plugins import Packs

_USAGE = 2

knowledge_option = click.option(
    "--knowledge",
    "knowledge_files",
    multiple=True,
    metavar="FILE",
    shell_complete=complete_files,
    help="Facts of your own over the built-in ones: a file or quoted glob; may be repeated, later ones win.",
)
"""The option of every command that asks the knowledge base; its parameter is ``knowledge_files``."""


def knowledge_or_exit(files: Iterable[str] = (), packs: Packs | None = None) -> KnowledgeBase:
    """Open the facts with what packs bring, and then what is named, laid over them.

    All mistakes of all files go to standard error, one a line, and the program ends with exit code 2.
    """
    brought = packs.knowledge() if packs is not None else ()
    paths = each_once((*brought, *expanded(files)))
    if not paths:
        return KnowledgeBase.load()
    from modelspec_lint.knowledge_base import OverlayError

    try:
        return KnowledgeBase.load(paths)
    except OverlayError as error:
        for mistake in error.mistakes:
            click.echo(str(mistake), err=True)
        count = len(error.mistakes)
        said = "1 mistake" if count == 1 else f"{count} mistakes"
        click.echo(f"modelspec: {said} in knowledge files; nothing was done", err=True)
        sys.exit(_USAGE)


def say_layers(knowledge: KnowledgeBase) -> None:
    """Name on standard error the files that were laid over the built-in facts."""
    for layer in knowledge.layers:
        click.echo(f"modelspec: knowledge {layer.label} from {layer.path}", err=True)


def each_once(paths: Iterable[str]) -> tuple[str, ...]:
    """Return paths in their order, a file that several name (a pack and configuration, say) only first."""
    first: dict[str, str] = {}
    for path in paths:
        first.setdefault(os.path.realpath(path), path)
    return tuple(first.values())


def expanded(files: Iterable[str]) -> Iterator[str]:
    """Expand globs, sorted; one that matches nothing is a usage error."""
    for file in files:
        if not any(sign in file for sign in "*?[") or Path(file).exists():
            refuse_misspelt("--knowledge", file)
            yield file
            continue
        found = _matching(file)
        if not found:
            raise click.UsageError(f"--knowledge {file} matches no file")
        yield from found


def _matching(pattern: str) -> list[str]:
    from glob import glob  # rarely asked for

    return sorted(each for each in glob(pattern, recursive=True) if Path(each).is_file())  # noqa: PTH207 (absolute ones, too)
