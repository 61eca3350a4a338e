from __future__ import annotations

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.declarative import load_pack
from modelspec_lint.linter.declarative.cases import failures, with_pack
from modelspec_lint.linter.declarative.inspection import remarks
from modelspec_lint.linter.declarative.skeleton import prefix_of, skeleton
from modelspec_lint.linter.plugins import load_packs
from tests.linter.declarative.conftest import HEAD

RULE = """\
- id: ACME001
  name: some-rule
  severity: warning
  why: It is tested here, and nowhere else.
  help: do something
"""


@pytest.fixture
def run(write):
    def run(body, rule=RULE):
        packs = load_packs()
        pack = load_pack(write(whole=HEAD + rule + body), packs)
        return pack, with_pack(packs, pack), KnowledgeBase.load()

    return run


def said(run, body):
    return [f"{each.case.expected} {each.case.number}: {each.message}" for each in failures(*run(body))]


def test_cases_that_go_as_they_say_are_not_told_of(run):
    body = (
        "  template: required-label\n  with: {label: team}\n"
        "  cases: {bad: [{metadata: {name: a}}], good: {metadata: {labels: {team: x}}}}\n"
    )
    assert said(run, body) == []


@pytest.mark.parametrize(
    ("bad", "good", "failed"),
    [
        (
            "{metadata: {labels: {team: x}}}",
            "{metadata: {labels: {team: x}}}",
            ["bad 1: the rule is silent, and it should speak"],
        ),
        (
            "[{metadata: {name: a}}, {metadata: {labels: {team: x}}}]",
            "{metadata: {name: a}}",
            [
                "bad 2: the rule is silent, and it should speak",
                "good 1: the rule speaks, and it should be silent: The label `team` is missing.",
            ],
        ),
        (
            "{metadata: {name: a}}",
            "{apiVersion: v1, kind: ConfigMap}",
            ["good 1: the fragment makes no ModelSpec that can be read"],
        ),
        (
            "{metadata: {name: a}}",
            "{metadata: {labels: {team: 7}}}",
            [
                "good 1: the rule could not decide: a field that it reads is not as the format wants it "
                "(/metadata/labels/team)"
            ],
        ),
    ],
)
def test_a_case_that_goes_otherwise_is_told_of(run, bad, good, failed):
    body = f"  template: required-label\n  with: {{label: team}}\n  cases: {{bad: {bad}, good: {good}}}\n"
    assert said(run, body) == failed


def test_a_good_case_that_nothing_decides_is_no_proof(run):
    body = (
        '  when: "{{ memory.total.expected > 70 }}"\n'
        "  cases: {bad: {spec: {runtime: {batch: {maxBatchSize: 60}}}},"
        " good: {spec: {identity: {model: {id: nobody/knows-this}}}}}\n"
    )
    (told,) = said(run, body)
    assert told.startswith("good 1: the rule could not decide: ")


def test_a_rule_that_fails_is_told_of(run):
    body = (
        '  when: "{{ spec.identity.model.id > 3 }}"\n'
        "  cases: {bad: {metadata: {name: a}}, good: {metadata: {name: b}}}\n"
    )
    assert [each.split(":")[0] for each in said(run, body)] == ["bad 1", "good 1"]
    assert "the rule failed: ExpressionError" in said(run, body)[0]


def test_a_case_may_name_its_file(run):
    body = (
        "  where: {files: 'experiments/**'}\n  template: required-label\n  with: {label: team}\n"
        "  cases:\n    bad: {file: experiments/a.modelspec.yaml, metadata: {name: a}}\n"
        "    good: [{file: other/a.modelspec.yaml}, {metadata: {name: a}}]\n"
    )
    assert said(run, body) == []
    (rule,) = run(body)[0].pack.rules
    assert rule.page.examples("Bad") == ("# file: experiments/a.modelspec.yaml\nmetadata:\n  name: a\n",)


def remarked(run, body, rule=RULE):
    return [each.message for each in remarks(*run(body, rule))]


LABEL = (
    "  template: required-label\n  with: {label: team}\n"
    "  cases: {bad: {metadata: {name: a}}, good: {metadata: {labels: {team: x}}}}\n"
)


def test_a_pack_that_is_as_it_should_be_gets_no_remark(run):
    assert remarked(run, LABEL) == []


def test_a_page_that_says_little_is_remarked_on(run):
    rule = RULE.replace("  help: do something\n", "").replace(
        "It is tested here, and nowhere else.", "Because."
    )
    assert remarked(run, LABEL, rule) == [
        "'why' is too short to convince anybody",
        "there is no 'help': what can somebody do about a finding?",
    ]
    body = (
        "  when: \"{{ metadata.name == 'a' }}\"\n"
        "  cases: {bad: {metadata: {name: a}}, good: {metadata: {name: b}}}\n"
    )
    assert remarked(run, body) == ["there is no 'message': the finding says no more than its name"]


def test_another_prefix_and_the_same_check_twice_are_remarked_on(run):
    second = RULE.replace("ACME001", "OTHER001").replace("some-rule", "other-rule")
    assert remarked(run, LABEL + second + LABEL) == [
        "the prefix OTHER is not that of the others, ACME",
        "the same is asked by ACME001",
    ]


def test_a_name_that_nothing_has_is_remarked_on(run):
    body = (
        "  template: approved-models\n"
        '  with: {models: ["acme/*", meta-llama/Meta-Llama-3-8B-Instruct, meta-llama/Llama-3.1-8B-Instuct]}\n'
        "  cases: {bad: {spec: {identity: {model: {id: nobody/x}}}}, good: {metadata: {name: b}}}\n"
    )
    (told,) = [each for each in remarked(run, body) if "knows no" in each]
    assert told == (
        "the knowledge base knows no 'meta-llama/Llama-3.1-8B-Instuct'; "
        "did you mean 'meta-llama/Llama-3.1-8B-Instruct'?"
    )


def test_a_rule_that_says_what_a_built_in_one_says_is_remarked_on(run):
    body = (
        '  when: "{{ memory.weights.low > memory.usable.high }}"\n'
        '  message: "too large"\n  at: spec.runtime.accelerator.type\n'
        "  cases:\n    bad:\n"
        "      spec: {identity: {model: {id: meta-llama/Llama-3.3-70B-Instruct, family: llama-3}}}\n"
        "    good: {metadata: {name: b}}\n"
    )
    assert remarked(run, body) == ["MS201 speaks of the same place in every bad case"]


@pytest.mark.parametrize("name", ["acme", "search-team", "x2-y"])
def test_a_new_pack_passes_its_own_cases_and_gets_no_remark(write, name):
    prefix = prefix_of(name)
    text = skeleton(name, prefix, 'Team: "A" # it\'s', "acme.yaml")
    packs = load_packs()
    pack = load_pack(write(whole=text), packs)
    packs, knowledge = with_pack(packs, pack), KnowledgeBase.load()
    assert [rule.code for rule in pack.pack.rules] == [f"{prefix}001", f"{prefix}002"]
    assert list(failures(pack, packs, knowledge)) == []
    assert list(remarks(pack, packs, knowledge)) == []
