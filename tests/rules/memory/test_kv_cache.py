"""MS202, MS203 and MS204: what is left for the KV cache, and what is asked of it."""

import pytest

from modelspec_lint.linter.testing import brief, lint_fragment, lint_text, merge
from modelspec_lint.rules.memory.batch_exceeds_kv_cache import batch_exceeds_kv_cache
from modelspec_lint.rules.memory.memory_tight import memory_tight
from modelspec_lint.rules.memory.no_room_for_one_sequence import no_room_for_one_sequence

RULES = (no_room_for_one_sequence, batch_exceeds_kv_cache, memory_tight)


def spec(
    engine="vllm", type="nvidia-l4", batch="null", length="null", model="meta-llama/Llama-3.1-8B-Instruct"
):
    return (
        f"spec: {{identity: {{model: {{id: {model}, framework: {engine}}}}}, "
        f"runtime: {{accelerator: {{type: {type}}}, "
        f"batch: {{maxBatchSize: {batch}, maxSequenceLengthTokens: {length}}}}}}}"
    )


def judged(**parts):
    return lint_fragment(spec(**parts), RULES)


def test_a_sequence_that_finds_no_room_is_an_error_at_its_length():
    (verdict,) = judged(length=131072)
    assert brief([verdict]) == [
        "19:32 error[MS202] One sequence of 131072 tokens needs 16.0 GiB of KV cache, "
        "7.1 GiB are left at best."
    ]
    assert [each.name for each in verdict.evidence] == ["left for the KV cache", "one sequence"]
    assert verdict.help[0].startswith("maxSequenceLengthTokens ")


def test_vllm_must_find_room_for_the_models_maximum_when_no_length_is_declared():
    assert brief(judged()) == [
        "16:13 error[MS202] One sequence of 131072 tokens, the model's maximum, needs 16.0 GiB of KV cache, "
        "7.1 GiB are left at best."
    ]


@pytest.mark.parametrize("engine", ["sglang", "tgi", "tensorrt-llm"])
def test_engines_that_shorten_an_undeclared_length_are_left_alone(engine):
    assert judged(engine=engine) == ()


@pytest.mark.parametrize("engine", ["sglang", "tgi", "tensorrt-llm"])
def test_engines_that_start_and_reject_what_is_too_long_get_a_warning(engine):
    assert [(each.code, each.severity.label) for each in judged(engine=engine, length=131072)] == [
        ("MS202", "warning")
    ]


@pytest.mark.parametrize("engine", ["transformers", "llama.cpp", "ollama"])
def test_engines_that_spill_to_the_host_get_a_warning(engine):
    assert [(each.code, each.severity.label) for each in judged(engine=engine, length=131072)] == [
        ("MS202", "warning")
    ]


def test_a_length_in_the_environment_is_judged_where_it_stands():
    fragment = spec()[:-2] + ", environment: {variables: {MAX_MODEL_LEN: '131072'}}}}"
    (verdict,) = lint_fragment(fragment, no_room_for_one_sequence)
    assert verdict.pointer == "/spec/runtime/environment/variables/MAX_MODEL_LEN"


def test_weights_that_do_not_fit_say_it_all():
    verdicts = lint_fragment(spec(model="llama-3-70b-instruct", length=8192, batch=8))
    assert [each.code for each in verdicts if each.code.startswith("MS2")] == ["MS201"]


def test_a_wrapped_engine_leaves_the_question_open():
    result = lint_text(merge(spec(engine="triton", length=131072, batch=4)), RULES)
    assert result.verdicts == ()
    assert [(each.code, each.pointer) for each in result.undecided] == [
        (code, "/spec/identity/model/framework") for code in ("MS202", "MS203", "MS204")
    ]


def test_a_batch_that_does_not_fit_is_a_warning_at_the_batch():
    (verdict,) = judged(type="a100-sxm4-80gb", batch=128, length=8192)
    assert brief([verdict]) == [
        "19:21 warning[MS203] The KV cache holds about 56 sequences of 8192 tokens at once, the batch is 128."
    ]
    assert (verdict.related[0].message, verdict.related[0].span.line) == ("the longest sequence", 20)
    assert verdict.help[0] == "maxBatchSize 56"


def test_a_latent_cache_is_not_divided_by_tensor_parallelism():
    (verdict,) = lint_fragment(
        "spec: {identity: {model: {id: deepseek-v3, precision: fp8}}, "
        "runtime: {accelerator: {type: h200-sxm-141gb, count: 8}, "
        "batch: {maxBatchSize: 64, maxSequenceLengthTokens: 32768}}}",
        RULES,
    )
    assert brief([verdict]) == [
        "19:21 warning[MS203] The KV cache holds about 20 sequences of 32768 tokens at once, the batch is 64."
    ]


