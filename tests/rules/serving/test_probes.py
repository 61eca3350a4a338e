"""MS501, MS502, MS503 and MS510: what asks a replica how it is."""

import pytest

from modelspec_lint.linter.policy import Policy
from modelspec_lint.linter.testing import brief, lint_fragment, lint_text, merge
from modelspec_lint.rules.serving.probe_timeout_exceeds_request_timeout import (
    probe_timeout_exceeds_request_timeout,
)
from modelspec_lint.rules.serving.probes_missing import probes_missing
from modelspec_lint.rules.serving.same_probe_for_readiness_and_liveness import (
    same_probe_for_readiness_and_liveness,
)
from modelspec_lint.rules.serving.unusual_probe_path import unusual_probe_path

PRODUCTION = "metadata: {labels: {env: prod}}"
LARGE = "identity: {model: {id: meta-llama/Llama-3.3-70B-Instruct}}"


def serving(fields, rule, *, head="", identity="", options=None):
    more = f"{identity}, " if identity else ""
    text = f"{head}\nspec: {{{more}operations: {{serving: {{{fields}}}}}}}"
    return lint_fragment(text, rule, options)


def test_no_probe_in_production_is_a_warning_at_the_nearest_key():
    said = "No readiness probe is declared: replicas get requests while their model still loads."
    assert brief(serving("port: 8000", probes_missing, head=PRODUCTION)) == [f"24:5 warning[MS501] {said}"]
    assert brief(lint_fragment(PRODUCTION, probes_missing)) == [f"7:1 warning[MS501] {said}"]


def test_readiness_without_liveness_is_a_note():
    assert brief(serving("readinessProbe: {path: /health}", probes_missing, head=PRODUCTION)) == [
        "24:5 note[MS501] No liveness probe is declared: a replica that hangs is not restarted."
    ]


def test_both_probes_or_no_production_are_silent():
    both = "readinessProbe: {path: /health}, livenessProbe: {timeoutSeconds: 3}"
    assert serving(both, probes_missing, head=PRODUCTION) == ()
    assert serving("port: 8000", probes_missing, head="metadata: {labels: {env: staging}}") == ()


def test_the_profile_of_production_asks_for_probes_without_a_label():
    verdicts = lint_text(merge(""), probes_missing, policy=Policy(production=True)).verdicts
    assert [each.severity.label for each in verdicts] == ["warning"]


def test_a_probe_that_waits_longer_than_a_request_may_take_is_a_warning_at_its_timeout():
    limit = "a request is given up after 60 s."
    verdicts = serving(
        "timeoutSeconds: 60, readinessProbe: {path: /a, timeoutSeconds: 200}, "
        "livenessProbe: {timeoutSeconds: 61}",
        probe_timeout_exceeds_request_timeout,
    )
    assert brief(verdicts) == [
        f"26:25 warning[MS502] The readiness probe waits 200 s for an answer, {limit}",
        f"28:25 warning[MS502] The liveness probe waits 61 s for an answer, {limit}",
    ]
    assert [(each.message, each.span.line) for each in verdicts[0].related] == [("the limit of requests", 23)]


@pytest.mark.parametrize(
    "fields",
    [
        "timeoutSeconds: 60, readinessProbe: {timeoutSeconds: 60}",
        "timeoutSeconds: 0, readinessProbe: {timeoutSeconds: 60}",
        "readinessProbe: {timeoutSeconds: 60}",
        "timeoutSeconds: 60, readinessProbe: {path: /health}",
    ],
)
def test_equal_no_limit_and_no_timeout_are_silent(fields):
    assert serving(fields, probe_timeout_exceeds_request_timeout) == ()


SAME = "readinessProbe: {path: /health}, livenessProbe: {path: /health/}"


def test_one_path_for_a_model_that_loads_long_is_a_note_with_the_time():
    (verdict,) = serving(SAME, same_probe_for_readiness_and_liveness, identity=LARGE)
    assert brief([verdict]) == [
        "26:15 note[MS503] Both probes ask /health, and reading the weights alone takes about 83 s: "
        "a liveness probe that fails for 30 s has the replica restarted while it loads."
    ]
    (loading,) = verdict.evidence
    assert (loading.unit, round(loading.low), round(loading.high)) == ("s", 3, 1129)


def test_the_grace_is_an_option():
    options = {"MS503": {"grace-seconds": 120}}
    assert serving(SAME, same_probe_for_readiness_and_liveness, identity=LARGE, options=options) == ()
    options = {"MS503": {"grace-seconds": 5}}
    (verdict,) = serving(SAME, same_probe_for_readiness_and_liveness, options=options)
    assert "takes about 9 s: a liveness probe that fails for 5 s" in verdict.message


@pytest.mark.parametrize(
    "fields",
    [
        "readinessProbe: {path: /v1/models}, livenessProbe: {path: /health}",
        "readinessProbe: {path: /health}",
        "readinessProbe: {timeoutSeconds: 3}, livenessProbe: {timeoutSeconds: 3}",
    ],
)
def test_different_or_missing_paths_are_silent(fields):
    assert serving(fields, same_probe_for_readiness_and_liveness, identity=LARGE) == ()


def test_a_small_model_is_loaded_in_time():
    assert serving(SAME, same_probe_for_readiness_and_liveness) == ()


def test_how_long_an_unknown_model_loads_is_undecided():
    text = merge(f"spec: {{identity: {{model: {{id: acme/own}}}}, operations: {{serving: {{{SAME}}}}}}}")
    result = lint_text(text, same_probe_for_readiness_and_liveness)
    assert (result.verdicts, [each.code for each in result.undecided]) == ((), ["MS503"])


def engine(name):
    return f"identity: {{model: {{framework: {name}}}}}"


def test_a_path_that_the_engine_does_not_answer_is_a_note():
    (verdict,) = serving(
        "readinessProbe: {path: /healthz}, livenessProbe: {path: /healthz}", unusual_probe_path
    )
    assert brief([verdict]) == [
        "24:15 note[MS510] The readiness probe asks /healthz, where vLLM is not known to answer."
    ]
    assert verdict.help == ("vLLM answers at /health, /ping, /v1/models and /version",)


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("vllm", "/health"),
        ("vllm", "health/"),
        ("vllm", "/health?verbose=1"),
        ("vllm", "/chat/health"),
        ("ollama", "/"),
        ("torchserve", "/models/t5-small"),
        ("triton", "/v2/models/chat/ready"),
        ("kserve", "/health"),
        ("ray-serve", "/-/healthz"),
        ("transformers", "/anything"),
        ("homegrown", "/anything"),
    ],
)
def test_known_paths_prefixes_and_engines_without_facts_are_silent(name, path):
    assert serving(f"readinessProbe: {{path: '{path}'}}", unusual_probe_path, identity=engine(name)) == ()
