import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.memory.context_exceeds_model import context_exceeds_model

SAID = (
    "A sequence of 16384 tokens is longer than the maximum of meta-llama/Meta-Llama-3-8B-Instruct, "
    "8192 tokens."
)


def judged(length, *, variables="", **parts):
    model = {"id": "meta-llama/Meta-Llama-3-8B-Instruct", "framework": "vllm", **parts}
    fields = ", ".join(f"{name}: {value}" for name, value in model.items())
    environment = f", environment: {{variables: {{{variables}}}}}" if variables else ""
    return lint_fragment(
        f"spec: {{identity: {{model: {{{fields}}}}}, "
        f"runtime: {{batch: {{maxSequenceLengthTokens: {length}}}{environment}}}}}",
        context_exceeds_model,
    )


def severities(*args, **parts):
    return [each.severity.label for each in judged(*args, **parts)]


def test_a_length_above_the_models_maximum_is_an_error_at_the_length():
    (verdict,) = judged(16384)
    assert brief([verdict]) == [f"20:32 error[MS211] {SAID}"]
    assert [(each.message, each.span.line) for each in verdict.related] == [("made for 8192 tokens", 8)]
    assert verdict.help == (
        "maxSequenceLengthTokens: 8192",
        "or the rope scaling that its card names for longer texts, among the engine's arguments",
    )


def test_the_maximum_itself_is_silent():
    assert judged(8192) == ()


@pytest.mark.parametrize("engine", ["sglang", "tgi", "llama.cpp", "triton", "homegrown"])
def test_engines_that_are_not_known_to_refuse_get_a_warning(engine):
    assert severities(16384, framework=engine) == ["warning"]


def test_a_copy_of_a_model_may_have_been_stretched():
    assert severities(16384, id="acme/Meta-Llama-3-8B-Instruct") == ["warning"]


@pytest.mark.parametrize(
    ("uri", "severity"),
    [
        ("hf://meta-llama/Meta-Llama-3-8B-Instruct", "error"),
        ("hf://meta-llama/Meta-Llama-3-8B-Instruct@5f0b02c75b57c5855da9ae460ce51323ea669d8a", "error"),
        ("s3://acme/meta-llama-3-8b-instruct/", "warning"),
        ("pvc://models/llama", "warning"),
        ("/models/llama", "warning"),
    ],
)
def test_a_copy_in_ones_own_store_may_declare_rope_scaling(uri, severity):
    assert severities(16384, artifacts=f"{{modelUri: '{uri}'}}") == [severity]


def test_a_maximum_that_was_not_read_from_a_configuration_grounds_no_error():
    assert severities(999999, id="Qwen/Qwen3-Reranker-8B", task="text-ranking") == ["warning"]


@pytest.mark.parametrize(
    "variables",
    [
        "VLLM_ALLOW_LONG_MAX_MODEL_LEN: '1'",
        "VLLM_ALLOW_LONG_MAX_MODEL_LEN: 'true'",
        """VLLM_ARGS: '--rope-scaling {"rope_type":"yarn","factor":4.0}'""",
        """ARGS: '--hf-overrides {"rope_parameters": {}}'""",
        "ROPE_SCALING: dynamic",
    ],
)
def test_an_override_in_the_environment_makes_it_a_note(variables):
    assert severities(16384, variables=variables) == ["note"]


def test_an_override_that_is_switched_off_is_none():
    assert severities(16384, variables="VLLM_ALLOW_LONG_MAX_MODEL_LEN: '0'") == ["error"]


def test_the_scaling_of_the_configuration_counts():
    assert judged(163840, id="deepseek-ai/DeepSeek-V3", precision="fp8") == ()
    assert judged(131072, id="meta-llama/Llama-3.1-8B-Instruct") == ()
    assert severities(131073, id="meta-llama/Llama-3.1-8B-Instruct") == ["error"]


def test_relative_positions_have_no_maximum():
    assert (
        judged(4096, id="google/flan-t5-large", task="text2text-generation", framework="transformers") == ()
    )


def test_vendors_forks_set_their_own_maximum():
    fragment = (
        "spec: {identity: {model: {id: Qwen/Qwen3-32B}}, "
        "runtime: {accelerator: {vendor: tenstorrent, type: T3K}, batch: {maxSequenceLengthTokens: 131072}}}"
    )
    assert [each.severity.label for each in lint_fragment(fragment, context_exceeds_model)] == ["warning"]


def test_an_unknown_model_is_silent():
    assert judged(10**9, id="acme/own") == ()


def test_learned_positions_cannot_be_stretched():
    (verdict,) = judged(4096, id="openai/whisper-large-v3", task="asr", family="whisper", precision="fp16")
    assert verdict.help == ("maxSequenceLengthTokens: 448",)
