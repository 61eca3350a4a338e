"""Linting fragments: what a test writes down is only what it is about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import yaml

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.document import SourceFile, read_source
from modelspec_lint.linter.engine import lint
from modelspec_lint.linter.options import OptionValue
from modelspec_lint.linter.plan import Judging, UniformPlan
from modelspec_lint.linter.plugins import Packs, load_packs
from modelspec_lint.linter.policy import Policy
from modelspec_lint.linter.rule import Rule
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

PRODUCTION = """\
metadata:
  version: 1.0.0
  labels:
    environment: production
spec:
  operations:
    serving:
      protocol: http
      port: 8000
      readinessProbe:
        path: /health
        timeoutSeconds: 2
      livenessProbe:
        path: /ping
        timeoutSeconds: 5
      maxConcurrency: 32
      timeoutSeconds: 60
    scaling:
      minReplicas: 2
      maxReplicas: 2
    observability:
      metrics:
        enabled: true
      logging:
        level: info
  pipeline:
    dependencies:
      - id: prompt-guard
        role: guardrail
  governance:
    compliance:
      pii:
        allowed: false
      retention:
        logsDays: 30
      governance:
        owner: assistants
        changeApproval: two-person-review
"""
"""What the clean spec needs beside in production: examples that say they are production get it too."""

FILE = "case.modelspec.yaml"


def merge(fragment: str) -> str:
    """Merge a fragment of YAML into :data:`CLEAN` and return the text of the whole.

    Maps are merged key by key, anything else replaces what was there, and null removes it. A fragment that is
    itself a whole file (it has ``apiVersion`` in its first lines) is returned as it is.
    """
    if any(line.startswith("apiVersion:") for line in fragment.splitlines()):
        return fragment
    return merge_all(CLEAN, fragment)


def merge_all(*fragments: str) -> str:
    """Merge fragments in order, as :func:`merge` does, and return the text of the whole."""
    merged: Any = {}
    for fragment in fragments:
        merged = _merged(merged, yaml.safe_load(fragment) or {})
    return yaml.safe_dump(merged, sort_keys=False, allow_unicode=True, width=1000)


def lint_text(
    text: str | bytes,
    rules: Rule | Iterable[Rule] | None = None,
    *,
    path: str = FILE,
    policy: Policy | None = None,
) -> Result:
    """Lint the text of one file with the given rules, without ``rules`` with every rule of every pack.

    A rule that raises fails the test: ``AssertionError`` with the place in the rule's code.
    """
    source = read_source(path, text.encode() if isinstance(text, str) else text)
    return lint_sources([source], rules, policy=policy)


def lint_sources(
    sources: Iterable[SourceFile], rules: Rule | Iterable[Rule] | None = None, *, policy: Policy | None = None
) -> Result:
    """Lint files together, as one run: what rules about a whole project are tested with."""
    packs = installed_packs()
    if rules is not None:
        chosen = (rules,) if isinstance(rules, Rule) else tuple(rules)
        packs = _with_rules(packs, chosen)
        codes = frozenset(rule.code for rule in chosen)
    else:
        codes = frozenset(rule.code for rule, _ in packs.rules())
    plan = UniformPlan(Judging(codes, policy or Policy()))
    result = lint(sources, plan, packs, KnowledgeBase.load())
    for crash in result.crashes:
        raise AssertionError(f"{crash.rule.code} raised at {crash.place}: {crash.error}")
    return result


def lint_files(
    files: Mapping[str, str], rules: Rule | Iterable[Rule] | None = None, *, policy: Policy | None = None
) -> Result:
    """Lint texts of files by their paths, as one run."""
    sources = [read_source(path, text.encode()) for path, text in files.items()]
    return lint_sources(sources, rules, policy=policy)


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


def _with_rules(packs: Packs, rules: Iterable[Rule]) -> Packs:
    """Add the rules under test; one that a pack has already replaces it."""
    tested = {rule.code: rule for rule in rules}
    loaded = []
    for pack in packs.loaded:
        own = tuple(tested.pop(rule.code, rule) for rule in pack.rules)
        loaded.append(pack if own == pack.rules else replace(pack, rules=own))
    return replace(packs, loaded=(*loaded, Pack("under-test", "0", "", tuple(tested.values()))))


@cache
def installed_packs() -> Packs:
    """Return the installed packs; one that cannot be loaded fails the test."""
    packs = load_packs()
    if packs.problems:
        raise AssertionError("; ".join(packs.problems))
    return packs
