"""MS311, MS314 and MS315: the format of the weights, the engine, the artifact and the model."""

import pytest

from modelspec_lint.linter.testing import brief, lint_fragment, lint_text, merge
from modelspec_lint.rules.identity.precision_contradicts_artifact import precision_contradicts_artifact
from modelspec_lint.rules.identity.precision_hazard import precision_hazard
from modelspec_lint.rules.identity.precision_unsupported_by_framework import (
    precision_unsupported_by_framework,
)


def identity(more, rest=""):
    return f"spec: {{identity: {{model: {{{more}}}}}{rest}}}"


def read_by(framework, precision):
    return lint_fragment(
        identity(f"framework: {framework}, precision: {precision}"), precision_unsupported_by_framework
    )


def test_a_format_without_a_reader_is_an_error_at_the_precision():
    (verdict,) = read_by("tensorrt-llm", "q4_k_m")
    assert brief([verdict]) == ["12:18 error[MS311] TensorRT-LLM cannot read weights in q4_k_m."]
    assert [each.span.line for each in verdict.related] == [11]
    assert verdict.related[0].message.startswith("reads awq, bf16, fp16, ")


@pytest.mark.parametrize(
    ("framework", "precision"),
    [
        ("llama.cpp", "awq"),
        ("ollama", "gptq-int4"),
        ("tensorrt-llm", "bnb-4bit"),
        ("lmdeploy", "gguf"),
        ("tgi", "nvfp4"),
        ("tei", "gguf"),
    ],
)
def test_formats_that_engines_refuse_are_seen(framework, precision):
    assert [each.severity.label for each in read_by(framework, precision)] == ["error"]


@pytest.mark.parametrize(
    ("framework", "precision"),
    [
        ("vllm", "awq"),
        ("vllm", "q4_k_m"),
        ("llama.cpp", "q4_k_m"),
        ("llama.cpp", "nvfp4"),
        ("llama.cpp", "fp16"),
        ("sglang", "gguf"),
        ("tei", "fp32"),
        ("jetstream", "bf16"),
        ("no-such-engine", "awq"),
        ("vllm", "fp7"),
    ],
)
def test_formats_that_are_read_and_names_that_are_not_known_are_silent(framework, precision):
    assert read_by(framework, precision) == ()


def test_a_format_of_which_nothing_is_known_is_undecided():
    text = merge(identity("framework: mindie, precision: awq"))
    result = lint_text(text, precision_unsupported_by_framework)
    assert result.verdicts == ()
    assert [(each.code, each.reason) for each in result.undecided] == [
        ("MS311", "whether MindIE reads awq is not known")
    ]


def test_without_a_precision_the_format_that_the_id_names_is_asked():
    fragment = identity("id: TheBloke/Llama-2-7B-Chat-AWQ, framework: ollama, precision: null")
    assert brief(lint_fragment(fragment, precision_unsupported_by_framework)) == [
        "8:11 error[MS311] Ollama cannot read weights in awq."
    ]


def named(id, precision, uri=None, framework="vllm"):
    artifacts = f", artifacts: {{modelUri: {uri!r}}}" if uri else ""
    fragment = identity(f"id: {id!r}, precision: {precision}, framework: {framework}{artifacts}")
    return lint_fragment(fragment, precision_contradicts_artifact)


def test_weights_named_after_another_format_are_a_warning_at_the_precision():
    (verdict,) = named("Qwen/Qwen2.5-7B-Instruct-AWQ", "fp16")
    assert brief([verdict]) == [
        "12:18 warning[MS314] The precision is fp16, 16 bits, but 'Qwen/Qwen2.5-7B-Instruct-AWQ' names awq, "
        "4.2 bits."
    ]
    assert [(each.message, each.span.line) for each in verdict.related] == [("names awq", 8)]
    assert verdict.help == ("precision: awq",)


