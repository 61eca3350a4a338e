"""Which rules run: words on the command line against the rules that are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from modelspec_lint.linter.nearest import did_you_mean
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.verdicts import Pack

ALL = "ALL"


class UnknownRule(Exception):
    """A word that selects nothing; the message names it and the nearest word that would."""


def select_rules(
    rules: Iterable[tuple[Rule, Pack]],
    select: Sequence[str],
    ignore: Sequence[str],
    *,
    also: Sequence[str] = (),
    profile: frozenset[str] | None = None,
) -> tuple[tuple[Rule, Pack], ...]:
    """Return the rules that ``select`` names, and ``also``, less those that ``ignore`` names.

    Without ``select`` it is the codes of the ``profile``, without either all rules. A word is a code
    (``MS201``), a name (``weights-exceed-memory``), a tag (``memory``), a prefix of a code (``MS2``) or
    ``ALL``. Rules about files that cannot be read stay, whatever is selected, until they are ignored by
    name: nothing else can be said of such a file. Raises :class:`UnknownRule` for a word that selects
    nothing.
    """
    pairs = tuple(rules)
    chosen = [codes_named(pairs, word) for word in select]
    added = frozenset().union(*(codes_named(pairs, word) for word in also))
    dropped = frozenset().union(*(codes_named(pairs, word) for word in ignore))
    if chosen:
        kept = added.union(*chosen)
    elif profile is not None:
        kept = profile | added
    else:
        kept = frozenset(rule.code for rule, _ in pairs)
    kept |= {rule.code for rule, _ in pairs if rule.on == "file"}
    return tuple((rule, pack) for rule, pack in pairs if rule.code in kept - dropped)


def codes_named(pairs: Sequence[tuple[Rule, Pack]], word: str) -> frozenset[str]:
    """Return the codes of the rules that one word means; raises :class:`UnknownRule` where it means none."""
    if word.upper() == ALL:
        return frozenset(rule.code for rule, _ in pairs)
    for matches in (
        [rule.code for rule, _ in pairs if word.upper() == rule.code or word.lower() == rule.name],
        [rule.code for rule, _ in pairs if word.lower() in rule.tags],
        [rule.code for rule, _ in pairs if word and rule.code.startswith(word.upper())],
    ):
        if matches:
            return frozenset(matches)
    raise UnknownRule(f"No rule, tag or prefix is called {word!r}{did_you_mean(word, vocabulary(pairs))}")


def vocabulary(pairs: Iterable[tuple[Rule, Pack]]) -> tuple[str, ...]:
    """Return every word that selects something, for suggestions and completion."""
    words: dict[str, None] = {}
    for rule, _ in pairs:
        words.update(dict.fromkeys((rule.code, rule.name, *rule.tags)))
    return (*words, ALL)
