"""Sizes of checkpoints on disk, against what hubs list for the very files."""

from dataclasses import replace

import pytest

from modelspec_lint.knowledge_base import Estimate, KnowledgeBase, Model
from modelspec_lint.knowledge_base.artifact import artifact_size

GIB, GB = 2**30, 10**9
TWICE = ("openai/gpt-oss-20b", "openai/gpt-oss-120b")  # the repository holds original/ beside the weights


def size_of(name: str, precision: str) -> Estimate:
    knowledge = KnowledgeBase.load()
    return artifact_size(knowledge.models.get(name), knowledge.precisions.get(precision))


def without_listing(model: Model) -> Model:
    return replace(model, recipe={key: each for key, each in model.recipe.items() if key != "checkpoint_gib"})


def listed() -> list[Model]:
    return [model for model in KnowledgeBase.load().models if "checkpoint_gib" in model.recipe]


def test_computed_sizes_are_those_that_hubs_list() -> None:
    """Of the models whose files are listed, recomputed without looking at the listing."""
    knowledge = KnowledgeBase.load()
    errors, inside = [], 0
    models = [model for model in listed() if model.id not in TWICE]
    for model in models:
        size = artifact_size(without_listing(model), knowledge.precisions.get(model.precision))
        files = model.recipe["checkpoint_gib"] * GIB / GB
        errors.append(abs(size.expected / files - 1))
        inside += size.low * 0.999 <= files <= size.high * 1.001
    assert len(models) >= 50
    assert sorted(errors)[len(errors) // 2] <= 0.0005
    assert sorted(errors)[int(0.95 * len(errors))] <= 0.005
    assert inside == len(models)


@pytest.mark.parametrize(
    "model", [each for each in listed() if each.id not in TWICE], ids=lambda each: each.id
)
def test_a_listed_size_is_exact(model: Model) -> None:
    size = size_of(model.id, model.precision)
    assert size.exact
    assert size.expected == pytest.approx(model.recipe["checkpoint_gib"] * GIB / GB)


@pytest.mark.parametrize("name", TWICE)
def test_a_repository_that_holds_the_weights_twice_is_left_open(name: str) -> None:
    size = size_of(name, "mxfp4")
    files = KnowledgeBase.load().models.get(name).recipe["checkpoint_gib"] * GIB / GB
    assert size.high == pytest.approx(files)
    assert size.expected == pytest.approx(files / 2, rel=0.002)


# model, precision, GB of the published repackaging
REPACKAGED = [
    (
        "meta-llama/Llama-3.1-8B-Instruct",
        "awq",
        5.73,
    ),  # hugging-quants/...-AWQ-INT4, 5.33 GiB (estimates.md 1)
    ("meta-llama/Llama-3.1-70B-Instruct", "q4_k_m", 42.5),  # bartowski, 42.52 GB
]


@pytest.mark.parametrize(("name", "precision", "gigabytes"), REPACKAGED)
def test_repackagings_have_the_size_that_is_published(name: str, precision: str, gigabytes: float) -> None:
    size = size_of(name, precision)
    assert size.low <= gigabytes <= size.high
    assert size.expected == pytest.approx(gigabytes, rel=0.01)


def test_prediction_layers_are_part_of_the_files_and_may_be_left_out_of_repackagings() -> None:
    layers = {term.name: term for term in size_of("deepseek-ai/DeepSeek-V3", "awq").terms}[
        "prediction layers"
    ]
    assert (layers.low, layers.expected > 0) == (0.0, True)
    published = {term.name: term for term in size_of("deepseek-ai/DeepSeek-V3", "fp8").terms}
    assert published["prediction layers"].low == pytest.approx(13_463_426_304 / GB)


def test_a_model_that_cannot_be_recounted_is_left_open_between_all_and_nothing_quantised() -> None:
    size = size_of("Zyphra/Zamba2-2.7B", "fp8")
    assert (size.low, size.high) == (
        pytest.approx(2_662_214_560 / GB),
        pytest.approx(2 * 2_662_214_560 / GB + 0.04),
    )
