"""The examples on a rule's page, run as tests: a page that does not tell the truth is worse than none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import yaml

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.options import OptionValue
from modelspec_lint.linter.page import HEADINGS
from modelspec_lint.linter.policy import Policy
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.testing.fragments import (
    CLEAN,
    FILE,
    PRODUCTION,
    installed_packs,
    lint_text,
    merge,
    merge_all,
)
from modelspec_lint.linter.verdicts import Verdict

_OPTIONS = "# options: "


def page_problems(rule: Rule) -> tuple[str, ...]:
    """Say where a rule's page is incomplete or untrue, in finished sentences; nothing when all is well.

    Every heading has to be there and filled. Every example under ``Bad`` has to make the rule speak at its
    default severity, and no other rule warn; every example under ``Good`` has to leave this rule silent and
    all others without a warning. An example is merged into the clean spec, and where it says that it is
    production into :data:`PRODUCTION` as well; its first line may set the rule's options:
    ``# options: {max-days: 90}``.
    """
    page = rule.page
    problems = [f"The page has no section {name!r}." for name in HEADINGS if not page.sections.get(name)]
    if not page.summary:
        problems.append("The page does not begin with a sentence that says what is wrong.")
    problems += [
        f"The page has no example under {name!r}." for name in ("Bad", "Good") if not page.examples(name)
    ]
    for number, example in enumerate(page.examples("Bad"), start=1):
        problems += [f"Bad example {number}: {said}" for said in _bad(rule, example)]
    for number, example in enumerate(page.examples("Good"), start=1):
        problems += [f"Good example {number}: {said}" for said in _good(rule, example)]
    return tuple(problems)


def _bad(rule: Rule, example: str) -> Iterable[str]:
    verdicts = _judged(rule, example)
    severities = [verdict.severity for verdict in verdicts if verdict.code == rule.code]
    if not severities:
        yield f"{rule.code} says nothing."
    elif max(severities) != rule.severity:
        yield f"{rule.code} speaks as {max(severities).label}, its default is {rule.severity.label}."
    yield from _others(rule, verdicts)


def _good(rule: Rule, example: str) -> Iterable[str]:
    verdicts = _judged(rule, example)
    yield from (f"{rule.code} says: {each.message}" for each in verdicts if each.code == rule.code)
    yield from _others(rule, verdicts)


def _others(rule: Rule, verdicts: Iterable[Verdict]) -> Iterable[str]:
    for verdict in verdicts:
        if verdict.code != rule.code and verdict.severity > Severity.NOTE:
            yield f"{verdict.code} {verdict.name} speaks too: {verdict.message}"


def _judged(rule: Rule, example: str) -> tuple[Verdict, ...]:
    rules = {each.code: each for each, _ in installed_packs().rules()}
    rules[rule.code] = rule
    text, options = page_example(rule, example)
    return lint_text(text, rules.values(), policy=Policy(options={rule.code: options})).verdicts


def page_example(rule: Rule, example: str) -> tuple[str, Mapping[str, OptionValue]]:
    """Return the whole file that an example of a rule's page stands for, and the options it asks for."""
    return example if rule.on == "file" else _whole(example), _options(example)


def _whole(example: str) -> str:
    text = merge(example)
    document = read_source(FILE, text.encode()).documents[0]
    if text == example or not Deployment(document, KnowledgeBase.load()).production:
        return text
    return merge_all(CLEAN, PRODUCTION, example)


def _options(example: str) -> Mapping[str, OptionValue]:
    first = example.lstrip().partition("\n")[0]
    return yaml.safe_load(first[len(_OPTIONS) :]) if first.startswith(_OPTIONS) else {}
