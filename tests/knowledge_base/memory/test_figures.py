"""Figures that servers print at start-up or that vendors state, each with where it is from."""

import pytest

from modelspec_lint.knowledge_base import (
    KnowledgeBase,
    MemoryRequest,
    Undecided,
    estimate_memory,
    parallelism_refusals,
    ways_out,
)

KNOWLEDGE = KnowledgeBase.load()


def request(model, accelerator="h100-sxm5-80gb", precision=None, engine="vllm", count=1, **settings):
    found = KNOWLEDGE.models.resolve(model).fact
    settings.setdefault("tensor_parallel", count)
    return MemoryRequest(
        model=found,
        accelerators=KNOWLEDGE.accelerators.resolve(accelerator).facts,
        precisions=(KNOWLEDGE.precisions.get(precision or found.precision),),
        engine=KNOWLEDGE.engines.resolve(engine).fact,
        count=count,
        **settings,
    )


def memory(*arguments, **settings):
    return estimate_memory(request(*arguments, **settings))


@pytest.mark.parametrize(
    ("model", "precision", "count", "gib", "tolerance"),
    [
        ("meta-llama/Meta-Llama-3-8B", "bf16", 1, 14.9595, 0.0002),  # vllm-project/vllm#12330
        ("meta-llama/Llama-3.1-8B-Instruct", "bf16", 1, 14.9888, 0.0002),  # start-up log on an RTX 3090
        ("meta-llama/Llama-3.1-8B-Instruct", "bf16", 2, 7.51, 0.002),  # vLLM 0.19 on H100
        ("meta-llama/Llama-3.1-8B-Instruct", "fp8", 1, 8.49, 0.005),  # vLLM 0.19, quantised on load
        ("Qwen/Qwen2.5-72B-Instruct", "bf16", 2, 67.8, 0.002),  # vLLM 0.19 on H100
        ("mistralai/Mixtral-8x7B-Instruct-v0.1", "bf16", 2, 43.51, 0.002),  # vLLM 0.19 on H100
        ("Qwen/Qwen3-30B-A3B", "bf16", 1, 56.88, 0.002),  # vLLM 0.19 on H100
        ("deepseek-ai/DeepSeek-V3", "fp8", 8, 79.41, 0.005),  # DeepSeek-V3 on 8 x H200
        ("openai/gpt-oss-20b", "mxfp4", 1, 13.47, 0.005),  # vLLM 0.11 on H100
        ("meta-llama/Llama-3.1-8B-Instruct", "awq", 1, 5.33, 0.01),  # 8B AWQ checkpoint
    ],
)
def test_weights_are_what_servers_print(model, precision, count, gib, tolerance):
    weights = memory(model, precision=precision, count=count).weights
    assert weights.expected == pytest.approx(gib, rel=tolerance)
    assert weights.low <= gib <= weights.high


def test_the_largest_llama_3_weighs_131_gib_in_bf16():
    weights = memory("llama-3-70b-instruct", "a10", "bf16").weights
    assert round(weights.expected, 1) == 131.4
    assert sum(term.expected for term in weights.terms) == pytest.approx(weights.expected)


def test_a_model_of_70_billion_parameters_exceeds_an_a10_and_ways_out_are_recomputed():
    asked = request("llama-3-70b-instruct", "a10", "bf16")
    assert estimate_memory(asked).weights_exceed
    found = ways_out(asked, KNOWLEDGE, "load")
    assert found
    for way in found:
        assert not estimate_memory(way.request).weights_exceed
        assert way.memory.weights.high <= way.memory.usable.expected
        assert parallelism_refusals(way.request) == ()
    assert found[0].text == "8 x a10-24gb"


def test_tensor_parallelism_does_not_divide_the_latent_of_mla():
    one = memory("deepseek-v3", "h200-sxm-141gb", count=8, sequence_length=32768, batch=64)
    assert one.steady.expected == pytest.approx(32768 * 61 * 576 * 2 / 2**30)
    assert not one.cannot_start
    assert one.cannot_hold_batch
    assert 18 <= one.slots.expected <= 22


