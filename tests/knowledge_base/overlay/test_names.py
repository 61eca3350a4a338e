"""The names of an overlay's entries lead to them; a name of two entries is a mistake."""

from __future__ import annotations

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase

BASE = "meta-llama/Llama-3.1-8B-Instruct"
TUNED = f"models: [{{id: acme/support-llm, based-on: {BASE}, aliases: [helpdesk]}}]"


@pytest.mark.parametrize(
    ("name", "certainty", "precision"),
    [
        ("acme/support-llm", "exact", None),
        ("Acme/Support_LLM", "alias", None),
        ("helpdesk", "alias", None),
        ("hf://acme/support-llm", "exact", None),
        ("acme/support-llm@main", "exact", None),
        ("s3://models/acme/support-llm/", "derived", None),
        ("/mnt/acme/support-llm-awq", "derived", "awq"),
        ("acme/support-llm-AWQ", "derived", "awq"),
        ("acme/support-llm-GPTQ-Int4", "derived", "gptq-int4"),
        ("acme/helpdesk-FP8", "derived", "fp8"),
        ("RedHatAI/helpdesk-quantized.w8a8", "derived", "w8a8"),
        ("acme/support-llm-GGUF:Q4_K_M", "derived", "q4_k_m"),
    ],
)
def test_every_spelling_of_a_fine_tune_leads_to_it(lay, name, certainty, precision) -> None:
    match = lay(TUNED).models.resolve(name)
    assert match.fact is not None
    assert (match.fact.id, match.precision_hint) == ("acme/support-llm", precision)
    assert match.certainty == certainty


def test_two_publishers_may_have_the_same_name(lay) -> None:
    knowledge = lay(
        f"models: [{{id: acme/chat-pro, based-on: {BASE}}}, {{id: globex/chat-pro, based-on: {BASE}}}]"
    )
    for name in ("acme/chat-pro", "globex/chat-pro"):
        assert knowledge.models.resolve(name).fact is knowledge.models.get(name)
        assert knowledge.models.resolve(f"{name}-AWQ").fact is knowledge.models.get(name)
    assert knowledge.models.resolve("chat-pro").fact is None


def test_a_new_model_takes_the_name_of_no_other(lay) -> None:
    knowledge = lay(f"models: [{{id: acme/Llama-3.1-8B-Instruct, based-on: {BASE}}}]")
    assert knowledge.models.resolve("llama-3.1-8b-instruct").fact is knowledge.models.get(BASE)
    own = knowledge.models.get("acme/Llama-3.1-8B-Instruct")
    assert knowledge.models.resolve("acme/llama-3.1-8b-instruct").fact is own
    assert knowledge.models.resolve("acme/Llama-3.1-8B-Instruct-AWQ").fact is own


@pytest.mark.parametrize("name", ["support-llm", "globex/support-llm", "globex/support-llm-AWQ"])
def test_another_publishers_model_of_the_same_name_is_not_the_fine_tune(lay, name) -> None:
    assert lay(TUNED).models.resolve(name).facts == ()


def test_an_ambiguous_name_is_decided_by_who_gives_it_to_one(lay) -> None:
    assert KnowledgeBase.load().accelerators.resolve("a100").certainty == "ambiguous"
    knowledge = lay("accelerators: [{id: a100-sxm4-80gb, aliases: [a100]}]")
    assert knowledge.accelerators.resolve("A100").fact is knowledge.accelerators.get("a100-sxm4-80gb")


def test_a_new_candidate_joins_an_ambiguous_name(lay) -> None:
    knowledge = lay("accelerators: [{id: a100-acme, based-on: a100-sxm4-80gb, ambiguous-aliases: [a100]}]")
    match = knowledge.accelerators.resolve("a100")
    assert (match.certainty, match.fact) == ("ambiguous", None)
    assert knowledge.accelerators.get("a100-acme") in match.facts


def test_a_node_label_leads_to_a_new_accelerator(lay) -> None:
    knowledge = lay(
        "accelerators:\n"
        "  - id: l4-acme\n"
        "    based-on: l4-24gb\n"
        "    kubernetes-labels: {acme.example/gpu: [acme-l4-node]}\n"
    )
    assert knowledge.accelerators.resolve("ACME-L4-NODE").fact is knowledge.accelerators.get("l4-acme")


def test_a_checkpoint_of_ones_own_leads_to_its_model_and_precision(lay) -> None:
    knowledge = lay(f"models: [{{id: {BASE}, checkpoints: {{acme/llama-small: awq}}}}]")
    match = knowledge.models.resolve("acme/llama-small")
    assert (match.fact, match.precision_hint) == (knowledge.models.get(BASE), "awq")


def test_a_name_of_another_entry_is_a_mistake(mistakes_of) -> None:
    assert mistakes_of("engines:\n  - {id: sglang, aliases: [ours, VLLM]}\n") == [
        "1.yaml:5:34: engine sglang: `VLLM` already names vllm"
    ]


def test_one_name_for_two_new_entries_is_a_mistake(mistakes_of) -> None:
    text = (
        "models:\n"
        f"  - {{id: acme/one, based-on: {BASE}, aliases: [house-llm]}}\n"
        f"  - {{id: acme/two, based-on: {BASE}, aliases: [House_LLM]}}\n"
    )
    assert mistakes_of(text) == ["1.yaml:6:74: model acme/two: `House_LLM` already names acme/one"]


def test_a_name_of_an_earlier_layers_entry_is_a_mistake(mistakes_of) -> None:
    first = f"models: [{{id: acme/one, based-on: {BASE}, aliases: [house-llm]}}]"
    assert mistakes_of(first, "models:\n  - {id: acme/two, based-on: acme/one, aliases: [house-llm]}\n") == [
        "2.yaml:5:50: model acme/two: `house-llm` already names acme/one"
    ]


def test_a_new_entry_under_another_name_of_a_known_one_is_a_mistake(mistakes_of) -> None:
    assert mistakes_of("accelerators:\n  - {id: A100-SXM4-80GB, power-w: 300}\n") == [
        "1.yaml:5:10: `A100-SXM4-80GB` is another name of `a100-sxm4-80gb`; that is the id to change"
    ]


def test_a_name_of_a_published_checkpoint_is_a_mistake(mistakes_of) -> None:
    model = next(model for model in KnowledgeBase.load().models if model.checkpoints)
    name, precision = next(iter(model.checkpoints.items()))
    assert mistakes_of(f"models:\n  - id: acme/one\n    based-on: {BASE}\n    aliases: ['{name}']\n") == [
        f"1.yaml:7:15: model acme/one: `{name}` already names a {precision} checkpoint of {model.id}"
    ]


def test_a_checkpoint_with_the_name_of_a_model_is_a_mistake(mistakes_of) -> None:
    text = f"models:\n  - id: {BASE}\n    checkpoints: {{Qwen/Qwen3-8B: awq}}\n"
    assert mistakes_of(text) == [f"1.yaml:6:19: model {BASE}: `Qwen/Qwen3-8B` already names Qwen/Qwen3-8B"]


def test_a_name_that_is_an_alias_cannot_be_ambiguous(mistakes_of) -> None:
    text = "accelerators:\n  - {id: l4-24gb, ambiguous-aliases: [l40s-48gb]}\n"
    assert mistakes_of(text) == [
        "1.yaml:5:39: accelerator l4-24gb: `l40s-48gb` cannot be ambiguous: it names l40s-48gb"
    ]
