from __future__ import annotations

import contextlib
import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelspec_lint.knowledge_base import Undecided
from modelspec_lint.linter.declarative.expressions import (
    Condition,
    ExpressionError,
    Message,
    check_expression,
)
from modelspec_lint.linter.declarative.expressions.check import LONGEST, MOST_NODES
from modelspec_lint.linter.testing import brief, lint_text, merge


def holds(expression, deployment):
    checked = check_expression(expression, condition=True)
    assert checked.mistakes == []
    return Condition(checked).holds(deployment, {})


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        (
            "{{ labels.tier < 3 }}",
            "the expression has < between a text and a number, which do not go together; "
            "`| number` reads a number from a text",
        ),
        (
            "{{ spec.runtime.accelerator.count > [1] }}",
            "the expression has > between a number and a list, which do not go together",
        ),
        (
            "{{ labels >= true }}",
            "the expression has >= between a value of another kind and true or false, "
            "which do not go together",
        ),
    ],
)
def test_what_cannot_be_compared_is_said_in_words_of_packs(deployment, expression, said):
    with pytest.raises(ExpressionError) as caught:
        holds(expression, deployment("metadata: {labels: {tier: '3'}}"))
    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("expression", "answer"),
    [
        ("{{ spec.runtime.accelerator.count > 8 }}", False),
        ("{{ spec.runtime.accelerator.count == 1 and metadata.name == 'chat' }}", True),
        ("{{ labels.environment in ['prod', 'live'] }}", True),
        ("{{ 'environment' in labels }}", True),
        ("{{ 'team' in labels }}", False),
        ("{{ labels.team is defined }}", False),
        ("{{ spec.operations.scaling.maxReplicas is not defined }}", True),
        ("{{ spec.operations.scaling.maxReplicas | default(1) > 1 }}", False),
        ("{{ not (labels.team | default('none')) is matching('^n') }}", False),
        ("{{ labels['environment'] | upper == 'PROD' }}", True),
        ("{{ labels.tier | number * 2 >= 6 }}", True),
        ("{{ labels | length == 2 }}", True),
        ("{{ spec.identity.model.id is startswith('meta-llama/') }}", True),
        ("{{ file.name is endswith('.yaml') }}", True),
        ("{{ accelerator.vendor == 'nvidia' and accelerator.memory_gb == 80 }}", True),
        ("{{ 'text-generation' in engine.tasks or precision.bits == 16 }}", True),
        ("{{ workload.id == spec.identity.model.task }}", True),
        ("{{ model.layers * 2 ** 3 / 4 - 1 == 63 }}", True),
        ("{{ model.layers % 5 == 2 and model.layers // 5 == 6 and -model.layers < 0 }}", True),
        ("{{ memory.weights.low <= memory.weights.expected <= memory.weights.high }}", True),
        ("{{ memory.total.expected > memory.weights.expected }}", True),
        ("{{ memory.total.unit == 'GiB' and memory.batch == 32 }}", True),
        ("{{ latency.request.floor.low <= latency.request.typical.expected }}", True),
        ("{{ latency.rate.bound.expected >= latency.rate.typical.expected }}", True),
        ("{{ cost.per_month.expected == cost.per_hour.expected * 730 }}", True),
        ("{{ cost.floor_per_1k_tokens.expected < cost.per_1k_tokens.expected }}", True),
        ("{{ true if labels.tier == '3' else false }}", True),
        ("{{ [1, 5, 3] | max == 5 and [1, 5] | min == 1 and [1, 5] | sum == 6 }}", True),
        ("{{ ['a', 'b'] | join('-') == 'a-b' and (['a', 'b'] | last) == 'b' }}", True),
        ("{{ (2.345 | round(1)) == 2.3 and (2.5 | abs) == 2.5 }}", True),
    ],
)
def test_a_condition_is_true_or_false(deployment, expression, answer):
    subject = deployment("metadata: {labels: {environment: prod, tier: '3'}}")
    assert holds(expression, subject) is answer


@pytest.mark.parametrize(
    "expression",
    [
        "{{ labels.team == 'search' }}",
        "{{ spec.operations.scaling.maxReplicas > 4 }}",
        "{{ spec.operations.scaling.maxReplicas + 1 > 4 }}",
        "{{ spec.pipeline.dependencies[0].id == 'x' }}",
        "{{ metadata.description | length > 3 }}",
        "{{ labels.team is matching('x') }}",
        "{{ labels.team | upper == 'X' }}",
        "{{ not labels.team }}",
        "{{ labels.missing or true }}",
    ],
)
def test_touching_what_is_absent_is_no_answer(deployment, expression):
    assert holds(expression, deployment()) is None


