"""Figures that servers print at start-up or that vendors state, each with where it is from."""

import pytest

from modelspec_lint.knowledge_base import (
    Declaration,
    KnowledgeBase,
    MemoryRequest,
    Undecided,
    estimate_memory,
    memory_request,
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
        ("meta-llama/Llama-3.1-8B-Instruct", "awq", 1, 5.33, 0.01),  # 8B AWQ checkpoint
        ("meta-llama/Llama-3.1-8B-Instruct", "bnb-4bit", 1, 5.3541, 0.03),  # bitsandbytes on a T4
        ("Qwen/QwQ-32B", "unsloth-bnb-4bit", 1, 10.3 + 10.8, 0.01),  # vllm-project/vllm#14452, two stages
    ],
)
def test_weights_are_what_servers_print(model, precision, count, gib, tolerance):
    weights = memory(model, precision=precision, count=count).weights
    assert weights.expected == pytest.approx(gib, rel=tolerance)
    assert weights.low <= gib <= weights.high


@pytest.mark.parametrize(
    ("model", "accelerator", "version", "count", "gib"),
    [
        ("openai/gpt-oss-20b", "h100-sxm5-80gb", "0.11.0", 1, 13.47),  # Triton kernels
        ("openai/gpt-oss-120b", "h100-sxm5-80gb", "0.14.1", 1, 64.38),
        ("openai/gpt-oss-20b", "h100-sxm5-80gb", "0.19.0", 1, 13.64),
        ("openai/gpt-oss-20b", "h100-sxm5-80gb", "0.19.0", 2, 7.01),
        ("openai/gpt-oss-20b", "a100-sxm4-80gb", "0.19.0", 1, 13.72),  # Marlin kernels
        ("openai/gpt-oss-120b", "a100-sxm4-80gb", None, 1, 65.97),  # the same kernels, forced on an H100
    ],
)
def test_mxfp4_experts_are_padded_as_the_kernels_of_a_release_and_device_want(
    model, accelerator, version, count, gib
):
    weights = memory(model, accelerator, "mxfp4", count=count, engine_version=version).weights
    assert weights.expected == pytest.approx(gib, rel=0.007)
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


@pytest.mark.parametrize(
    ("model", "expected", "low"),
    [
        ("MiniMaxAI/MiniMax-M3", 0.54, 0.53),  # its experts are not told from the rest
        ("meta-llama/Llama-3.3-70B-Instruct", 0.57, 0.53),  # no experts: its linear layers are repackaged
        ("deepseek-ai/DeepSeek-V3", 0.57, 0.53),  # what repackages experts may repackage attention as well
        ("openai/gpt-oss-120b", 0.60, 0.557),  # published so: beside the experts there are 16 bits
    ],
)
def test_a_format_of_experts_leaves_open_what_repackaging_does_to_the_rest(model, expected, low):
    found = request(model, precision="mxfp4", accelerator="mi355x", count=1)
    weights, parameters = estimate_memory(found).weights, found.model.parameters
    assert weights.expected * 2**30 / parameters == pytest.approx(expected, abs=0.01)
    assert weights.low * 2**30 / parameters == pytest.approx(low, abs=0.001)


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
    narrow = memory(
        "meta-llama/Llama-3.1-8B-Instruct", sequence_length=8192, kv_cache=KNOWLEDGE.precisions.get("fp8")
    )
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


@pytest.mark.parametrize(
    ("model", "count", "settings", "gib", "tokens"),
    [
        # GiB left for the cache, and the tokens that vLLM printed for them: 0.23.1 (two RX 7900 XT), 0.27.1
        # (github-text-index:68884393612), a recipe for two RTX 3090
        ("Qwen/Qwen3.8-27B", 2, {"sequence_length": 122633, "engine_version": "0.23.1"}, 3.86, 123399),
        ("Qwen/Qwen3.5-9B", 1, {"sequence_length": 24576, "engine_version": "0.27.1"}, 1.74, 53084),
        ("google/gemma-4-12B-it", 2, {"sequence_length": 131072, "batched_tokens": 2048}, 8.16, 384019),
    ],
)
def test_pages_of_one_pool_hold_as_many_tokens_as_vllm_prints(model, count, settings, gib, tokens):
    one = memory(model, precision="bf16", count=count, **settings)
    pages = gib / one.admission.expected * one.sequence_length
    assert pages == pytest.approx(tokens, rel=0.005)


def test_vllm_refuses_more_sequences_than_there_are_pages_for_their_states():
    settings = {"sequence_length": 132000, "engine_version": "0.28.0", "utilization": 0.9}
    many = memory("Qwen/Qwen3.8-27B", batch=1024, **settings)  # "exceeds available Mamba cache blocks"
    assert many.lacks_state_pages
    assert many.starts is False
    assert not memory("Qwen/Qwen3.8-27B", batch=256, **settings).lacks_state_pages
    assert not memory("Qwen/Qwen3.8-27B", batch=1024, enforce_eager=True, **settings).lacks_state_pages


@pytest.mark.parametrize(
    ("model", "accelerator", "settings", "gib"),
    [
        (
            "Qwen/Qwen2.5-7B-Instruct",
            "v100-sxm2-32gb",
            {"engine_version": "0.8.5", "sequence_length": 32768},
            4.35,
        ),
        ("facebook/opt-125m", "t4", {"engine_version": "0.6.4", "sequence_length": 2048}, 0.47),
        ("meta-llama/Llama-3.1-8B-Instruct", "h100-sxm5-80gb", {"engine_version": "0.11.0"}, 4.76),
        ("meta-llama/Llama-3.1-8B-Instruct", "h100-sxm5-80gb", {"engine_version": "0.19.0"}, 1.89),
    ],
)
def test_the_activation_peak_follows_the_release(model, accelerator, settings, gib):
    peak = memory(model, accelerator, "bf16", **settings).activation
    assert peak.expected == pytest.approx(gib, rel=0.02)
    assert peak.low <= gib <= peak.high


