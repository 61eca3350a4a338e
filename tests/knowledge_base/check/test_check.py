"""The check of the facts: clean as they are, and awake when one of them is changed."""

from dataclasses import replace

import pytest

from modelspec_lint.knowledge_base import Accelerator, KnowledgeBase, Model
from modelspec_lint.knowledge_base.check import check_facts, check_model
from modelspec_lint.knowledge_base.check.accelerators import accelerator_problems
from modelspec_lint.knowledge_base.check.instances import instance_problems

LLAMA = "meta-llama/Llama-3.1-8B-Instruct"


def model(name: str) -> Model:
    return KnowledgeBase.load().models.get(name)


def accelerator(name: str) -> Accelerator:
    return KnowledgeBase.load().accelerators.get(name)


def test_the_built_in_facts_hold_together() -> None:
    found = check_facts(KnowledgeBase.load())
    assert found.problems == ()
    assert found.verdicts["off"] == 0
    assert found.verdicts["exact"] >= 845
    assert all(each.reason for each in found.not_recountable)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"ffn": 14_000}, "8,030,261,248 parameters are stated, 7,898,140,672 follow from its dimensions"),
        (
            {"vocabulary": 32_000},
            "8,030,261,248 parameters are stated, 7,241,732,096 follow from its dimensions",
        ),
        (
            {"tied_embeddings": True},
            "8,030,261,248 parameters are stated, 7,504,924,672 follow from its dimensions",
        ),
        ({"kv_heads": 32}, "8,030,261,248 parameters are stated, 8,835,567,616 follow from its dimensions"),
        ({"parameters": 7_000_000_000}, "7,000,000,000 parameters are stated, 8,030,261,248 follow"),
    ],
)
def test_a_wrong_dimension_is_found(change: dict[str, object], problem: str) -> None:
    checked = check_model(replace(model(LLAMA), **change))  # type: ignore[arg-type]
    assert checked.verdict == "off"
    assert checked.problems[0].startswith(problem)


def test_a_difference_below_one_percent_is_no_problem() -> None:
    stated = model(LLAMA).parameters + 80_000_000
    checked = check_model(replace(model(LLAMA), parameters=stated))
    assert (checked.verdict, checked.problems) == ("within 1 %", ())


def test_a_stored_total_that_nothing_explains_is_found() -> None:
    checked = check_model(
        replace(model(LLAMA), recipe={**model(LLAMA).recipe, "stored_parameters": 9_000_000_000})
    )
    assert checked.problems == (
        "its files hold 9,000,000,000 numbers, of which 969,738,752 are neither parameters nor explained",
    )


def test_a_wrong_count_of_active_parameters_is_found() -> None:
    mixtral = model("mistralai/Mixtral-8x7B-Instruct-v0.1")
    checked = check_model(replace(mixtral, active_parameters=46_702_792_704))
    assert checked.problems == ("46,702,792,704 active parameters are stated, 12,879,925,248 follow",)


def test_a_wrong_prediction_layer_is_found() -> None:
    deepseek = model("deepseek-ai/DeepSeek-V3")
    recipe = {**deepseek.recipe, "multi_token_prediction_parameters": 14_000_000_000}
    problems = check_model(replace(deepseek, recipe=recipe)).problems
    assert problems[-1] == (
        "its prediction layer is said to have 14,000,000,000 parameters; "
        "13,463,426,304 is the nearest that follows"
    )


def test_a_wrong_cache_is_found() -> None:
    cache = model(LLAMA).cache
    assert cache is not None
    wrong = replace(model(LLAMA), cache=(replace(cache[0], elements=4096),))
    assert check_model(wrong).problems == ("a full layer keeps 4,096 elements per token; 2,048 follow",)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            {"tflops": {"bf16": 989.4, "fp8": 3957.8}},
            "fp8 is 4.0 x as fast as bf16: a rate with sparsity?",
        ),
        (
            {"largest_memory_gib": 81.0},
            "up to 81 GiB are visible of an accelerator that is sold with 80 GB",
        ),
        (
            {"visible_memory_gib": (79.0, 80.5)},
            "80.5 GiB are visible, but no configuration is said to show more than 79.65 GiB",
        ),
        ({"unsupported_precisions": ("fp8",)}, "fp8 is unsupported and is not"),
        ({"interconnect": None}, "8 are joined by a fast interconnect that is not described"),
        (
            {"interconnect": {"kind": "NVLink", "scope": "node"}},
            "the speed of NVLink is neither stated nor marked as unverified",
        ),
        ({"compute_capability": (8, 0)}, "fp8 has a rate, but compute capability 8.0 does not multiply it"),
    ],
)
def test_a_contradiction_in_an_accelerator_is_found(change: dict[str, object], problem: str) -> None:
    wrong = replace(accelerator("h100-sxm5-80gb"), **change)  # type: ignore[arg-type]
    assert problem in [each.message for each in accelerator_problems(wrong)]


def test_a_price_that_cannot_be_is_found() -> None:
    knowledge = KnowledgeBase.load()
    accelerators = {each.id: each for each in knowledge.accelerators}
    small, large = knowledge.instances.get("g6.xlarge"), knowledge.instances.get("g6.48xlarge")
    wrong = (small, replace(large, usd_per_hour=0.5, spot_usd_per_hour=0.6))
    assert [each.message for each in instance_problems(wrong, accelerators)] == [
        "its spot price of 0.6 USD/h is above the list price of 0.5",
        "one accelerator costs 0.80 USD/h, 12.9 x as much as in g6.48xlarge",
        "it has at least what g6.xlarge has, and costs 0.5 USD/h, not 0.8048",
    ]


def test_every_licence_of_a_model_is_held() -> None:
    knowledge = KnowledgeBase.load()
    assert {model.license for model in knowledge.models} - {None} - set(knowledge.licences.ids()) == set()
