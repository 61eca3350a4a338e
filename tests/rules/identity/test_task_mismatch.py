import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.identity.task_mismatch import task_mismatch


def judged(id, task):
    return lint_fragment(f"spec: {{identity: {{model: {{id: {id!r}, task: {task!r}}}}}}}", task_mismatch)


def severities(id, task):
    return [each.severity.label for each in judged(id, task)]


def test_an_encoder_that_is_to_chat_is_an_error_at_the_task():
    (verdict,) = judged("BAAI/bge-base-en-v1.5", "chat")
    assert brief([verdict]) == [
        "10:13 error[MS309] The task is chat, but BAAI/bge-base-en-v1.5 is made for feature-extraction."
    ]
    assert [(each.message, each.span.line) for each in verdict.related] == [
        ("made for feature-extraction", 8)
    ]
    assert verdict.help == ("task: feature-extraction",)


def test_a_language_model_as_embedding_model_is_a_warning():
    assert brief(judged("meta-llama/Meta-Llama-3-8B-Instruct", "embedding")) == [
        "10:13 warning[MS309] The task is embedding, but meta-llama/Meta-Llama-3-8B-Instruct is made for "
        "text-generation: it has to be changed for it, or does it badly."
    ]


@pytest.mark.parametrize(
    ("id", "task"),
    [
        ("openai/whisper-large-v3", "text-generation"),
        ("openai/whisper-large-v3", "text-to-speech"),
        ("meta-llama/Meta-Llama-3-8B-Instruct", "text-to-image"),
        ("meta-llama/Meta-Llama-3-8B-Instruct", "asr"),
        ("stabilityai/stable-diffusion-xl-base-1.0", "chat"),
        ("BAAI/bge-reranker-base", "text-generation"),
        ("intfloat/e5-mistral-7b-instruct", "chat"),
    ],
)
def test_what_a_model_has_no_way_to_do_is_an_error(id, task):
    assert severities(id, task) == ["error"]


@pytest.mark.parametrize(
    ("id", "task"),
    [
        ("Qwen/Qwen3-Embedding-8B", "chat"),  # a decoder with its head
        ("meta-llama/Meta-Llama-3-8B-Instruct", "rerank"),
        ("meta-llama/Meta-Llama-3-8B-Instruct", "image-text-to-text"),
        ("acme/bge-base-en-v1.5", "chat"),  # a copy may have been changed
        ("BAAI/bge-base-en-v1.5", "rerank"),
    ],
)
def test_what_takes_a_change_is_a_warning(id, task):
    assert severities(id, task) == ["warning"]


@pytest.mark.parametrize(
    ("id", "task"),
    [
        ("meta-llama/Meta-Llama-3-8B-Instruct", "chat"),
        ("meta-llama/Meta-Llama-3-8B-Instruct", "summarization"),
        ("meta-llama/Meta-Llama-3-8B-Instruct", "classification"),
        ("meta-llama/Meta-Llama-3-8B-Instruct", "moderation"),
        ("meta-llama/Llama-Guard-3-8B", "text-generation"),
        ("Qwen/Qwen2.5-VL-7B-Instruct", "text-generation"),
        ("google/gemma-3n-E4B-it", "any-to-any"),
        ("google/flan-t5-xl", "text-generation"),
        ("FacebookAI/roberta-base", "text-classification"),
        ("openai/whisper-large-v3", "translation"),
        ("mistralai/Voxtral-Mini-3B-2507", "transcription"),
        ("BAAI/bge-base-en-v1.5", "sentence-similarity"),
        ("acme/own", "chat"),
        ("BAAI/bge-base-en-v1.5", "no-such-task"),
    ],
)
def test_tasks_that_include_one_another_and_what_is_not_known_are_silent(id, task):
    assert judged(id, task) == ()