def test_where_the_expected_sum_holds_none_the_favourable_one_is_named():
    assert brief(judged(batch=4, length=49152)) == [
        "19:21 warning[MS203] The KV cache holds at most 1 sequence of 49152 tokens at once, the batch is 4."
    ]


def test_a_batch_without_a_length_is_no_load_to_judge():
    assert judged(type="a100-sxm4-80gb", batch=128) == ()


def test_a_load_with_room_to_spare_is_silent():
    assert judged(type="a100-sxm4-80gb", batch=32, length=8192) == ()
    assert judged(type="a100-sxm4-80gb") == ()


def test_a_load_that_leaves_less_than_a_tenth_is_a_note_at_the_accelerators_type():
    (verdict,) = judged(type="a100-sxm4-80gb", batch=54, length=8192)
    assert brief([verdict]) == [
        "16:13 note[MS204] The KV cache is expected to hold 56 sequences of 8192 tokens, the batch is 54."
    ]
    assert [each.message for each in verdict.related][-2:] == ["the batch", "the longest sequence"]


def test_one_sequence_that_fits_at_the_favourable_end_only_is_a_note():
    assert brief(judged(length=40960)) == [
        "16:13 note[MS204] One sequence of 40960 tokens needs 5.0 GiB of KV cache; between 0.95 GiB and "
        "7.1 GiB are left for it."
    ]


def test_models_without_a_cache_are_judged_by_their_weights():
    encoder = "spec: {identity: {model: {id: BAAI/bge-m3, task: feature-extraction, framework: vllm}}}"
    assert lint_fragment(encoder, RULES) == ()


NEMOTRON = "nvidia/NVIDIA-Nemotron-Nano-9B-v2"
STATES = "metadata: {annotations: {modelspec-lint/engine-version: '0.21.0'}}\n"


def test_more_sequences_than_pages_for_their_states_are_an_error_at_the_batch():
    (verdict,) = lint_fragment(STATES + spec(model=NEMOTRON, batch=512, length=2048), RULES)
    assert brief([verdict]) == [
        "21:21 error[MS203] vLLM refuses to start: the memory beside the weights holds the states of 465 "
        "sequences at most, the batch is 512."
    ]
    assert verdict.help[0].startswith("maxBatchSize ")


def test_the_default_of_sequences_counts_for_states_too():
    at = STATES + spec(model="Qwen/Qwen3-Next-80B-A3B-Instruct", length=2048, type="h100-sxm5-80gb, count: 2")
    (verdict,) = lint_fragment(at, RULES)
    assert brief([verdict]) == [
        "20:5 error[MS203] vLLM refuses to start: the memory beside the weights holds the states of 28 "
        "sequences at most, vLLM's default is 1024."
    ]
    assert verdict.help == ("maxBatchSize: fewer sequences at once",)


@pytest.mark.parametrize("version", ["0.19.0", None])
def test_releases_that_want_no_page_for_each_start_all_the_same(version):
    before = STATES.replace("0.21.0", version) if version else ""
    older = lint_fragment(before + spec(model=NEMOTRON, batch=512, length=2048), RULES)
    assert [(each.code, each.severity.label) for each in older] == [("MS203", "warning")]


def usual(prompt, answer, engine="vllm"):
    annotations = f"{{modelspec-lint/input-tokens: '{prompt}', modelspec-lint/output-tokens: '{answer}'}}"
    fragment = spec(engine=engine, batch=16, length=4096)
    return lint_fragment(f"{{metadata: {{annotations: {annotations}}}, {fragment}}}", batch_exceeds_kv_cache)


def test_a_batch_of_the_requests_that_are_declared_as_typical_is_worth_a_note():
    (verdict,) = usual(1024, 256)
    assert (verdict.severity.label, verdict.message) == (
        "note",
        "The KV cache holds about 8 sequences of 4096 tokens at once, the batch is 16; of 1280 tokens, the "
        "request that is declared as typical, it holds 27.",
    )
    assert [each for each in verdict.help if "input-tokens" in each] == []


@pytest.mark.parametrize(("prompt", "answer"), [(3072, 512), (4096, 512)])
def test_typical_requests_that_do_not_fit_either_stay_a_warning(prompt, answer):
    (verdict,) = usual(prompt, answer)
    assert verdict.severity.label == "warning"
    assert verdict.message == "The KV cache holds about 8 sequences of 4096 tokens at once, the batch is 16."


def test_how_requests_are_declared_is_told_where_they_are_not():
    (verdict,) = lint_fragment(spec(batch=16, length=4096), batch_exceeds_kv_cache)
    assert verdict.help[-1] == (
        "where requests are shorter as a rule: annotations modelspec-lint/input-tokens and output-tokens"
    )
