"""``--config``, ``--no-config``: from the folders of a run to packs, facts and a plan by configuration.

Most runs have no configuration: what only those with one need is imported where it is used.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from modelspec_lint.linter.cli.choice import Choice, choose, read_severity
from modelspec_lint.linter.cli.words import refuse_misspelt, split_words
from modelspec_lint.linter.config.governing import Governing

if TYPE_CHECKING:
    from modelspec_lint.knowledge_base import KnowledgeBase
    from modelspec_lint.linter.config.configured import Configured
    from modelspec_lint.linter.config.explain import Explanation
    from modelspec_lint.linter.config.layer import Layer
    from modelspec_lint.linter.config.names import Vocabulary
    from modelspec_lint.linter.discover import Discovery
    from modelspec_lint.linter.plan import Plan
    from modelspec_lint.linter.plugins import Packs
    from modelspec_lint.linter.rule import Rule

_USAGE = 2


def governing_of(paths: Sequence[str], choice: Choice) -> Governing:
    """Return what finds the configuration of a run; a named file that cannot be is a usage error."""
    if choice.config_file is not None and choice.no_config:
        raise click.UsageError("--config and --no-config say the opposite")
    if choice.config_file is not None:
        refuse_misspelt("--config", choice.config_file)
    started = [path for path in paths if os.path.isdir(path)]  # noqa: PTH112 (whatever was typed)
    return Governing(started, named=choice.config_file, off=choice.no_config)


def here_or_exit(choice: Choice) -> tuple[Packs, Callable[[Rule], Explanation]]:
    """Return the packs of the working folder, and what decides about a rule there where no override does."""
    from modelspec_lint.linter.config.build import pack_layers
    from modelspec_lint.linter.config.explain import explain_rule

    governing = governing_of((), choice)
    place = Path.cwd() / "-"
    governing.take_in([place])
    configured, vocabulary, _ = configured_or_exit(governing, choice, ())
    above, below = command_layer(choice, vocabulary), pack_layers(vocabulary.packs)
    governed, path = configured.governed(place)
    return vocabulary.packs, lambda rule: explain_rule(rule, governed, path, None, below=below, above=above)


def without_excluded(found: Discovery, governing: Governing) -> Discovery:
    """Leave out files that were named although configuration excludes them (``--force-exclude``)."""
    kept = tuple(
        each for each in found.paths if each.absolute is None or not governing.excludes(each.absolute)
    )
    return replace(found, paths=kept)


def prepare_configured(
    governing: Governing, choice: Choice, knowledge_files: Iterable[str]
) -> tuple[Packs, Plan, KnowledgeBase, Configured]:
    """Load what configuration names, and hold it against the rules.

    All mistakes of all files go to standard error, one a line, and the program ends with exit code 2.
    """
    configured, vocabulary, knowledge = configured_or_exit(governing, choice, knowledge_files)
    from modelspec_lint.linter.config.build import pack_layers
    from modelspec_lint.linter.config.plan import ConfigPlan

    packs = vocabulary.packs
    plan = ConfigPlan(
        configured.governed,
        configured.configs,
        vocabulary.rules,
        below=pack_layers(packs),
        above=command_layer(choice, vocabulary),
    )
    return packs, plan, knowledge, configured


def configured_or_exit(
    governing: Governing, choice: Choice, knowledge_files: Iterable[str]
) -> tuple[Configured, Vocabulary, KnowledgeBase]:
    """Build all configuration that files of the run are governed by."""
    from modelspec_lint.knowledge_base import KnowledgeBase, OverlayError
    from modelspec_lint.linter.cli.knowledge import each_once, expanded
    from modelspec_lint.linter.cli.packs import packs_or_exit
    from modelspec_lint.linter.config.configured import Configured
    from modelspec_lint.linter.config.names import Vocabulary
    from modelspec_lint.linter.discover.shown import shown_path

    configured = Configured(governing)
    packs = packs_or_exit(choice.pack_files)
    wrong: list[object] = []
    if configured.packs:
        packs = _with_packs(packs, configured, choice.pack_files, wrong)
    knowledge = None
    if not wrong:
        try:
            files = [shown_path(str(each)) for each in configured.knowledge]
            knowledge = KnowledgeBase.load(
                each_once((*packs.knowledge(), *files, *expanded(knowledge_files)))
            )
        except OverlayError as error:
            wrong.extend(error.mistakes)
    # where one of them is wrong, the names that it would have brought are not called unknown
    vocabulary = Vocabulary(packs, knowledge or KnowledgeBase.load())
    if knowledge is not None:
        configured.build(vocabulary)
    wrong = [*sorted(set(configured.mistakes)), *wrong]
    if wrong or knowledge is None:
        for mistake in wrong:
            click.echo(str(mistake), err=True)
        said = "1 mistake" if len(wrong) == 1 else f"{len(wrong)} mistakes"
        click.echo(f"modelspec: {said} in the configuration; nothing was done", err=True)
        sys.exit(_USAGE)
    return configured, vocabulary, knowledge


def _with_packs(packs: Packs, configured: Configured, loaded: Sequence[str], wrong: list[object]) -> Packs:
    """Add the declarative packs that configuration names, less those that the command line has ``loaded``.

    What is wrong in them is added to ``wrong``.
    """
    from modelspec_lint.linter.declarative import PackError, with_packs
    from modelspec_lint.linter.discover.shown import shown_path

    try:
        named = {os.path.realpath(file) for file in loaded}
        others = [each for each in configured.packs if os.path.realpath(each) not in named]
        return with_packs(packs, [shown_path(str(each)) for each in others])
    except PackError as error:
        wrong.extend(error.mistakes)
        return packs


def command_layer(choice: Choice, vocabulary: Vocabulary) -> Layer:
    """Return what the command line says of rules; a word that means nothing is a usage error."""
    from modelspec_lint.linter.config.layer import Layer, Setting

    choose(choice, vocabulary.packs)  # says what is wrong, in the same words as without configuration

    def named(option: str, words: Sequence[str], *, selects: bool = True) -> dict[str, Setting[str]]:
        codes = vocabulary.selected if selects else vocabulary.codes
        said = [(word, Setting(word, f"--{option} {word}")) for word in split_words(words)]
        return {code: setting for word, setting in reversed(said) for code in codes(word)}

    profile = vocabulary.profile(choice.profile) if choice.profile else None
    severities = [(word, *read_severity(word, vocabulary.rules)) for word in split_words(choice.severity)]
    return Layer(
        title="command line",
        profile=Setting(profile, f"--profile {choice.profile}") if profile else None,
        holds=profile.codes(vocabulary.rules) if profile else frozenset(),
        select=named("select", choice.select) if choice.select else None,
        also=named("extend-select", choice.extend_select),
        ignore=named("ignore", choice.ignore, selects=False),
        severities={code: Setting(level, f"--severity {word}") for word, code, level in severities},
    )
