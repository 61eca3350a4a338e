"""MS601 to MS606: what a deployment lets its operators see."""

import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.observability.debug_logging import debug_logging
from modelspec_lint.rules.observability.metrics_disabled import metrics_disabled
from modelspec_lint.rules.observability.metrics_provider_unknown import metrics_provider_unknown
from modelspec_lint.rules.observability.target_without_metrics import target_without_metrics
from modelspec_lint.rules.observability.tracing_off_with_dependencies import tracing_off_with_dependencies
from modelspec_lint.rules.observability.unknown_log_level import unknown_log_level

PRODUCTION = "metadata: {labels: {env: prod}}"


def observability(fields, rule, *, head="", more=""):
    text = f"{head}\nspec: {{operations: {{observability: {{{fields}}}}}{more}}}"
    return lint_fragment(text, rule)


def test_no_metrics_in_production_is_a_warning():
    assert brief(observability("logging: {level: info}", metrics_disabled, head=PRODUCTION)) == [
        "24:5 warning[MS601] No metrics are declared in production."
    ]
    assert brief(observability("metrics: {enabled: false}", metrics_disabled, head=PRODUCTION)) == [
        "26:18 warning[MS601] Metrics are switched off in production."
    ]


@pytest.mark.parametrize("metrics", ["{enabled: true}", "{provider: prometheus}", "{port: 8000}"])
def test_enabled_metrics_and_those_with_a_provider_or_a_port_are_silent(metrics):
    assert observability(f"metrics: {metrics}", metrics_disabled, head=PRODUCTION) == ()
    assert observability("metrics: {enabled: false}", metrics_disabled) == ()


def targets(scaling, metrics="{}", rule=target_without_metrics, head=""):
    return lint_fragment(
        f"{head}\nspec: {{operations: {{scaling: {{{scaling}}}, observability: {{metrics: {metrics}}}}}}}",
        rule,
    )


def test_a_target_that_nothing_measures_is_a_warning_at_the_target():
    assert brief(targets("targetLatencyMsP95: 900")) == [
        "23:27 warning[MS602] The target is a p95 latency of 900 ms, and no metrics are declared: "
        "nothing measures it."
    ]


def test_two_targets_are_one_finding_and_the_switch_is_shown():
    (verdict,) = targets("targetLatencyMsP95: 900, targetRps: 0.5", "{enabled: false, provider: prometheus}")
    assert brief([verdict]) == [
        "23:27 warning[MS602] The target is a p95 latency of 900 ms and 0.5 requests per second, and metrics "
        "are switched off: nothing measures it."
    ]
    assert [(each.message, each.span.line) for each in verdict.related] == [
        ("not measured either", 24),
        ("switched off here", 27),
    ]


def test_a_measured_target_and_no_target_are_silent():
    assert targets("targetRps: 5", "{enabled: true}") == ()
    assert targets("targetRps: 5", "{provider: datadog}") == ()
    assert targets("minReplicas: 1") == ()


def test_a_target_without_metrics_says_it_for_both():
    codes = [
        each.code
        for each in targets("targetRps: 5", rule=[metrics_disabled, target_without_metrics], head=PRODUCTION)
    ]
    assert codes == ["MS602"]


def logs(level, pii=None, **parts):
    more = "" if pii is None else f", governance: {{compliance: {{pii: {{allowed: {pii}}}}}}}"
    return observability(f"logging: {{level: {level}}}", debug_logging, more=more, **parts)


def test_debug_logs_with_personal_data_are_an_error_in_any_stage():
    (verdict,) = logs("debug", "true")
    assert brief([verdict]) == [
        "24:16 error[MS603] The log level is debug, and personal data is allowed here: "
        "what users type may end up in the logs."
    ]
    assert [(each.message, each.span.line) for each in verdict.related] == [("declared here", 28)]


