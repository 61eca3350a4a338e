"""What a shell is offered for a word that is being typed, where click does not know: files, rules, profiles.

Nothing here is asked unless a shell asks (``_MODELSPEC_COMPLETE``), so everything is imported when it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import click
    from click.shell_completion import CompletionItem


def complete_files(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Leave it to the shell to complete a file or folder."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]


def complete_rules(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the codes of rules, names where one is begun, and tags; of a list with commas, its last word."""
    from click.shell_completion import CompletionItem

    before, comma, word = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{value}", help=said)
        for value, said in _rule_words(tags=parameter.name != "what")
        if value.startswith(word) and (word or value.isupper())
    ]


def complete_profiles(
    context: click.Context, parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the profiles, those of installed packs too."""
    from click.shell_completion import CompletionItem

    from modelspec_lint.linter.plugins import load_packs

    names = dict.fromkeys(profile.name for profile in load_packs().profiles())
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def _rule_words(*, tags: bool) -> Iterator[tuple[str, str]]:
    from modelspec_lint.linter.plugins import load_packs

    rules = sorted((rule for rule, _ in load_packs().rules()), key=lambda rule: rule.code)
    yield from ((rule.code, rule.name) for rule in rules)
    yield from ((rule.name, rule.code) for rule in rules)
    if tags:
        yield "ALL", "every rule"
        yield from ((tag, "tag") for tag in sorted({tag for rule in rules for tag in rule.tags}))
