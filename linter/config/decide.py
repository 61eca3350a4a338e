"""Which layer decides: whether a rule runs, how bad its findings are, what its options are.

Each question is answered with all that the layers say, the strongest first, so that what is in force and the
explanation of it are one thing: the first statement decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Generic, TypeVar

from modelspec_lint.linter.config.layer import Layer
from modelspec_lint.linter.config.mistake import At
from modelspec_lint.linter.options import Option, OptionValue
from modelspec_lint.linter.profile import Profile
from modelspec_lint.linter.record import record
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.severity import Severity

T = TypeVar("T")

RULE = "the rule itself"
DEFAULT = "recommended, the profile where none is named"


@record
class Statement(Generic[T]):
    """What one layer says to a question: the value, in its words, and where."""

    layer: str
    value: T
    said: str
    at: At | None = None


def whether_it_runs(rule: Rule, layers: Sequence[Layer]) -> Iterator[Statement[bool]]:
    """Yield what the layers (weakest first) say of a rule, the strongest first; there is always one.

    In one layer ``ignore`` wins over ``extend-select``, and that over ``select``. Profiles come last, since
    every word about a rule is more than that: a profile only takes the place of what weaker layers
    ``select``. Rules about files that cannot be read run until they are ignored, whatever is selected.
    """
    always = rule.on == "file"
    profiles: list[Statement[bool]] = []
    for layer in reversed(layers):
        for words, value in ((layer.ignore, False), (layer.also, True), (layer.select or {}, True)):
            said = words.get(rule.code)
            if said is not None and not (words is layer.select and profiles):
                yield Statement(layer.title, value, said.said, said.at)
        if layer.select is not None and rule.code not in layer.select and not profiles and not always:
            yield Statement(layer.title, False, "select does not name it", layer.at)
        if layer.profile is not None:
            value = always or rule.code in layer.holds
            profiles.append(Statement(layer.title, value, layer.profile.said, layer.profile.at))
    yield from profiles
    yield Statement(DEFAULT, True, "every rule runs")


def how_bad(rule: Rule, layers: Sequence[Layer]) -> Iterator[Statement[Severity]]:
    """Yield what the layers say of a rule's severity, the strongest first; last what the rule says."""
    for layer in reversed(layers):
        said = layer.severities.get(rule.code)
        if said is not None:
            yield Statement(layer.title, said.value, said.said, said.at)
    profile = profile_in_force(layers)
    if rule.severity is Severity.NOTE and profile is not None and profile.value.notes_are_warnings:
        yield Statement(
            profile.layer, Severity.WARNING, f"{profile.said} takes notes for warnings", profile.at
        )
    yield Statement(RULE, rule.severity, "unless a finding says another")


def option_of(rule: Rule, option: Option, layers: Sequence[Layer]) -> Iterator[Statement[OptionValue]]:
    """Yield what the layers say of a rule's option, the strongest first; last its default."""
    for layer in reversed(layers):
        said = layer.options.get(rule.code, {}).get(option.name)
        if said is not None:
            yield Statement(layer.title, said.value, said.said, said.at)
    yield Statement(RULE, option.default, "the default")


def profile_in_force(layers: Sequence[Layer]) -> Statement[Profile] | None:
    """Return the profile of the strongest layer that has one."""
    for layer in reversed(layers):
        if layer.profile is not None:
            return Statement(layer.title, layer.profile.value, layer.profile.said, layer.profile.at)
    return None


def runs(rule: Rule, layers: Sequence[Layer]) -> bool:
    """Whether a rule runs where all of the layers hold."""
    return next(whether_it_runs(rule, layers)).value


def may_run(rule: Rule, layers: Sequence[Layer]) -> bool:
    """Whether a rule may run somewhere, where layers with a condition may hold or not.

    Rather yes than no: a rule of which it is said and that runs nowhere costs a line in a report.
    """
    always = rule.on == "file"
    held = settled = profiled = (
        False  # some profile holds it; one layer decides in any case; a profile was seen
    )
    for layer in reversed(layers):
        certain = layer.when is None
        if rule.code in layer.ignore:
            if certain:
                return False
            continue
        if rule.code in layer.also or (layer.select is not None and rule.code in layer.select):
            return True
        if layer.select is not None and certain and not always:
            if not profiled:
                return False
            settled = True
        if layer.profile is not None:
            profiled = True
            held = held or rule.code in layer.holds
            settled = settled or certain
    return held or always or not settled
