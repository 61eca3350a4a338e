import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.identity.precision_unsupported_by_accelerator import (
    precision_unsupported_by_accelerator,
)


def judged(precision, type, engine="vllm", vendor="nvidia", more=""):
    return lint_fragment(
        f"spec: {{identity: {{model: {{precision: {precision}, framework: {engine}}}}}, "
        f"runtime: {{accelerator: {{vendor: {vendor}, type: {type}}}{more}}}}}",
        precision_unsupported_by_accelerator,
    )


def severities(*args, **parts):
    return [each.severity.label for each in judged(*args, **parts)]


def test_a_precision_without_kernels_is_an_error_at_the_precision():
    (verdict,) = judged("bf16", "Tesla-T4")
    assert brief([verdict]) == ["12:18 error[MS310] vLLM refuses bf16 on NVIDIA T4."]
    assert [(each.message, each.span.line) for each in verdict.related] == [("compute capability 7.5", 16)]
    assert verdict.help == ("precision fp16",)


def test_a_fallback_to_weight_only_kernels_is_a_warning():
    (verdict,) = judged("fp8", "a100-sxm4-80gb")
    assert brief([verdict]) == [
        "12:18 warning[MS310] vLLM only stores fp8 on NVIDIA A100 80GB SXM4, and multiplies in 16 bits."
    ]
    assert verdict.help == ("precision w8a8",)


def test_a_format_left_open_is_that_of_the_published_weights():
    spec = (
        "spec: {{identity: {{model: {{id: {}, precision: fp4}}}}, runtime: {{accelerator: {{type: h100}}}}}}"
    )
    check = precision_unsupported_by_accelerator
    assert lint_fragment(spec.format("openai/gpt-oss-120b"), check) == ()
    assert len(lint_fragment(spec.format("nvidia/DeepSeek-R1-FP4"), check)) == 1


def test_engines_whose_kernels_are_not_known_get_a_warning():
    assert brief(judged("bf16", "Tesla-T4", "transformers")) == [
        "12:18 warning[MS310] NVIDIA T4 has no arithmetic for bf16: it is emulated or refused, "
        "as the engine decides."
    ]
    assert severities("bf16", "Tesla-T4", "homegrown") == ["warning"]


@pytest.mark.parametrize(
    ("precision", "type"),
    [
        ("bf16", "a100"),
        ("fp16", "Tesla-T4"),
        ("fp8", "h100"),
        ("fp8", "l4"),
        ("awq", "Tesla-T4"),
        ("mxfp4", "h100"),
        ("mxfp4", "a100"),
        ("nvfp4", "b200"),
        ("q4_k_m", "v100"),
    ],
)
def test_what_runs_as_it_should_is_silent(precision, type):
    assert judged(precision, type) == ()


def test_formats_for_later_devices_fall_back():
    assert severities("nvfp4", "h100") == ["warning"]


def test_a_variant_that_can_is_enough():
    assert judged("bf16", "rtx6000") == ()


def test_a_type_that_the_environment_sets_goes_first():
    assert judged("bf16", "Tesla-T4", more=", environment: {variables: {VLLM_ARGS: --dtype half}}") == ()


def test_another_vendors_accelerator_says_it_all():
    codes = [
        each.code
        for each in lint_fragment(
            "spec: {identity: {model: {id: Qwen/Qwen2.5-1.5B-Instruct}}, "
            "runtime: {accelerator: {vendor: amd, type: Tesla-T4}}}"
        )
    ]
    assert "MS304" in codes
    assert "MS310" not in codes


def test_unknown_precisions_and_accelerators_are_silent():
    assert judged("fp7", "Tesla-T4") == ()
    assert judged("bf16", "no-such-thing") == ()
