"""MS212 and MS213: what the engine takes where the specification says nothing."""

import pytest

from modelspec_lint.linter.testing import brief, lint_fragment
from modelspec_lint.rules.memory.batch_undeclared import batch_undeclared
from modelspec_lint.rules.memory.sequence_length_undeclared import sequence_length_undeclared

LENGTH = (
    "No sequence length is declared, so vLLM takes the model's maximum, 131072 tokens: each such sequence "
    "needs 16.0 GiB of KV cache, {} GiB are left."
)


def spec(engine="vllm", task="text-generation", model="meta-llama/Llama-3.1-8B-Instruct", more=""):
    return (
        f"spec: {{identity: {{model: {{id: {model}, framework: {engine}, task: {task}}}}}, "
        f"runtime: {{batch: null{more}}}}}"
    )


def length(*labels, **parts):
    fragment = spec(**parts)
    if labels:
        fragment = f"{{metadata: {{labels: {{{labels[0]}}}}}, {fragment}}}"
    return lint_fragment(fragment, sequence_length_undeclared)


def batch(*labels, **parts):
    fragment = spec(**parts)
    if labels:
        fragment = f"{{metadata: {{labels: {{{labels[0]}}}}}, {fragment}}}"
    return lint_fragment(fragment, batch_undeclared)


def test_a_length_that_vllm_takes_from_the_model_is_a_warning_with_its_cost():
    (verdict,) = length()
    assert brief([verdict]) == [f"13:3 warning[MS212] {LENGTH.format('56.7')}"]
    assert verdict.pointer == "/spec/runtime/batch/maxSequenceLengthTokens"
    assert [each.name for each in verdict.evidence] == ["left for the KV cache", "one sequence"]
    assert verdict.help == (
        "maxSequenceLengthTokens: the longest prompt and answer together; 8192 tokens need 1.0 GiB",
    )


def test_the_place_is_the_batch_where_there_is_one():
    (verdict,) = lint_fragment(
        "spec: {identity: {model: {id: meta-llama/Llama-3.1-8B-Instruct}}, "
        "runtime: {batch: {maxSequenceLengthTokens: null}}}",
        sequence_length_undeclared,
    )
    assert (verdict.span.line, verdict.span.column) == (18, 5)


@pytest.mark.parametrize("label", ["env: prod", "environment: Production", "tier: prd-eu", "stage: live"])
def test_in_production_it_is_an_error(label):
    assert [each.severity.label for each in length(label)] == ["error"]


@pytest.mark.parametrize("label", ["env: staging", "env: product", "team: prod"])
def test_elsewhere_it_stays_a_warning(label):
    assert [each.severity.label for each in length(label)] == ["warning"]


@pytest.mark.parametrize(
    ("engine", "said"),
    [
        ("ollama", "so Ollama takes 4096 tokens"),
        ("sglang", "so SGLang takes the model's maximum, 131072 tokens"),
    ],
)
def test_other_engines_get_a_note(engine, said):
    (verdict,) = length(engine=engine)
    assert verdict.severity.label == "note"
    assert said in verdict.message


@pytest.mark.parametrize("engine", ["tgi", "triton", "kserve", "homegrown"])
def test_an_engine_that_picks_a_length_nobody_knows_is_for_production(engine):
    assert length(engine=engine) == ()
    assert [each.message for each in length("env: prod", engine=engine)] == [
        "No sequence length is declared, so the engine picks one."
    ]


def test_speech_is_no_text_whose_length_could_be_declared():
    assert length("env: prod", task="text-to-speech") == ()


def test_a_task_that_the_model_cannot_do_has_no_length_to_declare():
    fragment = spec(task="text-generation", model="BAAI/bge-large-en-v1.5")
    codes = [each.code for each in lint_fragment(fragment)]
    assert ("MS309" in codes, "MS212" in codes, "MS213" in codes) == (True, False, False)


def test_an_unknown_model_is_warned_of_without_numbers():
    assert [each.message for each in length(model="acme/own")] == [
        "No sequence length is declared, so vLLM takes the model's maximum."
    ]


@pytest.mark.parametrize(
    "task", ["feature-extraction", "text-ranking", "automatic-speech-recognition", "unheard-of"]
)
def test_tasks_that_do_not_generate_text_are_silent(task):
    assert length(task=task) == ()
    assert batch(task=task) == ()


@pytest.mark.parametrize(
    "variables", ["MAX_MODEL_LEN: '8192'", "VLLM_ARGS: '--max-model-len=8192 --port 8000'"]
)
def test_a_length_in_the_environment_is_a_declaration(variables):
    assert length(more=f", environment: {{variables: {{{variables}}}}}") == ()


def test_a_sequence_that_finds_no_room_says_it_all():
    codes = [each.code for each in lint_fragment(spec(more=", accelerator: {type: nvidia-l4}"))]
    assert [code for code in codes if code.startswith("MS2")] == ["MS202"]


def test_an_undeclared_batch_is_a_note_with_what_the_default_costs():
    (verdict,) = batch("env: prod")
    assert brief([verdict]) == [
        "15:3 note[MS213] No batch size is declared, so vLLM works on up to 256 sequences at once; "
        "the KV cache has room for 3 sequences of 131072 tokens."
    ]
    assert [each.name for each in verdict.evidence] == ["left for the KV cache", "sequences that fit"]
    assert verdict.help == (
        "maxBatchSize: the requests that a replica is meant to bear at once; "
        "32 would free 0.24 GiB for the KV cache",
    )


def test_large_devices_have_a_larger_default():
    (verdict,) = batch("env: prod", more=", accelerator: {type: h200-sxm-141gb}")
    assert "works on up to 1024 sequences" in verdict.message


def test_outside_of_production_the_default_batch_is_worth_a_word_where_it_takes_much_of_the_cache():
    assert batch(more=", accelerator: {type: h200-sxm-141gb}") == ()
    assert batch() == ()
    (verdict,) = batch(model="google/gemma-2-9b-it", more=", accelerator: {type: nvidia-l4}")
    assert verdict.severity.label == "note"


@pytest.mark.parametrize("engine", ["sglang", "tgi", "triton", "llama.cpp", "homegrown"])
def test_engines_whose_default_is_one_or_is_not_known_are_silent(engine):
    assert batch(engine=engine) == ()


def test_a_batch_in_the_environment_is_a_declaration():
    assert batch(more=", environment: {variables: {VLLM_ARGS: --max-num-seqs 64}}") == ()