def test_an_empty_value_is_absent_like_one_that_is_not_there(deployment):
    assert holds("{{ metadata.description is defined }}", deployment("metadata: {version: '1'}")) is False


def test_a_fact_of_a_name_that_is_not_declared_is_absent(deployment):
    subject = deployment("spec: {identity: {model: {precision: null}}}")
    assert holds("{{ precision is defined }}", subject) is False
    assert holds("{{ precision.bits > 8 }}", subject) is None


@pytest.mark.parametrize(
    ("fragment", "expression", "reason"),
    [
        (
            "spec: {identity: {model: {id: nobody/knows-this}}}",
            "{{ model.layers > 3 }}",
            "knows-this",
        ),
        (
            "spec: {identity: {model: {id: nobody/knows-this}}}",
            "{{ memory.total.expected > 3 }}",
            "",
        ),
        ("spec: {runtime: {accelerator: {type: a100}}}", "{{ accelerator.memory_gb > 40 }}", "a100"),
        ("{}", "{{ spec.runtime.accelerator.count / 0 > 1 }}", "division by zero"),
        ("metadata: {labels: {tier: gold}}", "{{ labels.tier | number > 1 }}", "'gold' is no number"),
        ("{}", "{{ 10 ** 24 * 10 > 1 }}", "larger than rules of packs compute with"),
    ],
)
def test_what_is_not_known_decides_nothing(deployment, fragment, expression, reason):
    with pytest.raises(Undecided) as caught:
        holds(expression, deployment(fragment))
    assert reason in caught.value.reason


def test_an_undecided_estimate_is_counted_and_no_finding(load):
    rules = load('  when: "{{ memory.total.expected > 1 }}"\n').pack.rules
    result = lint_text(merge("spec: {identity: {model: {id: nobody/knows-this}}}"), rules)
    assert (result.verdicts, result.summary.undecided, result.crashes) == ((), 1, ())


def test_estimates_that_were_looked_at_are_the_evidence(load):
    rules = load('  when: "{{ memory.total.expected > 0.1 * memory.usable.expected }}"\n').pack.rules
    (verdict,) = lint_text(merge("{}"), rules).verdicts
    assert [each.name for each in verdict.evidence] == ["in all", "usable"]


def test_an_exception_that_touches_what_is_absent_excuses_nothing(speaks):
    body = (
        '  when: "{{ spec.runtime.accelerator.count == 1 }}"\n  unless: "{{ labels.approved == \'yes\' }}"\n'
    )
    assert speaks(body, "{}") == ["17:14 warning[ACME001] Test rule 1."]
    assert speaks(body, "metadata: {labels: {approved: 'no'}}") == ["19:14 warning[ACME001] Test rule 1."]
    assert speaks(body, "metadata: {labels: {approved: 'yes'}}") == []


def test_a_finding_points_to_the_first_field_that_its_condition_reads(speaks):
    body = "  when: \"{{ metadata.name == 'chat' and spec.runtime.accelerator.count == 1 }}\"\n"
    assert speaks(body, "{}") == ["4:9 warning[ACME001] Test rule 1."]


def test_a_broken_field_that_a_condition_reads_makes_it_undecided(load):
    rules = load('  when: "{{ spec.runtime.accelerator.count > 1 }}"\n').pack.rules
    result = lint_text(merge("spec: {runtime: {accelerator: {count: many}}}"), rules)
    assert (result.verdicts, [each.pointer for each in result.undecided]) == (
        (),
        ["/spec/runtime/accelerator/count"],
    )


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("{{ spec.runtime.accelerator.count }} x {{ accelerator.name }}", "1 x NVIDIA A100 80GB SXM4"),
        ("by {{ labels.team }}", "by (not declared)"),
        ("{{ 1234.5678 }} and {{ 0.123456 }} and {{ true }}", "1,235 and 0.1235 and true"),
        ("takes {{ memory.usable.expected | round(1) }} GiB", "takes 72.9 GiB"),
        ("of {{ engine.vendors | length > 0 }}\n  lines", "of true lines"),
        ("no expression", "no expression"),
    ],
)
def test_a_message_holds_values(deployment, message, said):
    checked = check_expression(message, condition=False)
    assert checked.mistakes == []
    assert Message(checked).written(deployment(), "otherwise") == said


