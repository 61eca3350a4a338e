"""Profiles: named selections of rules, with how their findings are judged, pinned as editions.

A rule says in which edition it joined. A profile that is pinned (``production@2026.1``) never gets rules that
joined later, so that an upgrade does not turn a green run red.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from modelspec_lint.linter.nearest import did_you_mean
from modelspec_lint.linter.rule import Rule

RECOMMENDED = "recommended"


@dataclass(frozen=True, slots=True)
class Profile:
    """A named selection. ``holds`` says of a rule whether it belongs to it.

    ``production`` takes every spec for one of production; ``notes_are_warnings`` raises notes;
    ``reasons_required`` asks a reason of every suppression. ``edition`` is set where it is pinned.
    """

    name: str
    summary: str
    holds: Callable[[Rule], bool]
    production: bool = False
    notes_are_warnings: bool = False
    reasons_required: bool = False
    edition: str | None = None

    def codes(self, rules: Iterable[Rule]) -> frozenset[str]:
        """Return the codes of the rules that belong to the profile, of its edition where it is pinned."""
        edition = _order(self.edition) if self.edition else None
        return frozenset(
            rule.code
            for rule in rules
            if self.holds(rule) and (edition is None or _order(rule.since) <= edition)
        )


class UnknownProfile(Exception):
    """A profile or an edition that there is not; the message names the nearest."""


def find_profile(wanted: str, profiles: Sequence[Profile], rules: Iterable[Rule]) -> Profile:
    """Return the profile that ``name`` or ``name@edition`` means; raises :class:`UnknownProfile`."""
    name, at, edition = wanted.partition("@")
    known = {each.name: each for each in profiles}
    profile = known.get(name)
    if profile is None:
        raise UnknownProfile(f"There is no profile {name!r}{did_you_mean(name, known)}")
    if not at:
        return profile
    editions = sorted({rule.since for rule in rules}, key=_order)
    if edition not in editions:
        hint = did_you_mean(edition, editions) or f"; there is {', '.join(editions)}"
        raise UnknownProfile(f"There is no edition {edition!r} of the rules{hint}")
    return replace(profile, edition=edition)


def _order(edition: str) -> tuple[int, ...]:
    return tuple(int(number) for number in edition.split("."))
