"""The rules that look at one specification's own dependencies: MS703, MS705, MS707 and MS709."""

import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.pipeline import (
    dependency_without_budget,
    duplicate_dependency,
    no_guardrail,
    optional_guardrail,
)

PRODUCTION = "metadata: {labels: {environment: production}}\n"


def judged(rule, dependencies, *, scaling="{}", head="", steps="{}", task="text-generation"):
    return lint_fragment(
        f"{head}spec: {{identity: {{model: {{task: {task}}}}}, operations: {{scaling: {scaling}}}, "
        f"pipeline: {{preprocess: {steps}, dependencies: {dependencies}}}}}",
        rule,
    )


def test_the_second_dependency_of_an_id_is_told_at_its_id():
    (verdict,) = judged(
        duplicate_dependency, "[{id: a, role: custom}, {id: b, role: custom}, {id: a, role: guardrail}]"
    )
    assert brief([verdict]) == ["30:11 error[MS703] The id `a` is taken by another dependency."]
    assert [(each.span.line, each.message) for each in verdict.related] == [
        (26, "the first dependency of this id")
    ]


@pytest.mark.parametrize(
    "dependencies",
    [
        "[]",
        "[{id: a, role: custom}]",
        "[{id: a, role: custom, specRef: guard}, {id: A, role: custom, specRef: guard}]",
    ],
)
def test_other_ids_are_silent_also_for_one_specification(dependencies):
    assert judged(duplicate_dependency, dependencies) == ()


def test_a_required_dependency_without_a_budget_is_told_where_it_would_stand():
    (verdict,) = judged(
        dependency_without_budget,
        "[{id: a, role: custom}, {id: b, role: custom, interface: {inputType: text}}, "
        "{id: c, role: custom, interface: {maxLatencyMs: 0}}, {id: d, role: custom, required: false}]",
        scaling="{targetLatencyMsP95: 1500.5}",
    )[:1]
    assert brief([verdict]) == [
        "27:7 note[MS705] `a` has no latency budget: it may take any part of the 1500.5 ms of a request."
    ]
    assert [(each.span.line, each.span.column) for each in verdict.related] == [(23, 27)]


def test_each_dependency_without_a_budget_is_told_and_an_interface_is_its_place():
    verdicts = judged(
        dependency_without_budget,
        "[{id: a, role: custom}, {id: b, role: custom, interface: {inputType: text}}]",
        scaling="{targetLatencyMsP95: 1500}",
    )
    assert [(each.span.line, each.span.column) for each in verdicts] == [(27, 7), (31, 7)]


def test_without_a_target_no_budget_is_asked_for():
    assert judged(dependency_without_budget, "[{id: a, role: custom}]") == ()


NOTHING_CHECKS = (
    "note[MS707] In production a model answers in free text, and nothing beside it checks what it is asked."
)


def test_a_chat_in_production_without_a_guardrail_is_noted():
    assert brief(judged(no_guardrail, "[{id: a, role: reranker}]", head=PRODUCTION)) == [
        f"28:5 {NOTHING_CHECKS}"
    ]
    assert brief(lint_fragment(PRODUCTION, no_guardrail)) == [f"7:1 {NOTHING_CHECKS}"]


@pytest.mark.parametrize(
    ("dependencies", "steps"),
    [
        ("[{id: a, role: guardrail}]", "{}"),
        ("[{id: a, role: guardrail, required: false}]", "{}"),
        ("[{id: llama-guard, role: input}]", "{}"),
        ("[]", "{steps: [{name: check, type: content-moderation}]}"),
        ("[]", "{steps: [{name: safety-filter, type: http, enabled: true}]}"),
    ],
)
def test_whatever_speaks_of_guarding_is_a_guardrail(dependencies, steps):
    assert judged(no_guardrail, dependencies, steps=steps, head=PRODUCTION) == ()


def test_a_step_that_does_not_run_guards_nothing():
    steps = "{steps: [{name: check, type: content-moderation, enabled: false}]}"
    assert len(judged(no_guardrail, "[]", steps=steps, head=PRODUCTION)) == 1


def test_other_stages_other_tasks_and_guard_models_need_no_guardrail():
    assert judged(no_guardrail, "[]") == ()
    for task in ("embedding", "rerank", "asr", "guardrail", "translation", "soothsaying"):
        assert judged(no_guardrail, "[]", head=PRODUCTION, task=task) == ()
    guard = "spec: {identity: {model: {id: meta-llama/Llama-Guard-3-8B}}}"
    assert lint_fragment(PRODUCTION + guard, no_guardrail) == ()


def test_an_optional_guardrail_in_production_is_told_at_its_required():
    verdicts = judged(optional_guardrail, "[{id: a, role: guardrail, required: false}]", head=PRODUCTION)
    assert brief(verdicts) == [
        "30:17 warning[MS709] The guardrail `a` is optional: when it is down, requests pass unguarded."
    ]


@pytest.mark.parametrize(
    "dependencies",
    [
        "[]",
        "[{id: a, role: guardrail}]",
        "[{id: a, role: reranker, required: false}]",
        "[{id: a, role: guardrail}, {id: b, role: guardrail, required: false}]",
    ],
)
def test_a_required_guardrail_or_none_is_silent(dependencies):
    assert judged(optional_guardrail, dependencies, head=PRODUCTION) == ()


def test_an_optional_guardrail_elsewhere_is_silent():
    assert judged(optional_guardrail, "[{id: a, role: guardrail, required: false}]") == ()
