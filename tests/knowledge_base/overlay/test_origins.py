"""Every value says which layer states it, on whose word, and where."""

from __future__ import annotations

import pytest

from modelspec_lint.knowledge_base import (
    Declaration,
    KnowledgeBase,
    Origin,
    bind,
    estimate_memory,
    memory_request,
    ways_out,
)

BASE = "meta-llama/Llama-3.1-8B-Instruct"
BUILT_IN = KnowledgeBase.load()
TUNED = f"""
models:
  - id: acme/support
    based-on: {BASE}
    license: apache-2.0
    parameters: 8100000000
    source: model card
"""


def test_the_origin_of_a_stated_value_is_its_place(lay, tmp_path) -> None:
    knowledge = lay(TUNED)
    assert knowledge.origin("models", "acme/support", "license") == Origin(
        "acme", "2026.10", "model card", "acme/support", f"{tmp_path}/1.yaml:8:14"
    )
    assert str(knowledge.origin("models", "acme/support", "license")) == "acme 2026.10: model card"


def test_the_origin_of_what_was_taken_over_is_the_base(lay) -> None:
    origin = lay(TUNED).origin("models", "acme/support", "layers")
    assert origin == BUILT_IN.origin("models", BASE, "layers")
    assert (origin.layer, origin.version, origin.entry, origin.place) == (
        *("built-in", BUILT_IN.version),
        *(BASE, ""),
    )
    assert origin.source == "; ".join(BUILT_IN.models.get(BASE).sources)


def test_the_origin_of_a_changed_value_is_the_last_layer_that_states_it(lay) -> None:
    knowledge = lay(
        "workloads: [{id: text-generation, input-tokens: 4000, output-tokens: 500, source: first}]",
        "workloads: [{id: text-generation, input-tokens: 9000, source: second}]",
    )
    asked = {
        name: knowledge.origin("workloads", "text-generation", name).source
        for name in ("input-tokens", "input_tokens", "output-tokens")
    }
    assert asked == {"input-tokens": "second", "input_tokens": "second", "output-tokens": "first"}
    assert knowledge.origin("workloads", "text-generation", "name").layer == "built-in"


def test_the_origin_of_layers_over_layers_is_found_through_all(written) -> None:
    first, second = written(TUNED, "models: [{id: acme/next, based-on: acme/support, context: 4096}]")
    knowledge = KnowledgeBase.load([first]).with_overlays([second])
    asked = {
        name: knowledge.origin("models", "acme/next", name).entry for name in ("context", "license", "layers")
    }
    assert asked == {"context": "acme/next", "license": "acme/support", "layers": BASE}


def test_each_key_of_a_map_has_its_own_origin(lay) -> None:
    knowledge = lay("accelerators: [{id: h100-sxm5-80gb, tflops: {fp8: 1500, int8: null}}]")
    origins = {
        name: knowledge.origin("accelerators", "h100-sxm5-80gb", f"tflops.{name}")
        for name in ("fp8", "int8", "bf16", "fp1")
    }
    layers = {name: origin and origin.layer for name, origin in origins.items()}
    assert layers == {"fp8": "acme", "int8": "acme", "bf16": "built-in", "fp1": None}


def test_what_is_unknown_has_no_origin_unless_a_layer_says_so(lay) -> None:
    knowledge = lay(f"models: [{{id: {BASE}, context: null}}]")
    assert knowledge.origin("models", BASE, "context").layer == "acme"
    assert BUILT_IN.models.get(BASE).embedding_width is None
    assert knowledge.origin("models", BASE, "embedding-width") is None


def test_what_is_not_there_has_no_origin() -> None:
    with pytest.raises(KeyError):
        BUILT_IN.origin("models", "nobody/nothing", "layers")
    with pytest.raises(KeyError):
        BUILT_IN.origin("models", BASE, "flavour")


def test_sources_name_the_layer_and_what_it_states(lay) -> None:
    sources = lay(TUNED).models.get("acme/support").sources
    assert sources == (
        "acme 2026.10: model card (license, parameters)",
        *BUILT_IN.models.get(BASE).sources,
    )


def test_an_entry_without_a_source_has_that_of_its_file(lay) -> None:
    sources = lay("engines: [{id: vllm, name: our vLLM}]").engines.get("vllm").sources
    assert sources == ("acme 2026.10: wiki (name)", *BUILT_IN.engines.get("vllm").sources)


def test_estimates_name_the_layer_of_what_they_stand_on(lay) -> None:
    knowledge = lay(TUNED, "accelerators: [{id: l4-24gb, visible-memory-gib: [20, 20.5], source: our lab}]")
    declared = Declaration(model="acme/support", accelerator="l4-24gb", precision="bf16", engine="vllm")
    memory = estimate_memory(memory_request(declared, knowledge))
    assert memory.weights.source == "parameters stated by acme 2026.10: model card"
    assert memory.usable.source.startswith("NVIDIA L4, stated by acme 2026.10: our lab; ")


def too_large(knowledge: KnowledgeBase) -> list[str]:
    declared = Declaration(
        model=BASE, accelerator="t4-16gb", precision="fp16", engine="vllm", sequence_length=16384, batch=1
    )
    return [way.text for way in ways_out(memory_request(declared, knowledge), knowledge, "start")]


def test_a_price_of_an_instance_type_reaches_the_ways_out(lay) -> None:
    assert (
        too_large(BUILT_IN)[-2:]
        == [
            "1 x a10-24gb (from 0.75 USD an hour)",
            "1 x l4-24gb (from 0.80 USD an hour)",
        ]
        or "USD an hour" in too_large(BUILT_IN)[-1]
    )
    knowledge = lay("instances: [{id: p4de.24xlarge, usd-per-hour: 0.08, source: contract}]")
    assert "8 x a100-sxm4-80gb (0.08 USD an hour, acme 2026.10: contract)" in too_large(knowledge)


def test_a_price_of_an_accelerator_reaches_the_ways_out_whatever_the_lists_say(lay) -> None:
    text = "accelerators: [{{id: a100-sxm4-80gb, on-demand-usd-per-hour: {}, source: contract 2026-03}}]"
    cheap, dear = too_large(lay(text.format(0.05))), too_large(lay(text.format(900)))
    assert "1 x a100-sxm4-80gb (0.05 USD an hour, acme 2026.10: contract 2026-03)" in cheap
    assert not any("a100-sxm4-80gb" in way for way in dear)
    assert any("USD an hour" in way for way in dear)


def test_what_a_declaration_means_follows_the_overlay(lay) -> None:
    knowledge = lay("accelerators: [{id: a100-sxm4-80gb, aliases: [a100]}]")
    declared = Declaration(model=BASE, accelerator="a100")
    assert bind(declared, BUILT_IN).accelerator.fact is None
    assert bind(declared, knowledge).accelerator.fact is knowledge.accelerators.get("a100-sxm4-80gb")
