"""Latencies and rates that can be worked out by hand from datasheets and configurations."""

import pytest

from modelspec_lint.knowledge_base import (
    KnowledgeBase,
    LatencyRequest,
    MemoryRequest,
    Undecided,
    estimate_latency,
    in_flight,
    utilisation,
)

KNOWLEDGE = KnowledgeBase.load()


def latency(
    model,
    accelerator="h100-sxm5-80gb",
    precision="bf16",
    tokens=(1024, 256),
    engine="vllm",
    count=1,
    concurrency=1,
    **settings,
):
    loosened = {
        name: settings.pop(name)
        for name in ("prefix_cached", "speculative", "disaggregated")
        if name in settings
    }
    settings.setdefault("tensor_parallel", count)
    memory = MemoryRequest(
        model=KNOWLEDGE.models.resolve(model).fact,
        accelerators=KNOWLEDGE.accelerators.resolve(accelerator).facts,
        precisions=(KNOWLEDGE.precisions.get(precision),),
        engine=KNOWLEDGE.engines.get(engine) if engine else None,
        count=count,
        **settings,
    )
    request = LatencyRequest(
        memory=memory,
        input_tokens=tokens[0],
        output_tokens=tokens[1],
        concurrency=concurrency,
        **loosened,
    )
    return estimate_latency(request)


LLAMA_8B = "meta-llama/Llama-3.1-8B-Instruct"
STREAMED = 8_030_261_248 - 128_256 * 4096
"""Parameters of Llama 3.1 8B without its embedding table: what a step reads."""
CACHE_TOKEN = 2 * 32 * 8 * 128 * 2
"""Bytes of a token in its cache: K and V, 32 layers, 8 heads of 128, 16 bits."""


def test_a_decode_step_reads_all_weights_but_the_table_and_its_own_cache():
    floor = latency(LLAMA_8B, tokens=(1000, 1)).time_per_output_token.floor

    assert floor.exact
    assert floor.expected == pytest.approx((STREAMED * 2 + CACHE_TOKEN * 1000) / 3350e9 * 1e3)
    assert [term.name for term in floor.terms] == ["weights", "KV cache"]


def test_tensor_parallel_ranks_read_at_once_and_pipeline_stages_do_not():
    alone = latency(LLAMA_8B).time_per_output_token.floor.expected
    four = latency(LLAMA_8B, count=4).time_per_output_token.floor.expected
    staged = latency(LLAMA_8B, count=4, tensor_parallel=1, pipeline_parallel=4)

    assert four == pytest.approx(alone / 4)
    assert staged.time_per_output_token.floor.expected == pytest.approx(alone)


def test_a_prompt_is_bound_by_arithmetic_with_causal_attention():
    floor = latency(LLAMA_8B, tokens=(8192, 1)).time_to_first_token.floor
    layers = STREAMED - 128_256 * 4096
    operations = 2 * layers * 8192 + 2 * 128_256 * 4096 + 2 * 32 * 128 * 8192**2 * 32

    assert floor.expected == pytest.approx(operations / 989.4e12 * 1e3, rel=1e-4)


def test_a_short_prompt_is_bound_by_the_weights_that_it_reads():
    floor = latency(LLAMA_8B, tokens=(1, 1)).time_to_first_token.floor

    assert floor.expected == pytest.approx(STREAMED * 2 / 3350e9 * 1e3)


@pytest.mark.parametrize("precision", ["awq", "fp8"])
def test_what_an_ampere_card_cannot_multiply_is_multiplied_in_16_bits(precision):
    long = (16384, 1)
    quantised = latency(LLAMA_8B, "a100-sxm4-80gb", precision, long).time_to_first_token
    plain = latency(LLAMA_8B, "a100-sxm4-80gb", "bf16", long).time_to_first_token

    assert quantised.floor.expected == pytest.approx(plain.floor.expected)


def test_of_a_mixture_a_token_reads_its_own_experts_only():
    floor = latency("mistralai/Mixtral-8x7B-v0.1", count=2, tokens=(1, 1)).time_per_output_token.floor
    experts = 32 * 8 * 3 * 4096 * 14336
    streamed = 46_702_792_704 - 32_000 * 4096 - experts * (1 - 2 / 8)

    assert floor.expected == pytest.approx(streamed * 2 / 2 / 3350e9 * 1e3, rel=1e-3)


def test_with_many_sequences_most_experts_of_a_mixture_are_usually_read():
    mixture = "mistralai/Mixtral-8x7B-v0.1"
    one, many = (latency(mixture, count=2, concurrency=each) for each in (1, 64))

    def weights(estimate):
        terms = estimate.time_per_output_token.typical.terms
        return next(term.expected for term in terms if term.name == "weights")

    assert weights(many) / weights(one) == pytest.approx(46.6 / 12.8, rel=0.05)


