"""What may be wrong with a pack in Python that could be imported; it is refused before any of it runs."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_args

from modelspec_lint.linter.nearest import did_you_mean
from modelspec_lint.linter.options import Option
from modelspec_lint.linter.profile import Profile
from modelspec_lint.linter.rule import CODE, EDITION, NAME, Certainty, Rule, Subject
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import BUILTIN, Pack

_SUBJECTS = get_args(Subject)
_CERTAINTIES = get_args(Certainty)
_MOST_RULES = 1000


class PackFault(Exception):
    """A pack is refused; the message is the rest of a sentence that begins with its name."""


def checked(offered: Pack, loaded: Sequence[Pack]) -> Pack:
    """Return a pack that goes with those loaded before it; raises :class:`PackFault`."""
    if len(offered.rules) > _MOST_RULES:
        raise PackFault(f"it has {len(offered.rules):,} rules, and no pack has more than {_MOST_RULES:,}")
    faults = [*_of_rules(offered.rules), *_clashes(offered, loaded), *_of_profiles(offered, loaded)]
    if faults:
        more = f" (and {len(faults) - 3} more)" if len(faults) > 3 else ""
        raise PackFault("; ".join(faults[:3]) + more)
    return offered


def rules_of(given: object, giver: str) -> list[Rule]:
    """Return what a pack gave for its rules, as a list of them; raises :class:`PackFault`."""
    rules: list[Rule] = []
    for each in listed(given, giver):
        if not isinstance(each, Rule):
            hint = "; @rule(...) makes one of a function" if callable(each) else ""
            raise PackFault(f"{giver} gave {_said(each)}, which is no rule{hint}")
        rules.append(each)
    return rules


def profiles_of(given: object, giver: str) -> list[Profile]:
    """Return what a pack gave for its profiles; raises :class:`PackFault`."""
    profiles: list[Profile] = []
    for each in listed(given, giver):
        if not isinstance(each, Profile):
            raise PackFault(f"{giver} gave {_said(each)}, which is no profile")
        profiles.append(each)
    return profiles


def paths_of(given: object, giver: str) -> list[str]:
    """Return what a pack gave for its knowledge overlays; raises :class:`PackFault`."""
    paths: list[str] = []
    for each in listed(given, giver):
        if not isinstance(each, str | os.PathLike):
            raise PackFault(f"{giver} gave {_said(each)}, which is no path")
        paths.append(os.fsdecode(each))
    return paths


def listed(given: object, giver: str) -> list[Any]:
    """Return what was given for a list as one."""
    if isinstance(given, str | bytes) or not isinstance(given, Iterable):
        raise PackFault(f"{giver} gave {_said(given)}, not a list")
    return list(given)


def _of_rules(rules: Iterable[Rule]) -> Iterator[str]:
    """Say what no decorator looked at, because a type checker would: not every author has one."""
    for rule in rules:
        for wrong in _of_rule(rule):
            yield f"rule {_said(rule.code)}: {wrong}"


def _of_rule(rule: Rule) -> Iterator[str]:
    if not (isinstance(rule.code, str) and CODE.match(rule.code)):
        yield "its code is no upper-case prefix with three digits"
    if not (isinstance(rule.name, str) and NAME.match(rule.name)):
        yield f"its name {_said(rule.name)} is not of lower-case words joined by hyphens"
    if not (isinstance(rule.since, str) and EDITION.match(rule.since)):
        yield f"its edition {_said(rule.since)} is no year and number"
    if not isinstance(rule.severity, Severity):
        yield f"its severity is {_said(rule.severity)}, not one of Severity"
    if not callable(rule.check):
        yield f"its check is {_said(rule.check)}, not a function"
    for what, value, known in (("on", rule.on, _SUBJECTS), ("certainty", rule.certainty, _CERTAINTIES)):
        if value not in known:
            hint = did_you_mean(value, known) if isinstance(value, str) else ""
            yield f"{what}={_said(value)} is none of {', '.join(known)}{hint}"
    for what, texts in (("tags", rule.tags), ("fields", rule.fields), ("silenced_by", rule.silenced_by)):
        if not isinstance(texts, tuple) or not all(isinstance(each, str) for each in texts):
            yield f"its {what} are not texts"
        elif len(texts) > 1 and all(len(each) == 1 for each in texts):
            yield f"its {what} are single letters: a list is wanted, not a text"
    for field in rule.fields if isinstance(rule.fields, tuple) else ():
        if isinstance(field, str) and not field.startswith("/"):
            yield f"its field {_said(field)} is no JSON pointer"
    if not isinstance(rule.options, tuple) or not all(isinstance(each, Option) for each in rule.options):
        yield "its options are not of the class Option"


def _clashes(offered: Pack, loaded: Sequence[Pack]) -> Iterator[str]:
    owners = {word: pack for pack in loaded for rule in pack.rules for word in (rule.code, rule.name)}
    reserved = {_prefix(rule.code) for pack in loaded if pack.name == BUILTIN for rule in pack.rules}
    own: set[str] = set()
    for rule in offered.rules:
        for word in (rule.code, rule.name):
            if word in owners:
                yield f"the pack {owners[word].name} has a rule {word} already"
            elif word in own:
                yield f"it has two rules {word}"
            own.add(word)
        if isinstance(rule.code, str) and rule.code not in owners and _prefix(rule.code) in reserved:
            yield f"{rule.code}: {_prefix(rule.code)} is the prefix of built-in rules, and a pack has its own"


def _of_profiles(offered: Pack, loaded: Sequence[Pack]) -> Iterator[str]:
    owners = {profile.name: pack for pack in loaded for profile in pack.profiles}
    rules = [rule for pack in (*loaded, offered) for rule in pack.rules]
    for profile in offered.profiles:
        if profile.name in owners:
            yield f"the pack {owners[profile.name].name} has a profile {_said(profile.name)} already"
        owners[profile.name] = offered
        try:
            for rule in rules:
                profile.holds(rule)
        except Exception as error:
            yield f"profile {_said(profile.name)}: asked of {rule.code} it raised {type(error).__name__}"


def _prefix(code: object) -> str:
    return str(code).rstrip("0123456789")


def _said(given: object) -> str:
    return repr(given)[:80] if isinstance(given, str | int | float | None) else f"a {type(given).__name__}"
