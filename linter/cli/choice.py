"""Which rules run and how their findings are judged, as the command line says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, TypeVar

import click

from modelspec_lint.linter.cli.completion import complete_files, complete_profiles, complete_rules
from modelspec_lint.linter.cli.packs import pack_option
from modelspec_lint.linter.cli.words import split_words
from modelspec_lint.linter.nearest import did_you_mean
from modelspec_lint.linter.plan import Judging, Plan, UniformPlan
from modelspec_lint.linter.plugins import Packs
from modelspec_lint.linter.policy import Policy
from modelspec_lint.linter.profile import UnknownProfile, find_profile
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.selection import UnknownRule, select_rules
from modelspec_lint.linter.severity import Severity

F = TypeVar("F", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Choice:
    """What the command line says of rules, in its own words."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    extend_select: tuple[str, ...] = ()
    profile: str | None = None
    severity: tuple[str, ...] = ()
    pack_files: tuple[str, ...] = ()
    config_file: str | None = None
    no_config: bool = False
    force_exclude: bool = False


def choice_options(command: F) -> F:
    """Add the options that choose rules to a command."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def config_options(command: F) -> F:
    """Add what names the configuration to a command: parameters ``config_file`` and ``no_config``."""
    for option in reversed(_CONFIG_OPTIONS):
        command = option(command)
    return command


def choose(choice: Choice, packs: Packs) -> Plan:
    """Return which rules run, and under which policy; a word that means nothing is a usage error."""
    pairs = tuple(packs.rules())
    rules = [rule for rule, _ in pairs]
    try:
        profile = find_profile(choice.profile, packs.profiles(), rules) if choice.profile else None
        selected = select_rules(
            pairs,
            split_words(choice.select),
            split_words(choice.ignore),
            also=split_words(choice.extend_select),
            profile=profile.codes(rules) if profile else None,
        )
    except (UnknownRule, UnknownProfile) as error:
        raise click.UsageError(str(error)) from None
    policy = Policy(
        severities={
            **packs.severities(),
            **dict(read_severity(word, rules) for word in split_words(choice.severity)),
        },
        production=profile is not None and profile.production,
        notes_as=Severity.WARNING if profile is not None and profile.notes_are_warnings else Severity.NOTE,
    )
    return UniformPlan(
        Judging(
            frozenset(rule.code for rule, _ in selected) - _disabled(choice, packs, rules),
            policy,
            reasons_required=profile is not None and profile.reasons_required,
        )
    )


def _disabled(choice: Choice, packs: Packs, rules: Iterable[Rule]) -> frozenset[str]:
    """Return what packs want not to run, less what the command line names."""
    disabled = packs.disabled()
    if not disabled:
        return disabled
    words = {word.upper() for word in (*split_words(choice.select), *split_words(choice.extend_select))}
    return disabled - {rule.code for rule in rules if {rule.code, rule.name.upper()} & words}


def read_severity(word: str, rules: Iterable[Rule]) -> tuple[str, Severity]:
    """Read ``MS204=warning``."""
    name, equals, level = word.partition("=")
    if not equals:
        raise click.UsageError(f"--severity wants RULE=LEVEL, such as MS204=warning; {word!r} has no =")
    by_name = {each: rule for rule in rules for each in (rule.code, rule.name)}
    rule = by_name.get(name.strip().upper()) or by_name.get(name.strip().lower())
    if rule is None:
        raise click.UsageError(f"There is no rule {name!r}{did_you_mean(name, by_name)}")
    levels = {each.label: each for each in Severity}
    if level.strip().lower() not in levels:
        raise click.UsageError(
            f"{level!r} is no severity: error, warning and note are{did_you_mean(level, levels)}"
        )
    return rule.code, levels[level.strip().lower()]


_CONFIG_OPTIONS = (
    click.option(
        "--config",
        "config_file",
        metavar="FILE",
        shell_complete=complete_files,
        help="This configuration for all files, in place of the closest modelspec.toml above each.",
    ),
    click.option("--no-config", is_flag=True, help="No configuration, whatever is there."),
)

_OPTIONS = (
    click.option(
        "--select",
        multiple=True,
        metavar="RULES",
        shell_complete=complete_rules,
        help="Only these: codes, names, tags, prefixes (MS2), ALL.",
    ),
    click.option(
        "--ignore",
        multiple=True,
        metavar="RULES",
        shell_complete=complete_rules,
        help="All but these; wins over --select.",
    ),
    click.option(
        "--extend-select",
        multiple=True,
        metavar="RULES",
        shell_complete=complete_rules,
        help="These as well as those of the profile.",
    ),
    click.option(
        "--profile",
        metavar="NAME",
        shell_complete=complete_profiles,
        help="minimal, recommended (the default), production or strict; production@2026.1 pins an edition.",
    ),
    click.option(
        "--severity",
        multiple=True,
        metavar="RULE=LEVEL",
        help="How bad findings of a rule are: error, warning or note; may be repeated.",
    ),
    pack_option,
    *_CONFIG_OPTIONS,
    click.option(
        "--force-exclude", is_flag=True, help="Leave out what configuration excludes also where it is named."
    ),
)