def test_a_message_with_a_value_that_is_not_known_falls_back(deployment):
    checked = check_expression("{{ model.layers }} layers", condition=False)
    subject = deployment("spec: {identity: {model: {id: nobody/knows-this}}}")
    assert Message(checked).written(subject, "Too deep.") == "Too deep."


def test_a_message_has_a_bounded_length(deployment):
    text = " ~ ".join(["metadata.description"] * 30)
    checked = check_expression("{{ " + text + " }}", condition=False)
    assert checked.mistakes == []
    subject = deployment(f"metadata: {{description: '{'x' * 3900}'}}")
    said = Message(checked).written(subject, "")
    assert (len(said), said[-3:]) == (1000, "...")


MISTAKES = [
    ("{{ acelerator.vendor == 'x' }}", "there is no name 'acelerator'; did you mean 'accelerator'?"),
    (
        "{{ spec.runtime.acelerator.count > 1 }}",
        "spec.runtime has no 'acelerator'; did you mean 'accelerator'?",
    ),
    ("{{ accelerator.memory_gib > 1 }}", "accelerator has no 'memory_gib'; did you mean 'memory_gb'?"),
    ("{{ memory.totl.expected > 1 }}", "memory has no 'totl'; did you mean 'total'?"),
    ("{{ memory.total.expectd > 1 }}", "memory.total has no 'expectd'; did you mean 'expected'?"),
    (
        "{{ memory.total > 1 }}",
        "memory.total is an estimate: its low, expected or high end is wanted",
    ),
    ("{{ model > 1 }}", "model is a fact: one of its values is wanted"),
    ("{{ labels.a | uper == 'A' }}", "there is no filter 'uper'; did you mean 'upper'?"),
    ("{{ labels.a is matchin('x') }}", "there is no test 'matchin'; did you mean 'matching'?"),
    ("{{ labels.a is matching }}", "the test 'matching' takes 1 arguments, and gets 0"),
    ("{{ 1.5 | round(1, 2) > 1 }}", "the filter 'round' takes 0 to 1 arguments, and gets 2"),
    ("{{ 1.5 | round(precision=1) > 1 }}", "the filter 'round' takes no named arguments"),
    ("{{ labels.a is matching(labels.b) }}", "the pattern of 'matching' is written out, in quotes"),
    ("spec.runtime.accelerator.count > 8", "one expression in {{ ... }} is wanted, and nothing beside it"),
    ("{{ true }} and {{ true }}", "one expression in {{ ... }} is wanted, and nothing beside it"),
    (
        "{{ spec.runtime.accelerator.count }}",
        "this is neither true nor false: a comparison or a test is wanted",
    ),
    ("{{ 1 + 1 }}", "this is neither true nor false: a comparison or a test is wanted"),
    ("{{ labels.a == }}", "this is no expression: unexpected 'end of print statement'"),
    ("{{ labels.a == 'x }}", 'this is no expression: unexpected char "\'" at 15'),
    (
        "{{ spec.pipeline.dependencies.id == 'x' }}",
        "spec.pipeline.dependencies has no 'id': it is a list, and entries have numbers, such as [0]",
    ),
]


@pytest.mark.parametrize(("expression", "said"), MISTAKES)
def test_a_mistake_is_told_before_anything_runs(expression, said):
    assert [message for _, message in check_expression(expression, condition=True).mistakes] == [said]


