"""MS316 and MS317: weights and tokenizer of another model."""

import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.identity.artifact_names_another_model import artifact_names_another_model
from modelspec_lint.rules.identity.tokenizer_from_another_model import tokenizer_from_another_model

LLAMA = "meta-llama/Meta-Llama-3-8B-Instruct"


def judged(rule, id, **uris):
    artifacts = ", ".join(f"{name}: {uri!r}" for name, uri in uris.items())
    fragment = f"spec: {{identity: {{model: {{id: {id!r}, artifacts: {{{artifacts}}}}}}}}}"
    return lint_fragment(fragment, rule)


def weights(id, uri):
    return judged(artifact_names_another_model, id, modelUri=uri)


def tokenizer(id, uri):
    return judged(tokenizer_from_another_model, id, tokenizerUri=uri)


def test_weights_of_another_size_are_a_warning_at_the_uri():
    (verdict,) = weights(LLAMA, "hf://meta-llama/Meta-Llama-3-70B-Instruct")
    assert brief([verdict]) == [
        "14:19 warning[MS316] The weights are those of meta-llama/Meta-Llama-3-70B-Instruct, but the id "
        "names meta-llama/Meta-Llama-3-8B-Instruct."
    ]
    assert [each.span.line for each in verdict.related] == [8]


@pytest.mark.parametrize(
    ("id", "uri"),
    [
        ("meta-llama/Llama-3.1-8B-Instruct", "hf://neuralmagic/Meta-Llama-3.1-8B-Instruct-FP8"),
        ("meta-llama/Llama-3.1-8B-Instruct", "hf://RedHatAI/Meta-Llama-3.1-8B-Instruct-quantized.w4a16"),
        ("meta-llama/Llama-3.1-8B-Instruct", "hf://nvidia/Llama-3.1-8B-Instruct-FP8"),
        ("Qwen/Qwen2.5-7B-Instruct", "hf://Qwen/Qwen2.5-7B-Instruct-AWQ"),
    ],
)
def test_another_format_of_the_same_weights_is_no_other_model(id, uri):
    assert weights(id, uri) == ()


def test_another_format_of_another_model_is_one():
    found = weights("meta-llama/Llama-3.1-8B-Instruct", "hf://neuralmagic/Meta-Llama-3-8B-Instruct-FP8")
    assert [each.code for each in found] == ["MS316"]


def test_sizes_of_models_that_are_not_known_are_compared():
    assert brief(weights("acme/own-7b", "s3://models/own-13b/v2")) == [
        "14:19 warning[MS316] The weights are those of a model of 13B ('s3://models/own-13b/v2'), but the id "
        "names a model of 7B."
    ]


@pytest.mark.parametrize(
    ("id", "uri"),
    [
        (LLAMA, "hf://Qwen/Qwen2.5-7B-Instruct"),
        (LLAMA, "hf://meta-llama/Llama-3.1-8B-Instruct"),
        (LLAMA, "hf://meta-llama/Meta-Llama-3-8B"),
        ("llama-3-8b-instruct", "/models/llama-3-70b-instruct"),
        ("acme/own-8x7b", "hf://acme/own-8x22b"),
    ],
)
def test_other_families_sizes_and_full_ids_are_seen(id, uri):
    assert [each.code for each in weights(id, uri)] == ["MS316"]


@pytest.mark.parametrize(
    ("id", "uri"),
    [
        (LLAMA, f"hf://{LLAMA}"),
        (LLAMA, f"hf://{LLAMA}@5f0b02c75b57c5855da9ae460ce51323ea669d8a"),
        (LLAMA, "hf://RedHatAI/Meta-Llama-3-8B-Instruct-FP8"),
        ("llama-3-8b", f"hf://{LLAMA}"),  # a short name is written for both
        (LLAMA, "/models"),
        (LLAMA, "pvc://weights/prod/model.safetensors"),
        (LLAMA, "s3://models/chat-8b"),
        ("meta-llama/Llama-3.1-405B-Instruct", "https://example.org/llama-405b-tp8-fp8kv-tllm.tar"),
        ("acme/own-7b", "s3://models/own-7b-4bit"),
        ("acme/own", "s3://models/own-13b"),
        ("unsloth/phi-4-bnb-4bit", "hf://unsloth/phi-4-bnb-4bit"),
    ],
)
def test_the_same_model_and_paths_that_name_nothing_are_silent(id, uri):
    assert weights(id, uri) == ()


def test_a_tokenizer_of_another_vocabulary_is_a_warning_at_its_uri():
    (verdict,) = tokenizer(LLAMA, "hf://mistralai/Mistral-7B-Instruct-v0.2")
    assert brief([verdict]) == [
        "14:23 warning[MS317] The tokenizer is that of mistralai/Mistral-7B-Instruct-v0.2 with 32000 tokens, "
        "but meta-llama/Meta-Llama-3-8B-Instruct has 128256."
    ]
    assert verdict.help == (f"tokenizerUri: hf://{LLAMA}",)


def test_the_weights_say_which_model_it_is_where_the_id_does_not():
    found = judged(
        tokenizer_from_another_model,
        "acme/own",
        modelUri=f"hf://{LLAMA}",
        tokenizerUri="hf://Qwen/Qwen2.5-7B-Instruct",
    )
    assert [each.code for each in found] == ["MS317"]


@pytest.mark.parametrize(
    ("id", "uri"),
    [
        (LLAMA, f"hf://{LLAMA}"),
        (LLAMA, "hf://meta-llama/Meta-Llama-3-8B"),
        (LLAMA, "hf://meta-llama/Llama-3.1-8B-Instruct"),  # the same table
        ("Qwen/Qwen2.5-0.5B-Instruct", "hf://Qwen/Qwen2.5-72B-Instruct"),  # padded otherwise
        (LLAMA, "s3://models/tokenizer.json"),
        ("acme/own", "hf://Qwen/Qwen2.5-7B-Instruct"),
    ],
)
def test_tokenizers_that_fit_and_those_that_are_not_known_are_silent(id, uri):
    assert tokenizer(id, uri) == ()


def test_weights_and_tokenizer_of_another_model_are_one_mistake():
    uri = "hf://Qwen/Qwen3-8B"
    fragment = f"spec: {{identity: {{model: {{artifacts: {{modelUri: {uri}, tokenizerUri: {uri}}}}}}}}}"
    codes = [each.code for each in lint_fragment(fragment)]
    assert [code for code in codes if code in ("MS316", "MS317")] == ["MS316"]
