"""MS305 to MS307: a framework, a precision or a task that nobody knows."""

import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.identity.unknown_framework import unknown_framework
from modelspec_lint.rules.identity.unknown_precision import unknown_precision
from modelspec_lint.rules.identity.unknown_task import unknown_task


def named(rule, field, value):
    return lint_fragment(f"spec: {{identity: {{model: {{{field}: {value!r}}}}}}}", rule)


def test_an_unknown_framework_is_a_note_at_the_framework_with_the_nearest_one():
    (verdict,) = named(unknown_framework, "framework", "vlm-engine")
    assert brief([verdict]) == [
        "11:18 note[MS305] The framework 'vlm-engine' is not known, so neither its formats nor its limits "
        "are checked."
    ]
    assert verdict.help[0].startswith("did you mean vllm")


def test_an_unknown_precision_is_a_note_at_the_precision():
    (verdict,) = named(unknown_precision, "precision", "bfloat17")
    assert brief([verdict]) == [
        "12:18 note[MS306] The precision 'bfloat17' is not known, so nothing is computed from it."
    ]
    assert verdict.help[0].startswith("did you mean bf16")


def test_a_precision_that_is_left_to_the_engine_is_none():
    assert named(unknown_precision, "precision", "Auto") == ()


def test_an_unknown_task_is_a_note_at_the_task():
    (verdict,) = named(unknown_task, "task", "text-genration")
    assert brief([verdict]) == [
        "10:13 note[MS307] The task 'text-genration' is not known, so neither the model nor the framework is "
        "checked against it."
    ]
    assert verdict.help == ("did you mean text-generation, text2text-generation or text-to-image?",)


def test_nothing_is_suggested_for_what_looks_like_nothing():
    assert [each.help for each in named(unknown_framework, "framework", "zzzzzzzz")] == [()]


def test_control_characters_of_a_name_do_not_reach_the_message():
    (verdict,) = lint_fragment('spec: {identity: {model: {framework: "a\\u001b[31mb"}}}', unknown_framework)
    assert "\x1b" not in verdict.message


@pytest.mark.parametrize(
    "name",
    ["vLLM", "vllm==0.11.2", "vllm/vllm-openai:v0.9.0", "TGI", "trt-llm", "custom", "llama.cpp (CUDA)"],
)
def test_spellings_of_frameworks_are_known(name):
    assert named(unknown_framework, "framework", name) == ()


@pytest.mark.parametrize(
    "name", ["BF16", "torch.float16", "gptq int4 g128 (MTP bf16)", "nvfp4 mixed fp8", "Q4_K_M", "int4"]
)
def test_spellings_of_precisions_and_mixtures_are_known(name):
    assert named(unknown_precision, "precision", name) == ()


@pytest.mark.parametrize("name", ["chat", "Embeddings", "rerank", "asr", "guard", "image-text-to-text"])
def test_spellings_of_tasks_are_known(name):
    assert named(unknown_task, "task", name) == ()
