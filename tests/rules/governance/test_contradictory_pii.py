import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules import RULES
from modelspec_lint.rules.governance import contradictory_pii

FORBIDDEN = "{pii: {allowed: false}, retention: {artifactsDays: 90}}"


def judged(
    compliance=FORBIDDEN, pipeline="{}", logging="{}", variables="{}", rules=contradictory_pii, head=""
):
    return lint_fragment(
        f"{head}spec: {{operations: {{observability: {{logging: {logging}}}}}, pipeline: {pipeline}, "
        f"runtime: {{environment: {{variables: {variables}}}}}, governance: {{compliance: {compliance}}}}}",
        rules,
    )


def test_forbidden_data_that_nothing_keeps_out_of_kept_artifacts_is_told():
    (verdict,) = judged()
    assert brief([verdict]) == [
        "29:7 warning[MS813] Personal data is forbidden, nothing keeps it out, "
        "and artifacts are kept 90 days."
    ]
    assert [(each.span.line, each.message) for each in verdict.related] == [(32, "kept here")]


def test_debug_logs_keep_it_too_by_field_or_by_variable():
    said = "Personal data is forbidden, nothing keeps it out, and debug logs write requests down."
    (by_field,) = judged("{pii: {allowed: false}}", logging="{level: DEBUG}")
    (by_variable,) = judged("{pii: {allowed: false}}", variables="{VLLM_LOGGING_LEVEL: DEBUG}")
    assert (by_field.message, by_variable.message) == (said, said)
    assert by_field.related[0].pointer == "/spec/operations/observability/logging/level"
    assert by_variable.related[0].pointer == "/spec/runtime/environment/variables/VLLM_LOGGING_LEVEL"


@pytest.mark.parametrize(
    "compliance",
    [
        "{pii: {allowed: true, policy: redact}, retention: {artifactsDays: 90}}",
        "{pii: {policy: redact}, retention: {artifactsDays: 90}}",
        "{pii: {allowed: false, policy: delete-on-sight}, retention: {artifactsDays: 90}}",
        "{pii: {allowed: false}, retention: {artifactsDays: 0}}",
        "{pii: {allowed: false}, retention: {logsDays: 90}}",
    ],
)
def test_allowed_governed_or_unkept_data_is_silent(compliance):
    assert judged(compliance) == ()


@pytest.mark.parametrize(
    "pipeline",
    [
        "{dependencies: [{id: a, role: guardrail}]}",
        "{dependencies: [{id: pii-scrubber, role: input}]}",
        "{preprocess: {steps: [{name: mask-names, type: regex}]}}",
        "{postprocess: {steps: [{name: clean, type: pii-redaction, enabled: true}]}}",
    ],
)
def test_something_that_keeps_it_out_is_silent(pipeline):
    assert judged(pipeline=pipeline) == ()


def test_a_step_that_does_not_run_keeps_nothing_out():
    pipeline = "{preprocess: {steps: [{name: mask-names, type: regex, enabled: false}]}}"
    assert len(judged(pipeline=pipeline)) == 1


def test_where_debug_logging_is_told_it_is_not_told_twice():
    verdicts = judged(
        "{pii: {allowed: false}}",
        logging="{level: debug}",
        rules=RULES,
        head="metadata: {labels: {environment: production}}\n",
    )
    codes = {each.code for each in verdicts}
    assert "MS603" in codes
    assert "MS813" not in codes
