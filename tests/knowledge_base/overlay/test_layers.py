"""Later layers win, field by field; what is based on something states only what differs."""

from __future__ import annotations

from pathlib import Path

import pytest

from modelspec_lint.knowledge_base import CacheLayers, KnowledgeBase

BASE = "meta-llama/Llama-3.1-8B-Instruct"
BUILT_IN = KnowledgeBase.load()


def test_without_overlays_the_facts_are_the_built_in_ones_themselves() -> None:
    assert KnowledgeBase.load(()) is BUILT_IN
    assert BUILT_IN.layers == ()


def test_a_field_of_a_known_entry_is_changed_and_the_others_stay(lay) -> None:
    price = lay("instances: [{id: p5.48xlarge, usd-per-hour: 20.5}]").instances.get("p5.48xlarge")
    listed = BUILT_IN.instances.get("p5.48xlarge")
    assert (price.usd_per_hour, price.count, price.accelerator, price.vcpus) == (
        *(20.5, 8, "h100-sxm5-80gb"),
        listed.vcpus,
    )
    assert listed.usd_per_hour != 20.5


def test_a_price_without_its_date_has_none(lay) -> None:
    text = "instances: [{{id: p5.48xlarge, usd-per-hour: 20.5{more}}}]"
    bare = lay(text.format(more="")).instances.get("p5.48xlarge")
    dated = lay(text.format(more=", price-date: '2026-03-01', region: eu-west-1")).instances.get(
        "p5.48xlarge"
    )
    assert BUILT_IN.instances.get("p5.48xlarge").price_date is not None
    assert (bare.price_date, bare.region) == (None, None)
    assert (dated.price_date, dated.region) == ("2026-03-01", "eu-west-1")


def test_of_two_layers_the_later_wins_and_the_earlier_keeps_the_rest(lay) -> None:
    first = "workloads: [{id: text-generation, input-tokens: 4000, output-tokens: 500}]"
    second = "workloads: [{id: text-generation, input-tokens: 9000}]"
    workload = lay(first, second).workloads.get("text-generation")
    assert (workload.input_tokens, workload.output_tokens) == (9000, 500)
    assert lay(second, first).workloads.get("text-generation").input_tokens == 4000


def test_layers_can_be_laid_over_layers(written) -> None:
    first, second = written(
        "workloads: [{id: text-generation, input-tokens: 4000, output-tokens: 500}]",
        "workloads: [{id: text-generation, input-tokens: 9000}]",
    )
    stacked = KnowledgeBase.load([first]).with_overlays([second])
    workload = stacked.workloads.get("text-generation")
    assert (workload.input_tokens, workload.output_tokens) == (9000, 500)
    assert [layer.path for layer in stacked.layers] == [str(first), str(second)]


def test_a_fine_tune_has_what_its_base_has(lay) -> None:
    tuned = lay(f"models: [{{id: acme/support, based-on: {BASE}, license: apache-2.0}}]").models.get(
        "acme/support"
    )
    base = BUILT_IN.models.get(BASE)
    assert (tuned.license, base.license) == ("apache-2.0", "llama3.1")
    for name in (
        "layers",
        "hidden",
        "parameters",
        "context",
        "precision",
        "recipe",
        "cache",
        "task",
        "family",
    ):
        assert getattr(tuned, name) == getattr(base, name), name


def test_a_fine_tune_has_neither_the_names_of_its_base_nor_its_publication(lay) -> None:
    tuned = lay(f"models: [{{id: acme/support, based-on: {BASE}}}]").models.get("acme/support")
    base = BUILT_IN.models.get(BASE)
    assert base.aliases
    assert base.released
    assert (tuned.aliases, tuned.ambiguous_aliases, tuned.checkpoints) == ((), (), {})
    assert (tuned.released, tuned.gated) == (None, None)


def test_entries_may_be_based_on_each_other_in_any_order_and_across_layers(lay) -> None:
    knowledge = lay(
        f"""
models:
  - {{id: acme/third, based-on: acme/second}}
  - {{id: acme/second, based-on: acme/first, context: 4096}}
  - {{id: acme/first, based-on: {BASE}, hidden: 8192}}
""",
        "models: [{id: acme/fourth, based-on: acme/third, layers: 16}]",
    )
    fourth = knowledge.models.get("acme/fourth")
    assert (fourth.hidden, fourth.context, fourth.layers, fourth.heads) == (8192, 4096, 16, 32)
    assert knowledge.models.ids()[-4:] == ("acme/third", "acme/second", "acme/first", "acme/fourth")


def test_what_is_based_on_a_changed_entry_takes_the_change_over(lay) -> None:
    knowledge = lay(
        f"models: [{{id: acme/support, based-on: {BASE}}}, {{id: {BASE}, context: 65536}}]",
    )
    assert knowledge.models.get("acme/support").context == 65536


@pytest.mark.parametrize(
    ("catalogue", "base"),
    [
        ("accelerators", "h100-sxm5-80gb"),
        ("engines", "vllm"),
        ("instances", "p5.48xlarge"),
        ("precisions", "awq"),
        ("workloads", "text-generation"),
        ("controls", "gdpr"),
        ("licences", "llama3.1"),
    ],
)
def test_an_entry_of_any_catalogue_can_be_based_on_another(lay, catalogue, base) -> None:
    facts = getattr(lay(f"{catalogue}: [{{id: ours, based-on: {base}, aliases: [our-own]}}]"), catalogue)
    ours, built_in = facts.get("ours"), getattr(BUILT_IN, catalogue).get(base)
    assert facts.resolve("Our Own").fact is ours
    own = {"id", "aliases", "ambiguous_aliases", "kubernetes_labels", "sources", "notes", "released"}
    kept = [name for name in type(ours).__slots__ if name not in own]
    assert [getattr(ours, name) for name in kept] == [getattr(built_in, name) for name in kept]


