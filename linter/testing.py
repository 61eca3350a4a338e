"""Testing rules: run them over a fragment of YAML, or over the examples of their own pages.

The project's own rules and those of other packs are tested with this module::

    from modelspec_lint.linter.testing import brief, lint_fragment, page_problems

    def test_the_page_of_my_rule_tells_the_truth():
        assert page_problems(my_rule) == ()

    def test_a_team_label_is_asked_for():
        verdicts = lint_fragment("metadata: {labels: {env: prod}}", my_rule)
        assert brief(verdicts) == ["5:3 warning[ACME001] No team is named."]
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import yaml

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.engine import lint
from modelspec_lint.linter.options import OptionValue
from modelspec_lint.linter.page import HEADINGS
from modelspec_lint.linter.plugins import Packs, load_packs
from modelspec_lint.linter.policy import DEFAULT, Policy
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import Pack, Result, Verdict

CLEAN = """\
apiVersion: piqc.ai/v1alpha1
kind: ModelSpec
metadata:
  name: chat
spec:
  identity:
    model:
      id: meta-llama/Meta-Llama-3-8B-Instruct
      family: llama-3
      task: text-generation
      framework: vllm
      precision: bf16
  runtime:
    accelerator:
      vendor: nvidia
      type: a100-sxm4-80gb
      count: 1
    batch:
      maxBatchSize: 32
      maxSequenceLengthTokens: 8192
"""
"""A small valid spec about which no built-in rule has anything to say: what fragments are merged into."""

FILE = "case.modelspec.yaml"


def merge(fragment: str) -> str:
    """Merge a fragment of YAML into :data:`CLEAN` and return the text of the whole.

    Maps are merged key by key, anything else replaces what was there, and null removes it. A fragment that is
    itself a whole file (it has ``apiVersion`` in its first lines) is returned as it is.
    """
    if any(line.startswith("apiVersion:") for line in fragment.splitlines()):
        return fragment
    merged = _merged(yaml.safe_load(CLEAN), yaml.safe_load(fragment) or {})
    return yaml.safe_dump(merged, sort_keys=False, allow_unicode=True, width=1000)


def lint_text(
    text: str | bytes,
    rules: Rule | Iterable[Rule] | None = None,
    *,
    path: str = FILE,
    policy: Policy = DEFAULT,
) -> Result:
    """Lint the text of one file with the given rules, without ``rules`` with every rule of every pack.

    A rule that raises fails the test: ``AssertionError`` with the place in the rule's code.
    """
    packs = _packs()
    if rules is None:
        selected = tuple(packs.rules())
    else:
        owner = {rule.code: pack for rule, pack in packs.rules()}
        mine = Pack("under-test", "0", "")
        chosen = (rules,) if isinstance(rules, Rule) else tuple(rules)
        selected = tuple((rule, owner.get(rule.code, mine)) for rule in chosen)
    source = read_source(path, text.encode() if isinstance(text, str) else text)
    result = lint([source], selected, packs, KnowledgeBase.load(), policy=policy)
    for crash in result.crashes:
        raise AssertionError(f"{crash.rule.code} raised at {crash.place}: {crash.error}")
    return result


def lint_fragment(
    fragment: str,
    rules: Rule | Iterable[Rule] | None = None,
    options: Mapping[str, Mapping[str, OptionValue]] | None = None,
) -> tuple[Verdict, ...]:
    """Merge a fragment into the clean spec, lint the whole, and return the verdicts in order of place.

    ``options`` are values of the rules' options, by code and name.
    """
    return lint_text(merge(fragment), rules, policy=Policy(options=options or {})).verdicts


def brief(verdicts: Iterable[Verdict]) -> list[str]:
    """Write verdicts one a line, for comparison: ``5:3 warning[ACME001] No team is named.``."""
    return [
        f"{each.span.line}:{each.span.column} {each.severity.label}[{each.code}] {each.message}"
        for each in verdicts
    ]


def page_problems(rule: Rule) -> tuple[str, ...]:
    """Say where a rule's page is incomplete or untrue, in finished sentences; nothing when all is well.

    Every heading has to be there and filled. Every example under ``Bad`` has to make the rule speak at its
    default severity, and no other rule warn; every example under ``Good`` has to leave this rule silent and
    all others without a warning.
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
    rules = {each.code: each for each, _ in _packs().rules()}
    rules[rule.code] = rule
    text = example if rule.on == "file" else merge(example)
    return lint_text(text, rules.values()).verdicts


def _merged(base: Any, change: Any) -> Any:
    if not isinstance(change, dict):
        return change
    merged = dict(base) if isinstance(base, dict) else {}
    for key, value in change.items():
        if value is None:
            merged.pop(key, None)
        else:
            merged[key] = _merged(merged.get(key), value)
    return merged


@cache
def _packs() -> Packs:
    packs = load_packs()
    if packs.problems:
        raise AssertionError("; ".join(packs.problems))
    return packs
