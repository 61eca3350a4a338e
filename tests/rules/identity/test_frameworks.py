"""MS312 and MS313: what a framework does, and on whose accelerators."""

import pytest

from modelspec_lint.linter.testing import brief, lint_fragment, lint_text, merge
from modelspec_lint.rules.identity.framework_cannot_serve_task import framework_cannot_serve_task
from modelspec_lint.rules.identity.framework_unsupported_on_vendor import framework_unsupported_on_vendor


def serves(framework, task):
    return lint_text(
        merge(f"spec: {{identity: {{model: {{id: acme/own, framework: {framework}, task: {task}}}}}}}"),
        framework_cannot_serve_task,
    )


def test_a_task_that_the_framework_has_no_endpoint_for_is_an_error_at_the_framework():
    (verdict,) = serves("tei", "chat").verdicts
    assert brief([verdict]) == [
        "11:18 error[MS312] Text Embeddings Inference does not serve text-generation."
    ]
    assert [each.span.line for each in verdict.related] == [10]
    assert verdict.help[0].endswith(" do")
    assert "vLLM" in verdict.help[0]


@pytest.mark.parametrize(
    ("framework", "task"),
    [
        ("infinity", "text-generation"),
        ("sentence-transformers", "summarization"),
        ("tgi", "embedding"),
        ("tgi", "text-to-image"),
        ("diffusers", "embedding"),
        ("faster-whisper", "text-to-image"),
    ],
)
def test_frameworks_made_for_other_tasks_are_seen(framework, task):
    assert [each.code for each in serves(framework, task).verdicts] == ["MS312"]


@pytest.mark.parametrize(
    ("framework", "task"),
    [
        ("vllm", "chat"),
        ("vllm", "embedding"),
        ("tei", "rerank"),
        ("triton", "text-to-image"),  # a wrapper serves what its backends serve
        ("custom", "object-detection"),
        ("no-such-engine", "chat"),
        ("tei", "no-such-task"),
    ],
)
def test_what_is_served_and_what_is_not_known_is_silent(framework, task):
    assert serves(framework, task).verdicts == ()


def test_a_task_of_which_nothing_is_known_is_undecided():
    result = serves("vllm", "text-to-image")
    assert result.verdicts == ()
    assert [each.reason for each in result.undecided] == ["whether vLLM serves text-to-image is not known"]


def test_a_model_that_cannot_do_the_task_says_it_all():
    fragment = "spec: {identity: {model: {id: BAAI/bge-m3, framework: tei, task: chat}}}"
    codes = [each.code for each in lint_fragment(fragment)]
    assert "MS309" in codes
    assert "MS312" not in codes


def runs_on(framework, type, vendor):
    fragment = (
        f"spec: {{identity: {{model: {{framework: {framework}}}}}, "
        f"runtime: {{accelerator: {{vendor: {vendor}, type: {type}}}}}}}"
    )
    return lint_fragment(fragment, framework_unsupported_on_vendor)


def test_a_framework_without_a_build_for_the_vendor_is_an_error_at_the_framework():
    (verdict,) = runs_on("tensorrt-llm", "mi300x", "amd")
    assert brief([verdict]) == [
        "11:18 error[MS313] TensorRT-LLM has no build for mi300x, which is made by amd."
    ]
    assert [(each.message, each.span.line) for each in verdict.related] == [("made by amd", 16)]
    assert verdict.help == ("TensorRT-LLM runs on accelerators of nvidia",)


def test_a_vendor_that_is_not_known_to_be_supported_is_a_warning():
    assert brief(runs_on("openvino", "h100-sxm5-80gb", "nvidia")) == [
        "11:18 warning[MS313] OpenVINO Model Server is not known to run on h100-sxm5-80gb, which is made by "
        "nvidia."
    ]


@pytest.mark.parametrize(
    ("framework", "type", "vendor"),
    [
        ("nim", "mi300x", "amd"),
        ("optimum-neuron", "h100", "nvidia"),
        ("mindie", "a100", "nvidia"),
        ("ollama", "tpu-v5e", "google"),
    ],
)
def test_frameworks_of_one_vendor_are_seen_elsewhere(framework, type, vendor):
    assert [each.severity.label for each in runs_on(framework, type, vendor)] == ["error"]


@pytest.mark.parametrize(
    ("framework", "type", "vendor"),
    [
        ("vllm", "mi300x", "amd"),
        ("vllm", "gaudi3", "intel"),
        ("sglang", "h100", "nvidia"),
        ("lmdeploy", "mi300x", "amd"),
        ("mlx", "h100", "nvidia"),
        ("triton", "tpu-v5e", "google"),  # a wrapper: its backend decides
        ("tensorrt-llm", "no-such-thing", "amd"),
        ("no-such-engine", "mi300x", "amd"),
    ],
)
def test_supported_vendors_wrappers_and_unknown_names_are_silent(framework, type, vendor):
    assert runs_on(framework, type, vendor) == ()


def test_another_vendors_accelerator_says_it_all():
    fragment = (
        "spec: {identity: {model: {framework: tensorrt-llm}}, "
        "runtime: {accelerator: {vendor: nvidia, type: mi300x}}}"
    )
    codes = [each.code for each in lint_fragment(fragment)]
    assert "MS304" in codes
    assert "MS313" not in codes
