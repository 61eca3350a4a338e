"""The built-in facts hold together: nothing without a source, nothing that contradicts itself."""

import pytest

from modelspec_lint.knowledge_base import CacheLayers, KnowledgeBase

BYTES = 2  # bf16


def per_token(name: str) -> int:
    """Bytes of cache per token at 16 bits, every layer counted in full."""
    model = KnowledgeBase.load().models.get(name)
    assert model.cache is not None
    return sum(
        BYTES * layers.layers * layers.elements
        for layers in model.cache
        if layers.kind not in ("state", "cross")
    )


def test_all_facts_are_there() -> None:
    knowledge = KnowledgeBase.load()
    assert len(knowledge.models) >= 877
    assert len(knowledge.accelerators) >= 91
    assert len(knowledge.instances) >= 198


@pytest.mark.parametrize(
    "name", ["models", "accelerators", "precisions", "engines", "workloads", "instances"]
)
def test_every_fact_has_a_source(name: str) -> None:
    assert [fact.id for fact in getattr(KnowledgeBase.load(), name) if not fact.sources] == []


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("meta-llama/Meta-Llama-3-8B-Instruct", 131072),
        ("meta-llama/Llama-3.3-70B-Instruct", 327680),
        ("deepseek-ai/DeepSeek-V3", 70272),
        ("deepseek-ai/DeepSeek-V2-Lite", 31104),
        ("openai/gpt-oss-20b", 49152),
        ("google/gemma-3-27b-it", 507904),
        ("google/gemma-4-E2B-it", 18432),
        ("XiaomiMiMo/MiMo-V2-Flash", 222720),
        ("Qwen/Qwen3-Next-80B-A3B-Instruct", 24576),
        ("nvidia/Llama-3_3-Nemotron-Super-49B-v1", 200704),
        ("tiiuae/falcon-mamba-7b", 0),
        ("BAAI/bge-m3", 0),
    ],
)
def test_the_cache_of_a_token_is_as_its_source_says(model: str, expected: int) -> None:
    assert per_token(model) == expected


def test_an_indexer_is_kept_only_by_the_layers_that_have_one() -> None:
    assert KnowledgeBase.load().models.get("zai-org/GLM-5.2").cache == (
        CacheLayers("latent", 21, 576, indexer_bytes=132),
        CacheLayers("latent", 57, 576),
    )


def test_kinds_of_layers_keep_their_own_heads() -> None:
    assert KnowledgeBase.load().models.get("google/gemma-4-31B-it").cache == (
        CacheLayers("full", 10, 4096, heads=4),
        CacheLayers("sliding", 50, 8192, heads=16, window=1024),
    )


def test_a_cache_without_a_formula_is_unknown_and_not_empty() -> None:
    models = KnowledgeBase.load().models
    assert models.get("deepseek-ai/DeepSeek-V4-Flash").cache is None
    assert models.get("BAAI/bge-m3").cache == ()


def test_a_decoder_with_an_encoder_keeps_both_caches() -> None:
    assert KnowledgeBase.load().models.get("openai/whisper-large-v3").cache == (
        CacheLayers("full", 32, 2560, heads=20),
        CacheLayers("cross", 32, 2560, heads=20, window=1500),
    )


@pytest.mark.parametrize(
    ("model", "precision"),
    [
        ("meta-llama/Meta-Llama-3-8B-Instruct", "bf16"),
        ("deepseek-ai/DeepSeek-V3", "fp8"),
        ("openai/gpt-oss-120b", "mxfp4"),
        ("moonshotai/Kimi-K2-Thinking", "int4-g32-experts"),
        ("deepseek-ai/DeepSeek-V4-Pro", "fp8-mxfp4-experts"),
        ("Qwen/Qwen2.5-72B-Instruct-AWQ", "awq"),
    ],
)
def test_the_precision_is_that_of_the_published_checkpoint(model: str, precision: str) -> None:
    assert KnowledgeBase.load().models.get(model).precision == precision


def test_an_accelerator_shows_no_more_memory_than_its_largest_configuration() -> None:
    for accelerator in KnowledgeBase.load().accelerators:
        low, high = accelerator.visible_memory_gib
        assert 0 < low <= high <= accelerator.largest_memory_gib, accelerator.id
        if accelerator.driver_memory_mib is not None:
            assert accelerator.driver_memory_mib / 1024 <= accelerator.largest_memory_gib, accelerator.id


def test_a_rate_is_known_or_unsupported_or_unknown() -> None:
    for accelerator in KnowledgeBase.load().accelerators:
        stated = [*accelerator.tflops, *accelerator.unsupported_precisions, *accelerator.unknown_precisions]
        assert sorted(stated) == sorted(("fp32", "tf32", "bf16", "fp16", "fp8", "fp4", "int8", "int4")), (
            accelerator.id
        )


def test_bits_span_the_published_variants() -> None:
    for precision in KnowledgeBase.load().precisions:
        assert 0 < precision.bits_low <= precision.bits <= precision.bits_high <= 32, precision.id


def test_an_engine_refuses_and_reads_only_precisions_that_there_are() -> None:
    for engine in KnowledgeBase.load().engines:
        assert set(engine.precisions.values()) <= {"reads", "refuses"}, engine.id


def test_a_server_around_another_engine_says_that_its_engine_is_open() -> None:
    engines = KnowledgeBase.load().engines
    for name in ("triton", "ray-serve", "kserve", "nim", "bentoml"):
        assert engines.get(name).facts["wraps"] is True
        assert "memory" not in engines.get(name).facts


def test_what_is_measured_says_so() -> None:
    h100 = KnowledgeBase.load().accelerators.get("h100-sxm5-80gb")
    assert (h100.visible_memory_gib, h100.visible_memory_basis) == ((79.18, 79.22), "measured")
    assert any("10517" in source for source in h100.sources)


def test_the_version_says_when_the_facts_were_read() -> None:
    assert KnowledgeBase.load().version == "2026.11"
    assert len(KnowledgeBase.load().digest) == 64