def test_an_8b_model_on_80_gb_is_clean_whichever_a100_is_meant():
    one = memory("llama-3-8b-instruct", "A100-80GB", "bf16", sequence_length=8192, batch=32)
    assert one.steady.expected == 1.0
    assert one.slots.low > 32
    assert (one.weights_exceed, one.cannot_start, one.cannot_hold_batch, one.tight) == (False,) * 4


def test_one_sequence_of_131072_tokens_of_llama_3_1_8b_takes_16_gib_and_an_l4_leaves_less():
    one = memory("meta-llama/Llama-3.1-8B-Instruct", "l4", "bf16")
    assert (one.sequence_length, one.length_source) == (131072, "default of vLLM")
    assert one.admission.expected == 16.0
    assert one.cannot_start
    assert one.engine_refuses


def test_an_fp8_cache_holds_twice_the_tokens():
    wide = memory("meta-llama/Llama-3.1-8B-Instruct", sequence_length=8192)
    narrow = memory("meta-llama/Llama-3.1-8B-Instruct", sequence_length=8192, kv_cache_dtype="fp8")
    assert narrow.kv_tokens.expected == pytest.approx(2 * wide.kv_tokens.expected)
    assert narrow.kv_available == wide.kv_available


def test_sliding_windows_are_not_counted_as_full_layers():
    one = memory("google/gemma-3-27b-it", sequence_length=131072)
    assert 10 < one.steady.low < one.steady.expected < 13
    assert 23 / 4 < one.steady.expected < 62


def test_kv_heads_are_repeated_once_there_are_more_ranks_than_heads():
    four = memory("Qwen/Qwen3-30B-A3B", count=4, sequence_length=8192)
    eight = memory("Qwen/Qwen3-30B-A3B", count=8, sequence_length=8192)
    assert four.steady.expected == eight.steady.expected


@pytest.mark.parametrize(
    ("model", "count", "words"),
    [
        ("Qwen/Qwen2.5-7B-Instruct", 8, "28 attention heads"),
        ("meta-llama/Llama-3.1-8B-Instruct", 3, "32 attention heads"),
        ("Qwen/Qwen2.5-7B-Instruct", 7, "4 KV heads"),
    ],
)
def test_an_engine_refuses_what_does_not_divide(model, count, words):
    reasons = [refusal.reason for refusal in parallelism_refusals(request(model, count=count))]
    assert any(words in reason for reason in reasons)


def test_engines_that_split_by_layers_refuse_nothing():
    asked = request("Qwen/Qwen2.5-7B-Instruct", precision="q4_k_m", engine="llama.cpp", count=3)
    assert parallelism_refusals(asked) == ()


def test_more_ranks_than_accelerators_are_refused():
    asked = request("meta-llama/Llama-3.1-8B-Instruct", count=2, tensor_parallel=4)
    assert "needs 4 accelerators; 2 are declared" in parallelism_refusals(asked)[0].reason


def test_an_unknown_cache_layout_is_undecided_while_the_weights_are_known():
    one = memory("deepseek-ai/DeepSeek-V4-Flash", "h200-sxm-141gb", count=4, sequence_length=8192)
    assert one.weights.expected > 30
    with pytest.raises(Undecided, match="lays out its KV cache is not known"):
        _ = one.cannot_start


def test_an_engine_of_which_nothing_is_known_leaves_the_cache_undecided():
    one = memory("meta-llama/Llama-3.1-8B-Instruct", engine="torchserve", sequence_length=8192)
    with pytest.raises(Undecided, match="TorchServe"):
        _ = one.kv_available


def test_encoders_keep_no_cache():
    one = memory("BAAI/bge-m3", "l4", engine="tei", sequence_length=8192)
    assert not one.keeps_cache
    assert not one.cannot_start