def test_the_activation_peak_of_an_unknown_release_spans_whole_prompts_and_chunks():
    peak = memory("meta-llama/Llama-3.1-8B-Instruct", "rtx-3090-24gb", sequence_length=29000).activation
    assert peak.high > 2.99  # vllm-project/vllm#10517: one step of 29,000 tokens
    chunked = memory("meta-llama/Llama-3.1-8B-Instruct", "rtx-3090-24gb", sequence_length=35000).activation
    assert chunked.low < 0.06  # the same server, above the length from which it cut prompts into chunks


def test_stated_device_memory_and_eager_execution_narrow_the_sum():
    open_ended = memory("meta-llama/Llama-3.1-8B-Instruct", sequence_length=8192)
    stated = memory(
        "meta-llama/Llama-3.1-8B-Instruct", sequence_length=8192, device_memory_gib=79.19, enforce_eager=True
    )
    assert (stated.visible.low, stated.visible.high) == (79.19, 79.19)
    assert stated.graphs.high == 0.0 < open_ended.graphs.high


def test_data_parallel_replicas_share_a_batch():
    settings = {"sequence_length": 8192, "batch": 100, "utilization": 0.9, "engine_version": "0.19.0"}
    one = memory("meta-llama/Llama-3.1-8B-Instruct", **settings)
    four = memory("meta-llama/Llama-3.1-8B-Instruct", count=4, tensor_parallel=1, **settings)
    assert one.cannot_hold_batch
    assert not four.cannot_hold_batch


def test_sglang_divides_what_is_free_before_the_weights_are_loaded():
    one = memory("Qwen/Qwen3-235B-A22B-FP8", engine="sglang", precision="fp8", count=4, utilization=0.93)
    assert one.kv_available.expected == pytest.approx(16.46, rel=0.05)  # start-up log on four H100


@pytest.mark.parametrize(
    ("model", "precision", "count"),
    [
        ("Qwen/Qwen2.5-14B-Instruct-AWQ", "awq", 8),  # 13,824 columns: 1,728 a rank, in groups of 128
        ("Qwen/Qwen3-4B-FP8", "fp8", 8),
    ],
)
def test_an_engine_refuses_a_share_that_cuts_through_quantisation_groups(model, precision, count):
    reasons = parallelism_refusals(request(model, precision=precision, count=count))
    assert [reason for reason in reasons if "groups of 128" in reason.reason]
    half = parallelism_refusals(request(model, precision=precision, count=2))
    assert half == ()


def test_experts_need_not_be_cut_so_their_groups_refuse_nothing():
    asked = request("Qwen/Qwen3-235B-A22B-FP8", precision="fp8", count=8)
    assert not [each for each in parallelism_refusals(asked) if "groups" in each.reason]


def test_encoders_keep_no_cache():
    one = memory("BAAI/bge-m3", "l4", engine="tei", sequence_length=8192)
    assert not one.keeps_cache
    assert not one.cannot_start


def test_older_releases_share_the_pages_of_a_hybrid_out_among_its_groups():
    # vLLM 0.10.2 on two H200 printed 973,760 tokens, and a concurrency of 14.77 for 262,144
    settings = {"sequence_length": 262144, "batched_tokens": 8192, "utilization": 0.9, "count": 2}
    model, device = "Qwen/Qwen3-Next-80B-A3B-Instruct", "h200-sxm-141gb"
    old = memory(model, device, precision="bf16", engine_version="0.10.2", **settings)
    assert old.kv_tokens.expected == pytest.approx(973_760, rel=0.03)
    assert old.kv_tokens.high > 3_800_000
    new = memory(model, device, precision="bf16", engine_version="0.27.0", **settings)
    assert new.kv_tokens.expected == pytest.approx(14.77 * 262144, rel=0.1)


def test_prefix_caching_keeps_a_second_page_for_each_state():
    settings = {"sequence_length": 8192, "count": 2, "utilization": 0.9}
    before = memory("Qwen/Qwen3.8-27B", precision="bf16", engine_version="0.27.1", **settings)
    after = memory("Qwen/Qwen3.8-27B", precision="bf16", engine_version="0.28.0", **settings)
    assert after.admission.expected > before.admission.expected
    assert after.admission.low == before.admission.low


def test_a_checkpoint_of_a_format_that_may_carry_a_cache_scheme_may_need_half_the_cache():
    one = memory("meta-llama/Llama-3.1-8B-Instruct", precision="nvfp4", sequence_length=8192)
    assert one.admission.expected == 2 * one.admission.low


def test_layers_that_predict_further_tokens_weigh_where_a_name_says_that_they_are_kept():
    asked = {"accelerator": "rtx-5090-32gb", "engine": "vllm", "precision": "gptq-int4"}
    plain, kept = (
        estimate_memory(
            memory_request(Declaration(model=f"acme/Qwen3.8-27B-GPTQ-Int4{end}", **asked), KNOWLEDGE)
        )
        for end in ("", "-MTP")
    )
    assert kept.weights.expected - plain.weights.expected == pytest.approx(424_699_392 * 2 / 2**30, rel=0.001)


def test_an_encoder_widens_the_activation_peak_by_its_size():
    settings = {"engine_version": "0.19.0", "sequence_length": 8192}
    small = memory("mistralai/Mistral-Small-3.1-24B-Instruct-2503", **settings)
    large = memory("OpenGVLab/InternVL3-78B", count=4, **settings)
    assert small.activation.high - small.activation.expected < 5
    assert 14 < large.activation.high - large.activation.expected < 18