HOSTILE = [
    "{{ ().__class__.__mro__ }}",
    "{{ ().__class__ == 1 }}",
    "{{ ''['__class__'] == 1 }}",
    "{{ labels.__class__.__init__.__globals__ == 1 }}",
    "{{ labels['a'].__class__ == 1 }}",
    "{{ self._TemplateReference__context == 1 }}",
    "{{ '{0.__class__}'.format(spec) == 'x' }}",
    "{{ '%s' | format(spec) == 'x' }}",
    "{{ labels | attr('__class__') == 1 }}",
    "{{ range(1000000000) | length > 1 }}",
    "{{ cycler('a').next() == 1 }}",
    "{{ lipsum(n=100000) == 1 }}",
    "{{ namespace().x == 1 }}",
    "{{ joiner.__init__ == 1 }}",
    "{{ dict(a=1) == 1 }}",
    "{{ config == 1 }}",
    "{{ request.application == 1 }}",
    "{% for a in spec %}{% for b in spec %}x{% endfor %}{% endfor %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% extends 'x' %}",
    "{% macro m() %}{{ m() }}{% endmacro %}",
    "{% set x = 1 %}",
    "{% raw %}{{ x }}{% endraw %}",
    "{{ spec.identity.model.id[0:1] == 'x' }}",
    "{{ {'a': spec} == 1 }}",
    "{{ " + "(" * 500 + "1" + ")" * 500 + " == 1 }}",
    "{{ " + "[" * 500 + "]" * 500 + " == 1 }}",
    "{{ " + "not " * 450 + "true }}",
    "{{ " + "-" * 1500 + "1 == 1 }}",
    "{{ " + "9" * 1900 + " > 1 }}",
    "{{ 1e400 > 1 }}",
    "{{ 1 == 1" + " or 1 == 1" * 100 + " }}",
    "{{ 'a' " * 100 + "}}",
    "{{ '" + "a" * LONGEST + "' == 'a' }}",
    "{{ labels.a is matching('(a|a)*b\\\\1') }}",
    "{{ labels.a is matching('((a{1000}){1000}){1000}') }}",
    "{{ labels.a is matching('(?=a)') }}",
    "{{ labels[labels.a] == 1 }}",
    "{{ (spec if true else labels).runtime == 1 }}",
    "{{ labels.a | map('upper') | list == 1 }}",
    "{{ caller() == 1 }}",
    "{{ loop.index == 1 }}",
    "{{ 0x" + "f" * 1500 + " == 1 }}",
]


@pytest.mark.parametrize("expression", HOSTILE)
def test_a_hostile_expression_is_a_mistake_of_the_pack_within_milliseconds(expression):
    start = time.perf_counter()
    checked = check_expression(expression, condition=True)
    taken = time.perf_counter() - start
    if not checked.mistakes:  # what the check cannot see ends when it runs
        pytest.fail("nothing is wrong with it")
    assert taken < 0.25
    assert all(len(message) < 400 for _, message in checked.mistakes)


EXHAUSTING = [
    "{{ [1] * 1000000000 == 1 }}",
    "{{ 10 ** 10 ** 10 > 1 }}",
    "{{ (2 ** 32) ** 32 > 1 }}",
    "{{ 2 ** 0.5 ** -99999 > 1 }}",
    "{{ (0 - 8) ** 0.5 > 1 }}",
    "{{ 'a' * 1000000000 == 'b' }}",
    "{{ '%1000000000d' % 4 == 'b' }}",
    "{{ ['a'] + ['b'] == 1 }}",
    "{{ 5 | round(1000000000) > 1 }}",
    "{{ 5 | round(0 - 1000000000) > 1 }}",
    "{{ spec | join == 'x' }}",
    "{{ spec > 3 }}",
    "{{ labels < spec }}",
    "{{ spec.identity.model.id > 3 }}",
    "{{ 3 in 3 }}",
    "{{ spec.runtime.accelerator.count | upper == 'x' }}",
    "{{ true + true > 1 }}",
]


@pytest.mark.parametrize("expression", EXHAUSTING)
def test_what_would_take_for_ever_or_cannot_be_ends_at_once(deployment, expression):
    start = time.perf_counter()
    with pytest.raises((ExpressionError, Undecided)):
        holds(expression, deployment())
    assert time.perf_counter() - start < 0.25


def test_a_mistake_that_shows_only_when_it_runs_is_one_finding(load):
    from modelspec_lint.knowledge_base import KnowledgeBase
    from modelspec_lint.linter.declarative.cases import with_pack
    from modelspec_lint.linter.document import read_source
    from modelspec_lint.linter.engine import lint
    from modelspec_lint.linter.plan import Judging, UniformPlan
    from modelspec_lint.linter.plugins import load_packs

    packs = with_pack(load_packs(), load('  when: "{{ spec.identity.model.id > 3 }}"\n'))
    source = read_source("case.modelspec.yaml", merge("{}").encode())
    result = lint([source], UniformPlan(Judging(frozenset({"ACME001"}))), packs, KnowledgeBase.load())
    assert [crash.rule.code for crash in result.crashes] == ["ACME001"]
    assert len(result.verdicts) == 1
    assert "ACME001" in result.verdicts[0].message


def test_a_list_or_a_text_that_is_too_long_is_not_looked_at(deployment):
    long_text = deployment(f"metadata: {{description: {'x' * 5000}}}")
    with pytest.raises(Undecided):
        holds("{{ metadata.description == 'x' }}", long_text)
    steps = ", ".join(["{name: a, type: b}"] * 1001)
    long_list = deployment(f"spec: {{pipeline: {{preprocess: {{steps: [{steps}]}}}}}}")
    with pytest.raises(Undecided):
        holds("{{ spec.pipeline.preprocess.steps | length > 2 }}", long_list)


