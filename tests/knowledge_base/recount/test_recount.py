"""Parameters recounted from dimensions, against totals that hubs report for the very checkpoints."""

from dataclasses import replace

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase, Model
from modelspec_lint.knowledge_base.recount import (
    NotRecountable,
    prediction_layers,
    recount_parameters,
    stored_of,
)

# model, parameters: the Hub API's safetensors.total where nothing but parameters is stored
EXACT = [
    ("meta-llama/Llama-3.1-8B-Instruct", 8_030_261_248),
    ("Qwen/Qwen2.5-7B-Instruct", 7_615_616_512),
    ("mistralai/Mixtral-8x7B-Instruct-v0.1", 46_702_792_704),
    ("Qwen/Qwen3-30B-A3B", 30_532_122_624),
    ("deepseek-ai/DeepSeek-V2-Lite", 15_706_484_224),
    ("ai21labs/Jamba-v0.1", 51_570_323_328),
    ("nvidia/NVIDIA-Nemotron-3-Nano-30B-A3B-BF16", 31_577_937_344),
    ("ibm-granite/granite-4.0-h-small", 32_207_337_984),
    ("tiiuae/Falcon-H1-0.5B-Instruct", 521_411_104),
    ("tiiuae/falcon-mamba-7b", 7_272_665_088),
    ("LiquidAI/LFM2-350M", 354_483_968),
    ("MiniMaxAI/MiniMax-Text-01", 456_089_655_296),
    ("nvidia/Llama-3_3-Nemotron-Super-49B-v1", 49_867_145_216),
    ("nomic-ai/nomic-embed-text-v1.5", 136_731_648),
    ("jinaai/jina-embeddings-v2-base-en", 137_368_320),
    ("nvidia/NV-Embed-v2", 7_851_016_192),
    ("moonshotai/Kimi-Linear-48B-A3B-Instruct", 49_122_681_728),
    ("Snowflake/snowflake-arctic-instruct", 478_584_608_768),
    ("CohereLabs/North-Mini-Code-1.0", 30_484_303_872),
    ("nomic-ai/nomic-embed-text-v2-moe", 475_292_928),
    ("meta-llama/Prompt-Guard-86M", 278_218_752),
]


def model(name: str) -> Model:
    return KnowledgeBase.load().models.get(name)


@pytest.mark.parametrize(("name", "parameters"), EXACT)
def test_a_recount_hits_the_stored_total_to_the_parameter(name: str, parameters: int) -> None:
    assert recount_parameters(model(name)).parameters == parameters


# two sizes with the same tower, its projection's outputs being as wide as the language model
SAME_TOWER = [
    ("google/gemma-4-E4B-it", 42 + (768 + 1536) * 2560, "google/gemma-4-E2B-it", 35 + (768 + 1536) * 1536),
    ("google/gemma-4-31B-it", 1152 * 5376, "google/gemma-4-26B-A4B-it", 1152 * 2816),
    ("google/gemma-3n-E4B-it", 0, "google/gemma-3n-E2B-it", 0),
]


@pytest.mark.parametrize(("one", "projection", "other", "other_projection"), SAME_TOWER)
def test_sizes_of_a_family_leave_the_same_vision_and_audio_towers(
    one: str, projection: int, other: str, other_projection: int
) -> None:
    def tower(name: str, beside: int) -> int:
        return model(name).parameters - recount_parameters(model(name)).parameters - beside

    assert tower(one, projection) == tower(other, other_projection)


def test_the_parts_add_up_and_say_where_the_parameters_are() -> None:
    parts = {part.name: part for part in recount_parameters(model("meta-llama/Llama-3.1-8B-Instruct")).parts}
    assert {name: part.count for name, part in parts.items()} == {
        "attention": 32 * 2 * 4096 * 4096,
        "keys and values": 32 * 2 * 4096 * 1024,
        "embeddings": 128_256 * 4096,
        "feed-forward": 32 * 3 * 4096 * 14_336,
        "norms": 65 * 4096,
        "head": 128_256 * 4096,
    }


def test_one_token_uses_only_the_experts_that_it_is_sent_to() -> None:
    counted = recount_parameters(model("mistralai/Mixtral-8x7B-Instruct-v0.1"))
    assert counted.active_parameters == 12_879_925_248
    experts = next(part for part in counted.parts if part.role == "expert")
    assert experts.used * 4 == experts.count


def test_a_tied_head_is_counted_once() -> None:
    tied = model("meta-llama/Llama-3.2-1B")
    untied = replace(tied, tied_embeddings=False)
    assert recount_parameters(untied).parameters - recount_parameters(tied).parameters == 128_256 * 2048


def test_the_prediction_layer_of_deepseek_v3_carries_two_tables() -> None:
    assert 13_463_426_304 in prediction_layers(model("deepseek-ai/DeepSeek-V3"))


def test_stored_totals_are_explained_by_what_is_stored_beside_the_model() -> None:
    stored = stored_of(model("EleutherAI/pythia-160m"))
    assert stored is not None
    assert [(extra.name, extra.count) for extra in stored.extras] == [("causal masks", 12 * 2048 * 2048)]
    assert stored.unexplained == 96


def test_a_model_of_an_unknown_architecture_is_not_recounted() -> None:
    with pytest.raises(NotRecountable, match="no formula for its architecture"):
        recount_parameters(replace(model("meta-llama/Llama-3.2-1B"), recipe={}))


def test_a_missing_dimension_is_named() -> None:
    with pytest.raises(NotRecountable, match="the entry does not state `ffn`"):
        recount_parameters(replace(model("meta-llama/Llama-3.2-1B"), ffn=None))
