"""MS504, MS505, MS506, MS508 and MS509."""

import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.serving.concurrency_missing import concurrency_missing
from modelspec_lint.rules.serving.port_conflict import port_conflict
from modelspec_lint.rules.serving.privileged_port import privileged_port
from modelspec_lint.rules.serving.protocol_unsupported_by_framework import protocol_unsupported_by_framework
from modelspec_lint.rules.serving.timeout_missing import timeout_missing

PRODUCTION = "metadata: {labels: {env: prod}}"


def operations(fields, rule, *, engine="vllm", head=""):
    text = f"{head}\nspec: {{identity: {{model: {{framework: {engine}}}}}, operations: {{{fields}}}}}"
    return lint_fragment(text, rule)


def ports(engine, serving, metrics):
    fields = f"serving: {{{serving}}}, observability: {{metrics: {{{metrics}}}}}"
    return operations(fields, port_conflict, engine=engine)


def test_one_port_for_an_engine_that_needs_two_is_an_error_at_the_port_of_metrics():
    (verdict,) = ports("triton", "port: 8000", "enabled: true, port: 8000")
    assert brief([verdict]) == [
        "27:15 error[MS504] Requests and metrics are both on port 8000, and Triton Inference Server exports "
        "metrics from a server of its own."
    ]
    assert [(each.message, each.span.line) for each in verdict.related] == [("the port of requests", 23)]
    assert verdict.help == (
        "metrics.port: 8002, where Triton Inference Server exports them unless told otherwise",
    )


def test_over_grpc_there_is_no_page_for_metrics():
    (verdict,) = ports("tei", "protocol: grpc, port: 8080", "port: 8080")
    assert verdict.message.startswith(
        "Requests over gRPC and metrics are both on port 8080, and Text Embeddings"
    )
    assert verdict.help == ("another port for the metrics",)


@pytest.mark.parametrize(
    ("engine", "serving", "metrics"),
    [
        ("vllm", "port: 8000", "port: 8000"),
        ("tei", "protocol: http, port: 80", "port: 80"),
        ("triton", "port: 8000", "port: 8002"),
        ("triton", "port: 8000", "enabled: false, port: 8000"),
        ("triton", "protocol: http", "port: 8000"),
        ("homegrown", "port: 8000", "port: 8000"),
    ],
)
def test_one_port_is_right_for_most_engines(engine, serving, metrics):
    assert ports(engine, serving, metrics) == ()


def test_a_port_of_root_is_a_note():
    assert brief(
        operations("serving: {port: 443}, observability: {metrics: {port: 1023}}", privileged_port)
    ) == [
        "23:13 note[MS505] Port 443 is below 1024: a process that does not run as root may be refused it.",
        "26:15 note[MS505] Port 1023 is below 1024: a process that does not run as root may be refused it.",
    ]


def test_the_port_of_the_engines_own_image_and_free_ones_are_silent():
    assert operations("serving: {port: 80}", privileged_port, engine="tgi") == ()
    assert operations("serving: {port: 1024}", privileged_port) == ()
    assert operations("scaling: {minReplicas: 1}", privileged_port) == ()


def test_a_protocol_that_the_engine_does_not_speak_is_a_warning():
    (verdict,) = operations("serving: {protocol: grpc}", protocol_unsupported_by_framework, engine="tgi")
    assert brief([verdict]) == [
        "23:17 warning[MS506] The protocol is grpc, and Text Generation Inference serves over http alone."
    ]
    assert [(each.message, each.span.line) for each in verdict.related] == [("the engine", 11)]


@pytest.mark.parametrize("engine", ["vllm", "sglang", "tei", "triton", "transformers", "homegrown"])
def test_engines_that_speak_it_and_libraries_are_silent(engine):
    assert operations("serving: {protocol: grpc}", protocol_unsupported_by_framework, engine=engine) == ()


def test_no_timeout_in_production_is_a_note():
    assert brief(operations("serving: {port: 8000}", timeout_missing, head=PRODUCTION)) == [
        "24:5 note[MS508] No request timeout is declared: a request whose client has gone keeps its place "
        "in the batch."
    ]
    assert operations("serving: {timeoutSeconds: 0}", timeout_missing, head=PRODUCTION) == ()
    assert operations("serving: {port: 8000}", timeout_missing) == ()


def test_no_limit_of_requests_in_production_is_a_note():
    (verdict,) = operations("serving: {port: 8000}", concurrency_missing, head=PRODUCTION)
    assert brief([verdict]) == [
        "24:5 note[MS509] No limit of concurrent requests is declared: in a burst the queue of a replica "
        "grows without end."
    ]
    assert verdict.help == ("maxConcurrency: the batch of 32 and a short queue",)
    assert operations("serving: {maxConcurrency: 8}", concurrency_missing, head=PRODUCTION) == ()
    assert operations("serving: {port: 8000}", concurrency_missing) == ()


def test_a_limit_in_the_environment_is_one():
    text = (
        f"{PRODUCTION}\nspec: {{identity: {{model: {{framework: tgi}}}}, "
        "runtime: {environment: {variables: {MAX_CONCURRENT_REQUESTS: '128'}}}}"
    )
    assert lint_fragment(text, concurrency_missing) == ()