def test_maps_and_lists_show_nothing_of_themselves_as_text(deployment):
    subject = deployment("spec: {pipeline: {preprocess: {steps: [{name: a, type: b}]}}}")
    expression = "{{ spec ~ spec.pipeline.preprocess.steps == '(a map)(a list)' }}"
    assert holds(expression, subject) is True


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                *("spec", "labels", "memory", "model", ".", "_", "__class__", "[", "]", "(", ")", "'", '"'),
                *("x", "0", "9", "**", "*", "+", "-", "%", "/", "~", "|", "is", "in", "not", "and", "or"),
                *("if", "else", "{{", "}}", "{%", "%}", "for", "join", "default", "defined", "==", "<", ","),
            ]
        ),
        max_size=40,
    ).map(" ".join)
)
def test_no_text_breaks_the_check(text):
    for condition in (True, False):
        checked = check_expression("{{ " + text + " }}", condition=condition)
        assert checked.mistakes or checked.tree is not None


_LEAVES = st.sampled_from(
    [
        *("1", "2.5", "'a'", "true", "spec.runtime.accelerator.count", "labels.x", "metadata.name", "-3"),
        *("model.layers", "memory.weights.low", "[1, 2]", "spec", "labels", "10 ** 5", "'1'"),
    ]
)
_SIGNS = st.sampled_from(["+", "-", "*", "/", "//", "%", "**", "~", "==", "<", ">=", "!=", "in", "and", "or"])
_APPLIED = st.sampled_from(
    [
        *("| abs", "| default(1)", "| first", "| join", "| last", "| length", "| lower", "| max", "| min"),
        *("| number", "| round(2)", "| sum", "| trim", "| upper", "is defined", "is undefined"),
        *("is startswith('a')", "is endswith('a')", "is matching('^a')"),
    ]
)
_TREES = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.tuples(inner, _SIGNS, inner).map("({0[0]} {0[1]} {0[2]})".format),
        st.tuples(inner, _APPLIED).map("({0[0]} {0[1]})".format),
        inner.map("(not {})".format),
        inner.map("(- {})".format),
        st.tuples(inner, inner, inner).map("({0[0]} if {0[1]} else {0[2]})".format),
    ),
    max_leaves=25,
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_TREES)
def test_whatever_passes_the_check_comes_to_an_end(deployment, text):
    subject = deployment()
    condition = check_expression("{{ " + text + " }}", condition=True)
    if not condition.mistakes:
        with contextlib.suppress(ExpressionError, Undecided):
            assert Condition(condition).holds(subject, {}) in (True, False, None)
    message = check_expression("of {{ " + text + " }}", condition=False)
    if not message.mistakes:
        with contextlib.suppress(ExpressionError):
            assert len(Message(message).written(subject, "otherwise")) <= 1000


def test_budgets_hold_for_the_tree_as_well_as_for_the_text():
    assert MOST_NODES * 4 < LONGEST
    wide = "{{ 1 == 1" + " or 1 == 1" * 60 + " }}"
    assert len(wide) < LONGEST
    (mistake,) = check_expression(wide, condition=True).mistakes
    assert mistake[1] == "this is too large for an expression: more than 200 parts or too deep"


def test_only_a_pack_with_expressions_imports_jinja2(write):
    path = write(
        "- id: ACME001\n  name: some-rule\n  severity: note\n  why: A test.\n"
        "  template: required-label\n  with: {label: team}\n"
        "  cases: {bad: {metadata: {name: a}}, good: {metadata: {labels: {team: x}}}}\n"
    )
    code = (
        "import sys; from modelspec_lint.linter.declarative import load_pack; "
        f"load_pack({str(path)!r}); print('jinja2' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_a_rule_with_nothing_to_say_costs_microseconds(load, deployment):
    (rule,) = load('  when: "{{ spec.runtime.accelerator.count > 8 }}"\n').pack.rules
    subject = deployment()
    assert list(rule.findings(subject)) == []
    best = min(_timed(rule, subject) for _ in range(20))
    assert best < 200e-6


def _timed(rule, subject):
    start = time.perf_counter()
    list(rule.findings(subject))
    return time.perf_counter() - start


def test_brief_shows_the_message_of_a_pack(speaks):
    body = '  when: "{{ spec.runtime.accelerator.count < 2 }}"\n  message: "{{ metadata.name }} has one"\n'
    assert speaks(body, "{}") == ["17:14 warning[ACME001] chat has one"]
    assert brief([]) == []
