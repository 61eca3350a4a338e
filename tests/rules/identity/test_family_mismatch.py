import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.identity.family_mismatch import family_mismatch


def judged(id, family):
    fragment = f"spec: {{identity: {{model: {{id: {id!r}, family: {family!r}}}}}}}"
    return lint_fragment(fragment, family_mismatch)


def test_another_generation_is_a_warning_at_the_family():
    (verdict,) = judged("meta-llama/Meta-Llama-3-8B-Instruct", "llama-2")
    assert brief([verdict]) == [
        "9:15 warning[MS308] The family is 'llama-2', but meta-llama/Meta-Llama-3-8B-Instruct is of the "
        "family llama-3."
    ]
    assert [(each.message, each.span.line) for each in verdict.related] == [("of the family llama-3", 8)]
    assert verdict.help == ("family: llama-3",)


@pytest.mark.parametrize(
    ("id", "family"),
    [
        ("meta-llama/Llama-3.1-8B-Instruct", "llama-3.2"),
        ("meta-llama/Meta-Llama-3-8B-Instruct", "llama-3.1"),
        ("meta-llama/Meta-Llama-3-8B-Instruct", "mistral"),
        ("Qwen/Qwen3-8B", "qwen2.5"),
        ("google/gemma-7b", "gemma-3"),
        ("BAAI/bge-base-en-v1.5", "qwen2"),
        ("deepseek-ai/DeepSeek-V2-Lite", "deepseek-v3"),
    ],
)
def test_other_families_and_generations_are_seen(id, family):
    assert [each.code for each in judged(id, family)] == ["MS308"]


@pytest.mark.parametrize(
    ("id", "family"),
    [
        ("meta-llama/Meta-Llama-3-8B-Instruct", "llama3"),
        ("meta-llama/Meta-Llama-3-8B-Instruct", "Llama 3"),
        ("meta-llama/Meta-Llama-3-8B-Instruct", "meta_llama"),
        ("meta-llama/Llama-3.1-8B-Instruct", "llama-3"),
        ("meta-llama/Llama-3.1-8B-Instruct", "llama31"),
        ("meta-llama/Llama-3.1-8B-Instruct", "LLAMA"),
        ("llama3.1:8b", "llama3.1"),
        ("google/gemma-2b-it", "gemma"),
        ("google/flan-t5-xl", "t5"),
        ("mistralai/Mixtral-8x7B-Instruct-v0.1", "mistral"),
        ("mistralai/Mistral-7B-Instruct-v0.3", "mistral-7b"),
        ("zai-org/GLM-4.5-Air", "glm-4"),
    ],
)
def test_spellings_and_wider_families_are_silent(id, family):
    assert judged(id, family) == ()


@pytest.mark.parametrize(
    ("id", "family"),
    [
        ("Qwen/QwQ-32B", "qwen2.5"),
        ("Qwen/Qwen2.5-7B-Instruct", "qwen2"),
        ("deepseek-ai/DeepSeek-R1", "deepseek-v3"),
        ("deepseek-ai/DeepSeek-R1-Distill-Llama-8B", "llama"),
        ("deepseek-ai/DeepSeek-R1-Distill-Qwen-1.5B", "qwen2.5"),
        ("intfloat/e5-mistral-7b-instruct", "mistral"),
        ("BAAI/bge-m3", "xlm-roberta"),
        ("google/flan-ul2", "T5"),
    ],
)
def test_the_family_of_the_architecture_is_silent(id, family):
    assert judged(id, family) == ()


@pytest.mark.parametrize(
    "family", ["decoder-only", "transformer", "acme-assistants", "embedding", "---", "模型"]
)
def test_families_that_nobody_knows_are_silent(family):
    assert judged("meta-llama/Meta-Llama-3-8B-Instruct", family) == ()


def test_a_model_that_is_not_known_has_no_known_family():
    assert judged("acme/own", "llama-2") == ()
