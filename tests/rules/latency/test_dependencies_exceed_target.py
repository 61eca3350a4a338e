from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.latency.dependencies_exceed_target import dependencies_exceed_target


def judged(*dependencies, target=800):
    return lint_fragment(
        f"spec: {{operations: {{scaling: {{targetLatencyMsP95: {target}}}}}, "
        f"pipeline: {{dependencies: [{', '.join(dependencies)}]}}}}",
        dependencies_exceed_target,
    )


def budget(name, limit, more=""):
    return f"{{id: {name}, role: guardrail, interface: {{maxLatencyMs: {limit}}}{more}}}"


def places(verdict):
    return [(each.message, each.span.line, each.span.column) for each in verdict.related]


def test_one_dependency_above_the_target_is_an_error_at_the_target():
    (verdict,) = judged(budget("guard", 1000), budget("rank", 100))
    assert brief([verdict]) == [
        "23:27 error[MS413] The whole request may take 800 ms, and a required dependency alone more: "
        "guard (1000 ms)."
    ]
    assert places(verdict) == [("its budget", 29, 23)]


def test_several_dependencies_above_the_target_are_one_finding():
    (verdict,) = judged(budget("guard", 1000), budget("rank", 900.5))
    assert verdict.message == (
        "The whole request may take 800 ms, and a required dependency alone more: "
        "guard (1000 ms) and rank (900.5 ms)."
    )
    assert places(verdict) == [("its budget", 29, 23), ("its budget", 33, 23)]


def test_a_sum_above_the_target_is_a_warning_with_the_sum():
    (verdict,) = judged(budget("guard", 500), budget("rank", 400))
    assert brief([verdict]) == [
        "23:27 warning[MS413] The whole request may take 800 ms, and its required dependencies "
        "one after the other 900 ms."
    ]
    assert places(verdict) == [("500 ms of it", 29, 23), ("400 ms of it", 33, 23)]
    (total,) = verdict.evidence
    assert [(term.name, term.expected, term.unit) for term in total.terms] == [
        ("guard", 500, "ms"),
        ("rank", 400, "ms"),
    ]


def test_dependencies_that_are_not_required_do_not_count():
    assert judged(budget("guard", 1000, ", required: false"), budget("rank", 400)) == ()


def test_a_sum_that_is_the_target_and_dependencies_without_a_budget_are_silent():
    assert judged(budget("guard", 400), budget("rank", 400), "{id: log, role: custom}") == ()
    assert judged("{id: log, role: custom}") == ()


def test_without_a_target_there_is_nothing_to_exceed():
    assert (
        lint_fragment(f"spec: {{pipeline: {{dependencies: [{budget('a', 9)}]}}}}", dependencies_exceed_target)
        == ()
    )
