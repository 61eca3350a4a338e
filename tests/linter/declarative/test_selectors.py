from __future__ import annotations

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter import Deployment
from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.testing import CLEAN, lint_text, merge

LABELLED = "metadata: {labels: {environment: prod-eu, tier: gold}}"


@pytest.mark.parametrize(
    ("where", "fragment", "picked"),
    [
        ("{labels: {environment: prod-eu}}", LABELLED, True),
        ('{labels: {environment: "prod*", tier: [gold, silver]}}', LABELLED, True),
        ("{labels: {environment: prod}}", LABELLED, False),
        ("{labels: {environment: prod-eu, tier: silver}}", LABELLED, False),
        ("{labels: {team: search}}", LABELLED, False),
        ("{task: text-generation}", "{}", True),
        ("{task: [text-embedding, text-generation]}", "{}", True),
        ("{task: text-embedding}", "{}", False),
        ("{framework: vllm}", "spec: {identity: {model: {framework: vLLM}}}", True),
        ("{framework: [tgi, sglang]}", "{}", False),
        ("{vendor: NVIDIA}", "{}", True),
        ("{vendor: amd}", "{}", False),
        ("{vendor: nvidia}", "spec: {runtime: {accelerator: {vendor: null}}}", True),
        ("{family: llama-3}", "{}", True),
        ("{family: [qwen3, Llama-3]}", "{}", True),
        ("{family: qwen3}", "{}", False),
        ("{files: case.modelspec.yaml}", "{}", True),
        ('{files: ["other/**", "*.modelspec.yaml"]}', "{}", True),
        ('{files: "experiments/**"}', "{}", False),
        ("{task: text-generation, vendor: amd}", "{}", False),
    ],
)
def test_a_selector_picks_deployments(load, deployment, where, fragment, picked):
    body = f"  where: {where}\n  template: forbidden-field\n  with: {{field: metadata.name}}\n"
    (rule,) = load(body).pack.rules
    assert [each.at.pointer for each in rule.findings(deployment(fragment))] == ["/metadata/name"] * picked


@pytest.mark.parametrize(
    ("glob", "path", "picked"),
    [
        ("experiments/**", "experiments/a/b.yaml", True),
        ("experiments/**", "team/experiments/b.yaml", True),
        ("/experiments/*.yaml", "experiments/b.yaml", True),
        ("experiments/*.yaml", "experiments/a/b.yaml", False),
        ("experiments/**", "other/b.yaml", False),
        ("*" * 200 + "x", "a" * 2000, False),
    ],
)
def test_globs_match_the_end_of_a_path(load, glob, path, picked):
    body = f"  where: {{files: '{glob}'}}\n  template: forbidden-field\n  with: {{field: metadata.name}}\n"
    (rule,) = load(body).pack.rules
    document = read_source(path, CLEAN.encode()).documents[0]
    assert bool(list(rule.findings(Deployment(document, KnowledgeBase.load())))) is picked


def test_a_selector_is_a_part_of_what_the_page_says(load):
    body = (
        "  where: {labels: {environment: [prod, live]}, task: text-generation}\n"
        "  template: required-label\n  with: {label: team}\n"
    )
    (rule,) = load(body).pack.rules
    assert rule.page.sections["What it does"] == (
        "The label `team` is required. It applies where the label `environment` is `prod` or `live` and "
        "the task is `text-generation`."
    )


def test_a_broken_field_that_a_selector_reads_makes_the_rule_undecided(load):
    body = "  where: {task: text-generation}\n  template: required-label\n  with: {label: team}\n"
    rules = load(body).pack.rules
    result = lint_text(merge("spec: {identity: {model: {task: [a]}}}"), rules)
    assert (result.verdicts, result.summary.undecided) == ((), 1)