def test_the_compressed_cache_of_latent_attention_is_what_a_step_reads():
    floor = latency("deepseek-ai/DeepSeek-V3", "h200-sxm-141gb", "fp8", (10_000, 1), count=8)
    cache = next(term for term in floor.time_per_output_token.floor.terms if term.name == "KV cache")

    assert cache.expected == pytest.approx(61 * 576 * 1 * 10_000 / 4800e9 / 8 * 1e3)


def test_a_window_bounds_what_a_step_reads():
    short, long = (
        latency("mistralai/Mistral-7B-v0.1", tokens=(tokens, 1)).time_per_output_token.floor.expected
        for tokens in (4096, 32_000)
    )

    assert long == pytest.approx(short)


def test_requests_in_flight_take_at_least_their_share_of_the_hardware():
    alone, many = (latency(LLAMA_8B, tokens=(2048, 64), concurrency=each) for each in (1, 64))

    assert many.request.floor.expected > 5 * alone.request.floor.expected
    assert many.time_per_output_token.floor.expected == alone.time_per_output_token.floor.expected
    rate = in_flight(1.0, 1e6 / many.request.floor.expected)
    assert rate <= many.rate.bound.expected * 1.001


def test_the_fastest_variant_that_may_be_meant_bounds_from_below():
    either = latency(LLAMA_8B, "H100").time_per_output_token.floor.expected
    fastest = latency(LLAMA_8B, "h100-nvl-94gb").time_per_output_token.floor.expected

    assert either == pytest.approx(fastest)


def test_an_unverified_bandwidth_bounds_nothing():
    band = latency(LLAMA_8B, "h20-141gb", tokens=(1, 2)).time_per_output_token

    assert band.floor.expected == 0.0
    assert band.typical.expected > 3.0


def test_an_unknown_bandwidth_is_undecided():
    with pytest.raises(Undecided, match="bandwidth"):
        _ = latency(LLAMA_8B, "ascend-910b-64gb").time_per_output_token
    with pytest.raises(Undecided, match="verified"):
        _ = latency(LLAMA_8B, "h20-141gb").rate


def test_an_encoder_answers_with_one_pass_and_writes_no_tokens():
    estimate = latency("BAAI/bge-large-en-v1.5", "l4-24gb", "fp16", (512, 1), engine="tei")

    assert estimate.request.floor.expected == estimate.time_to_first_token.floor.expected
    assert estimate.request.floor.expected == pytest.approx(2.75, rel=0.1)  # 2 x 303M x 512 / 121 TFLOPS
    with pytest.raises(Undecided, match="generates no tokens"):
        _ = estimate.time_per_output_token


def test_speech_is_read_by_an_encoder_and_written_by_a_decoder():
    estimate = latency("openai/whisper-large-v3", "l4-24gb", "fp16", (1500, 128), engine="vllm")
    weights = estimate.time_per_output_token.floor.terms[0].expected

    decoder = 32 * (8 * 1280**2 + 2 * 1280 * 5120) + 51866 * 1280
    assert weights == pytest.approx(decoder * 2 / 300e9 * 1e3, rel=0.02)
    assert estimate.time_to_first_token.floor.expected > 2 * 32 * 12 * 1280**2 * 1500 / 121e12 * 1e3


def test_diffusion_is_undecided_with_a_reason():
    with pytest.raises(Undecided, match="denoises"):
        latency("stabilityai/stable-diffusion-xl-base-1.0")


def test_the_encoder_of_a_vision_language_model_is_said_to_be_left_out():
    notes = latency("Qwen/Qwen2.5-VL-7B-Instruct").notes

    assert len(notes) == 1
    assert "not modelled" in notes[0]


def test_what_loosens_the_bounds_is_said():
    assert latency(LLAMA_8B, speculative=True).question.loosened
    assert latency(LLAMA_8B, prefix_cached=True).question.loosened
    assert latency(LLAMA_8B, count=8, tensor_parallel=1).question.loosened
    assert not latency(LLAMA_8B).question.loosened


def test_copies_of_a_model_multiply_its_rate():
    one, eight = (latency(LLAMA_8B, count=each, tensor_parallel=1).rate for each in (1, 8))

    assert eight.bound.expected == pytest.approx(8 * one.bound.expected)
    assert eight.typical.expected == pytest.approx(8 * one.typical.expected)


def test_littles_law_and_utilisation():
    rate = latency(LLAMA_8B).rate

    assert in_flight(5.0, 2000.0) == 10.0
    assert utilisation(rate.bound.expected, rate, replicas=2)[0] == pytest.approx(0.5)
    assert utilisation(rate.typical.expected, rate)[1] == pytest.approx(1.0)