@pytest.mark.parametrize(
    ("id", "precision", "uri"),
    [
        ("Qwen/Qwen2.5-32B-Instruct-GPTQ-Int8", "int4", None),
        ("acme/own-7b-FP8", "bf16", None),
        ("acme/own-7b-fp8-dynamic", "bf16", None),
        ("acme/own-7b", "fp16", "hf://acme/own-7b-GGUF/own-7b.Q4_K_M.gguf"),
        ("acme/own-7b", "fp16", "s3://models/own-7b.gguf"),
        ("meta-llama/Meta-Llama-3-8B-Instruct", "bf16", "hf://RedHatAI/Meta-Llama-3-8B-Instruct-FP8"),
        ("RedHatAI/Meta-Llama-3-8B-Instruct-quantized.w8a8", "fp8", None),
    ],
)
def test_ids_and_uris_are_read_known_or_not(id, precision, uri):
    assert [each.code for each in named(id, precision, uri)] == (
        ["MS314"] if not str(uri).endswith("own-7b.gguf") else []  # a GGUF file may hold 16 bits
    )


@pytest.mark.parametrize(
    ("id", "precision", "uri"),
    [
        ("Qwen/Qwen2.5-7B-Instruct-AWQ", "awq", None),
        ("Qwen/Qwen2.5-7B-Instruct-AWQ", "int4", None),
        ("Qwen/Qwen2.5-7B-Instruct", "int4", None),  # quantised at load
        ("acme/own-7b-bf16", "fp8", None),
        ("acme/Hy3-NVFP4-FP8", "nvfp4", None),  # names two
        ("acme/own-7b-MXFP8", "fp8", None),  # with other scales
        ("nvidia/Llama-3.3-70B-Instruct-NVFP4", "fp4", None),
        ("Intel/gemma-4-31B-it-int4-AutoRound", "int4", None),
        ("unsloth/DeepSeek-R1-GGUF", "iq1_s", None),
        ("acme/own-8b", "fp16", "/models/own-8b"),
        ("acme/own", "no-such-precision", "s3://models/own-AWQ"),
    ],
)
def test_formats_that_agree_or_are_made_at_load_are_silent(id, precision, uri):
    assert named(id, precision, uri) == ()


def test_a_tag_without_a_precision_says_one_only_to_ollama():
    assert [each.code for each in named("llama3.3:70b", "fp16", framework="ollama")] == ["MS314"]
    assert named("llama3.3:70b", "fp16") == ()


def overflowing(id, precision="fp16", framework="vllm", variables=""):
    rest = f", runtime: {{environment: {{variables: {{{variables}}}}}}}" if variables else ""
    fragment = identity(f"id: {id}, precision: {precision}, framework: {framework}", rest)
    return lint_fragment(fragment, precision_hazard)


def test_float16_of_a_model_that_overflows_is_a_warning_at_the_precision():
    (verdict,) = overflowing("google/gemma-3-4b-it")
    assert brief([verdict]) == [
        "12:18 warning[MS315] google/gemma-3-4b-it is known to fail in fp16: activations exceed 65504, the "
        "largest number of the type; recent vLLM refuses to start, others answer with padding."
    ]
    assert verdict.help == ("precision: bf16, on an accelerator that has it; else fp32",)


def test_the_type_that_the_environment_sets_goes_first():
    assert [
        each.span.line for each in overflowing("google/gemma-2-9b-it", "bf16", variables="DTYPE: half")
    ] == [23]
    assert overflowing("google/gemma-2-9b-it", "fp16", variables="DTYPE: bfloat16") == ()


@pytest.mark.parametrize(
    ("id", "precision", "framework"),
    [
        ("google/gemma-2-9b-it", "bf16", "vllm"),
        ("google/gemma-2-9b-it", "fp8", "vllm"),
        ("google/gemma-2-9b-it", "fp16", "llama.cpp"),
        ("google/gemma-7b", "fp16", "vllm"),
        ("google/flan-t5-xl", "fp16", "transformers"),
        ("meta-llama/Meta-Llama-3-8B-Instruct", "fp16", "vllm"),
        ("acme/own", "fp16", "vllm"),
    ],
)
def test_other_types_models_and_engines_that_compute_in_more_bits_are_silent(id, precision, framework):
    assert overflowing(id, precision, framework) == ()


def test_t5_overflows_where_nothing_is_kept_in_more_bits():
    assert [each.code for each in overflowing("google/flan-t5-xl", framework="tensorrt-llm")] == ["MS315"]
