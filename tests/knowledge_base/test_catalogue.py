"""Every name of every fact leads to that fact, however it is spelled; suggestions help and never decide."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelspec_lint.knowledge_base import Catalogue, KnowledgeBase
from modelspec_lint.knowledge_base.names import key

CATALOGUES = ("models", "accelerators", "precisions", "engines", "workloads", "instances")


def catalogue(name: str) -> Catalogue[Any]:
    found: Catalogue[Any] = getattr(KnowledgeBase.load(), name)
    return found


def named(name: str) -> Iterator[tuple[str, str]]:
    for fact in catalogue(name):
        yield fact.id, fact.id
        for alias in fact.aliases:
            yield alias, fact.id


@pytest.mark.parametrize("name", CATALOGUES)
def test_every_alias_leads_to_its_fact(name: str) -> None:
    wrong = [
        (alias, identifier)
        for alias, identifier in named(name)
        if [fact.id for fact in catalogue(name).resolve(alias).facts] != [identifier]
    ]
    assert wrong == []


@pytest.mark.parametrize("name", CATALOGUES)
def test_case_and_separators_do_not_matter(name: str) -> None:
    spelled = (
        (variant, identifier)
        for alias, identifier in named(name)
        for variant in (
            alias.upper(),
            alias.lower(),
            alias.replace("-", "_"),
            alias.replace("_", "-"),
            alias.replace("-", " "),
            f" {alias} ",
        )
    )
    wrong = [
        (variant, identifier)
        for variant, identifier in spelled
        if [fact.id for fact in catalogue(name).resolve(variant).facts] != [identifier]
    ]
    assert wrong == []


@pytest.mark.parametrize("name", ["models", "accelerators"])
def test_a_shared_name_lists_every_candidate_and_decides_nothing(name: str) -> None:
    for fact in catalogue(name):
        for alias in fact.ambiguous_aliases:
            match = catalogue(name).resolve(alias)
            assert fact in match.facts
            assert (match.certainty, match.fact) == ("ambiguous", None)


def test_every_node_label_leads_to_its_accelerator() -> None:
    for accelerator in KnowledgeBase.load().accelerators:
        for label in (each for labels in accelerator.kubernetes_labels.values() for each in labels):
            assert KnowledgeBase.load().accelerators.resolve(label).fact is accelerator
            assert KnowledgeBase.load().accelerators.resolve(f"{label}-SHARED").shared


def test_every_published_checkpoint_leads_to_its_model_and_precision() -> None:
    for model in KnowledgeBase.load().models:
        for checkpoint, precision in model.checkpoints.items():
            match = KnowledgeBase.load().models.resolve(checkpoint)
            assert (match.fact, match.certainty, match.precision_hint) == (model, "derived", precision)


@given(st.text(max_size=60))
def test_any_text_has_an_answer(text: str) -> None:
    for name in CATALOGUES:
        match = catalogue(name).resolve(text)
        assert (match.certainty == "unknown") == (not match.facts)
        assert match.reason


@given(st.text(alphabet="abcxyz0189-_. /:+", max_size=30))
def test_a_key_is_its_own_key(text: str) -> None:
    assert key(key(text)) == key(text)


@pytest.mark.parametrize(
    ("name", "misspelled", "suggested"),
    [
        ("models", "llama-3-8b-instuct", "meta-llama/Meta-Llama-3-8B-Instruct"),
        ("models", "meta-llama/Llama-3.1-8B-Instrct", "meta-llama/Llama-3.1-8B-Instruct"),
        ("models", "qwen2.5-7b-instrukt", "Qwen/Qwen2.5-7B-Instruct"),
        ("accelerators", "nvidia-a100-80bg", "a100-sxm4-80gb"),
        ("accelerators", "h100-smx5-80gb", "h100-sxm5-80gb"),
        ("precisions", "bflot16", "bf16"),
        ("engines", "vlm", "vllm"),
        ("engines", "sgalng", "sglang"),
        ("workloads", "text-generaton", "text-generation"),
    ],
)
def test_a_misspelling_gets_a_suggestion(name: str, misspelled: str, suggested: str) -> None:
    assert catalogue(name).resolve(misspelled).facts == ()
    assert suggested in catalogue(name).suggest(misspelled)


@pytest.mark.parametrize("name", CATALOGUES)
def test_nonsense_gets_no_suggestion(name: str) -> None:
    assert catalogue(name).suggest("") == ()
    assert catalogue(name).suggest("ßßß ©©© ßßßßß ©©©©©©") == ()


def test_suggestions_are_limited_and_stable() -> None:
    models = KnowledgeBase.load().models
    first = models.suggest("llama-3-8b-instrut", 5)
    assert len(first) == len(set(first)) <= 5
    assert models.suggest("llama-3-8b-instrut", 5) == first


def test_an_absent_id_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        KnowledgeBase.load().models.get("nobody/nothing")


@pytest.mark.parametrize(
    ("name", "written", "identifier"),
    [
        ("engines", "TGI", "tgi"),
        ("engines", "text-generation-inference", "tgi"),
        ("engines", "trt-llm", "tensorrt-llm"),
        ("engines", "TensorRT_LLM", "tensorrt-llm"),
        ("engines", "trtllm", "tensorrt-llm"),
        ("engines", "HuggingFace", "transformers"),
        ("engines", "hf", "transformers"),
        ("engines", "llamacpp", "llama.cpp"),
        ("engines", "llama-cpp", "llama.cpp"),
        ("engines", "Ray Serve", "ray-serve"),
        ("engines", "triton-inference-server", "triton"),
        ("engines", "text-embeddings-inference", "tei"),
        ("engines", "OpenLLM", "bentoml"),
        ("engines", "nvidia-nim", "nim"),
        ("precisions", "bfloat16", "bf16"),
        ("precisions", "torch.bfloat16", "bf16"),
        ("precisions", "half", "fp16"),
        ("precisions", "float16", "fp16"),
        ("precisions", "FP8", "fp8"),
        ("precisions", "fp8_e4m3", "fp8"),
        ("precisions", "float8", "fp8"),
        ("precisions", "w8a8-fp8", "fp8"),
        ("precisions", "int8", "int8"),
        ("precisions", "gptq", "gptq"),
        ("precisions", "gptq-int4", "gptq-int4"),
        ("precisions", "AWQ", "awq"),
        ("precisions", "awq-int4", "awq"),
        ("precisions", "int4", "int4"),
        ("precisions", "w4a16", "w4a16"),
        ("precisions", "nf4", "nf4"),
        ("precisions", "bitsandbytes-4bit", "bnb-4bit"),
        ("precisions", "bitsandbytes", "bitsandbytes"),
        ("precisions", "4bit", "4bit"),
        ("precisions", "mxfp4", "mxfp4"),
        ("precisions", "NVFP4", "nvfp4"),
        ("precisions", "fp4", "fp4"),
        ("precisions", "Q4_K_M", "q4_k_m"),
        ("precisions", "q4-k-m", "q4_k_m"),
        ("precisions", "q8_0", "q8_0"),
        ("precisions", "IQ1_S", "iq1_s"),
        ("precisions", "UD-Q4_K_XL", "q4_k_xl"),
        ("workloads", "chat", "text-generation"),
        ("workloads", "chat-completion", "text-generation"),
        ("workloads", "embedding", "feature-extraction"),
        ("workloads", "rerank", "text-ranking"),
        ("workloads", "ASR", "automatic-speech-recognition"),
        ("workloads", "vision-language", "image-text-to-text"),
        ("workloads", "moderation", "guardrail"),
        ("instances", "p5.48xlarge", "p5.48xlarge"),
        ("instances", "standard_nc24ads_a100_v4", "Standard_NC24ads_A100_v4"),
    ],
)
def test_what_people_write_is_understood(name: str, written: str, identifier: str) -> None:
    fact = catalogue(name).resolve(written).fact
    assert fact is not None
    assert fact.id == identifier


@pytest.mark.parametrize("name", CATALOGUES)
def test_unknown_names_stay_unknown(name: str) -> None:
    assert catalogue(name).resolve("no such thing").certainty == "unknown"