def test_forbidden_data_is_an_error_in_production_only():
    assert brief(logs("TRACE", "false", head=PRODUCTION)) == [
        "26:16 error[MS603] The log level is trace, and no personal data may be held here: "
        "what users type may end up in the logs."
    ]
    assert logs("TRACE", "false") == ()


def test_without_a_word_about_personal_data_it_is_a_warning_in_production():
    assert brief(logs("debug", head=PRODUCTION)) == [
        "26:16 warning[MS603] The log level is debug in production: what users type may end up in the logs."
    ]
    assert logs("debug") == ()


def test_the_engines_own_variable_counts():
    text = f"{PRODUCTION}\nspec: {{runtime: {{environment: {{variables: {{VLLM_LOGGING_LEVEL: DEBUG}}}}}}}}"
    assert brief(lint_fragment(text, debug_logging)) == [
        "25:29 warning[MS603] VLLM_LOGGING_LEVEL is debug in production: "
        "what users type may end up in the logs."
    ]


@pytest.mark.parametrize("level", ["info", "WARNING", "error", "nonsense"])
def test_levels_that_say_less_are_silent(level):
    assert logs(level, "true", head=PRODUCTION) == ()


def test_a_level_that_no_engine_knows_is_a_note_with_the_nearest():
    (verdict,) = observability("logging: {level: inof}", unknown_log_level)
    assert brief([verdict]) == ["24:16 note[MS604] inof is no log level that an engine is known to have."]
    assert verdict.help == ("did you mean info?",)
    (verdict,) = observability("logging: {level: loud}", unknown_log_level)
    assert verdict.help == ("one of trace, debug, info, warning, error or critical",)
    (verdict,) = observability("logging: {level: ''}", unknown_log_level)
    assert verdict.message == "An empty text is no log level that an engine is known to have."


@pytest.mark.parametrize("level", ["INFO", "Warn", "'off'", "'10'", "'info,tower=warn'", "critical"])
def test_levels_of_any_engine_numbers_and_filters_are_silent(level):
    assert observability(f"logging: {{level: {level}}}", unknown_log_level) == ()


def pipeline(dependencies, tracing):
    return observability(
        f"tracing: {tracing}",
        tracing_off_with_dependencies,
        more=f", pipeline: {{dependencies: {dependencies}}}",
    )


def test_dependencies_without_traces_are_a_note():
    (verdict,) = pipeline("[{id: a, role: guardrail}, {id: b, role: reranker}]", "{enabled: false}")
    assert brief([verdict]) == [
        "24:18 note[MS605] Requests pass through 2 dependencies and are not traced: "
        "which part is slow cannot be seen."
    ]
    assert [(each.message, each.span.line) for each in verdict.related] == [("these", 26)]
    (verdict,) = pipeline("[{id: a, role: guardrail}]", "{}")
    assert verdict.message.startswith("Requests pass through 1 dependency and")


def test_traces_and_no_dependencies_are_silent():
    assert pipeline("[{id: a, role: guardrail}]", "{enabled: true}") == ()
    assert pipeline("[]", "{enabled: false}") == ()


def test_an_unknown_provider_is_a_note_with_the_nearest():
    (verdict,) = observability("metrics: {provider: promethues}", metrics_provider_unknown)
    assert brief([verdict]) == ["24:19 note[MS606] promethues is no system that is known to collect metrics."]
    assert verdict.help == ("did you mean prometheus?",)
    (verdict,) = observability("metrics: {provider: bespoke-watch}", metrics_provider_unknown)
    assert verdict.help == ("such as prometheus, opentelemetry, datadog or cloudwatch",)


@pytest.mark.parametrize(
    "provider",
    ["prometheus", "Prometheus", "New Relic", "newrelic", "Google Cloud Monitoring", "azure_monitor"],
)
def test_known_providers_are_silent_however_they_are_written(provider):
    assert observability(f"metrics: {{provider: {provider}}}", metrics_provider_unknown) == ()