def test_a_new_entry_that_states_everything_needs_no_base(lay) -> None:
    knowledge = lay(
        """
precisions:
  - {id: acme-3bit, name: 3 bits of our own, bits: 3.1, bits-low: 3.0, bits-high: 3.2, scope: linears,
     weight-only: true}
models:
  - id: acme/tiny
    family: acme
    task: text-generation
    parameters: 1000000
    precision: acme-3bit
    cache:
      - {kind: full, layers: 2, elements: 128, heads: 1}
"""
    )
    model = knowledge.models.get("acme/tiny")
    assert model.cache == (CacheLayers("full", 2, 128, 1),)
    assert (model.precision, model.layers, model.recipe) == ("acme-3bit", None, {})
    assert knowledge.precisions.get("acme-3bit").bits == 3.1
    assert len(knowledge.models) == len(BUILT_IN.models) + 1


def test_maps_are_laid_over_each_other_key_by_key(lay) -> None:
    accelerator = lay("accelerators: [{id: h100-sxm5-80gb, tflops: {fp8: 1500, int8: null, fp6: 700}}]")
    rates = accelerator.accelerators.get("h100-sxm5-80gb").tflops
    listed = BUILT_IN.accelerators.get("h100-sxm5-80gb").tflops
    assert (rates["fp8"], rates["fp6"], rates["bf16"]) == (1500, 700, listed["bf16"])
    assert "int8" in listed
    assert "int8" not in rates


def test_an_engines_facts_are_laid_over_at_every_depth(lay) -> None:
    facts = lay("engines: [{id: vllm, facts: {port: 9000, memory: {utilization-ceiling: 0.95}}}]")
    memory = facts.engines.get("vllm").facts["memory"]
    assert facts.engines.get("vllm").facts["port"] == 9000
    assert memory["utilization_ceiling"] == 0.95
    assert memory["releases"] == BUILT_IN.engines.get("vllm").facts["memory"]["releases"]


def test_lists_are_replaced_but_names_and_notes_are_added(lay) -> None:
    changed = lay(
        "engines: [{id: vllm, aliases: [acme-serving], vendors: [nvidia]}]\n"
        "accelerators: [{id: l4-24gb, notes: [in the second rack]}]"
    )
    engine, built_in = changed.engines.get("vllm"), BUILT_IN.engines.get("vllm")
    assert engine.vendors == ("nvidia",)
    assert engine.aliases == (*built_in.aliases, "acme-serving")
    notes = changed.accelerators.get("l4-24gb").notes
    assert notes == (*BUILT_IN.accelerators.get("l4-24gb").notes, "in the second rack")


def test_null_makes_a_field_unknown(lay) -> None:
    assert lay(f"models: [{{id: {BASE}, context: null}}]").models.get(BASE).context is None
    assert lay(f"models: [{{id: {BASE}, cache: null}}]").models.get(BASE).cache is None
    assert lay(f"models: [{{id: {BASE}, cache: []}}]").models.get(BASE).cache == ()


def test_what_an_overlay_states_is_no_longer_unverified(lay) -> None:
    assert BUILT_IN.models.get("meta-llama/Llama-3.1-8B").unverified == ("gated",)
    text = "models: [{id: meta-llama/Llama-3.1-8B, gated: false}]"
    assert lay(text).models.get("meta-llama/Llama-3.1-8B").unverified == ()
    text = "models: [{id: meta-llama/Llama-3.1-8B, gated: false, unverified: [gated]}]"
    assert lay(text).models.get("meta-llama/Llama-3.1-8B").unverified == ("gated",)


def test_version_and_digest_say_what_was_laid_over(lay) -> None:
    one = lay("workloads: [{id: text-generation, input-tokens: 4000}]")
    other = lay("workloads: [{id: text-generation, input-tokens: 4001}]")
    assert one.version == f"{BUILT_IN.version} + acme 2026.10"
    assert len({BUILT_IN.digest, one.digest, other.digest}) == 3


def test_every_catalogue_is_read_as_before_where_nothing_was_laid_over(lay) -> None:
    knowledge = lay("workloads: [{id: text-generation, input-tokens: 4000}]")
    for name in ("models", "accelerators", "precisions", "engines", "instances", "controls", "licences"):
        assert getattr(knowledge, name).names == getattr(BUILT_IN, name).names


def test_an_overlay_of_nothing_is_no_mistake(lay) -> None:
    assert [layer.name for layer in lay("models: []\n", "").layers] == ["acme", "acme"]


def test_the_example_of_the_repository_is_right() -> None:
    path = Path(__file__).parents[3] / "examples" / "knowledge" / "acme.yaml"
    knowledge = KnowledgeBase.load([path])
    assert knowledge.models.get("acme/support-llm").license == "acme-internal"
    assert knowledge.accelerators.resolve("a100").fact is knowledge.accelerators.get("a100-sxm4-80gb")
