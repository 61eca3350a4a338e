"""Whatever an overlay holds: it is refused with places, or every fact can be read and asked for."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import jsonschema_rs
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from modelspec_lint.knowledge_base import (
    Declaration,
    KnowledgeBase,
    OverlayError,
    Undecided,
    estimate_memory,
    memory_request,
    parallelism_refusals,
    ways_out,
)
from modelspec_lint.knowledge_base.compiler.build import KINDS
from modelspec_lint.knowledge_base.compiler.check import known_fields
from modelspec_lint.schema import load_schema

BUILT_IN = KnowledgeBase.load()
SCHEMA = jsonschema_rs.Draft202012Validator(load_schema("knowledge.v1"))
BASES = {
    "models": ["meta-llama/Llama-3.1-8B-Instruct", "deepseek-ai/DeepSeek-V3", "openai/whisper-large-v3"],
    "accelerators": ["l4-24gb", "a100-sxm4-80gb"],
    "engines": ["vllm", "sglang", "llama.cpp"],
    "precisions": ["awq", "bf16"],
    "instances": ["p5.48xlarge"],
    "workloads": ["text-generation"],
    "controls": ["gdpr"],
    "licences": ["llama3.1"],
}
NUMBERS = st.one_of(
    st.integers(-3, 200_000), st.floats(-2, 1e6), st.sampled_from([0, 1, 10**30, float("nan")])
)
SCALARS = st.one_of(
    NUMBERS, st.text(max_size=12), st.booleans(), st.none(), st.sampled_from(["bf16", "fp8", "reads", "full"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.sampled_from(["kind", "layers", "elements", "heads", "1", "x"]), inner, max_size=3
        ),
    ),
    max_leaves=6,
)


def like(value: Any) -> st.SearchStrategy[Any]:
    """Draw something of the same shape as a built-in value, with other figures."""
    if isinstance(value, bool) or value is None:
        return st.sampled_from([value, True, None])
    if isinstance(value, int):
        return st.sampled_from([value, value * 2, value // 2, value + 1, 1])
    if isinstance(value, float):
        return st.sampled_from([value, value * 2, value / 2, 0.9, 1])
    if isinstance(value, str):
        return st.sampled_from([value, "bf16", "x"])
    if isinstance(value, list):
        return st.tuples(*map(like, value[:12])).map(list) if len(value) < 12 else st.just(value)
    return st.fixed_dictionaries({}, optional={name: like(each) for name, each in value.items()})


@st.composite
def entries(draw: st.DrawFn, catalogue: str) -> dict[str, Any]:
    base = draw(st.sampled_from(BASES[catalogue]))
    record = BUILT_IN.facts.record(catalogue, getattr(BUILT_IN, catalogue).names.positions[base])
    identifier = draw(st.sampled_from([base, "acme/one", "acme/two", "three"]))
    entry: dict[str, Any] = {"id": identifier}
    if identifier != base:
        entry["based-on"] = draw(st.sampled_from([base, base, base, "acme/one", "acme/two"]))
    names = [name for name in known_fields(KINDS[catalogue].shape) if name not in ("id", "sources")]
    for name in draw(st.lists(st.sampled_from(names), max_size=4, unique=True)):
        value = record.get(name.replace("-", "_"))
        if value is not None:
            entry[name] = draw(st.one_of(like(value), like(value), like(value), VALUES))
        elif draw(st.integers(0, 4)) == 0:
            entry[name] = draw(VALUES)
    return entry


@st.composite
def overlays(draw: st.DrawFn) -> dict[str, Any]:
    catalogues = draw(st.lists(st.sampled_from(sorted(BASES)), min_size=1, max_size=3, unique=True))
    return {
        "apiVersion": "modelspec-lint/v1",
        "kind": "Knowledge",
        "metadata": {"name": "acme", "source": "wiki"},
        **{each: draw(st.lists(entries(each), max_size=3)) for each in catalogues},
    }


def laid(content: Any) -> KnowledgeBase | None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.yaml"
        path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
        try:
            return KnowledgeBase.load([path])
        except OverlayError as error:
            mistakes = error.mistakes
        lines = path.read_text(encoding="utf-8").count("\n") + 1
    assert mistakes
    assert all(1 <= each.line <= lines and each.column >= 1 and each.message for each in mistakes)
    return None


@settings(deadline=None, max_examples=150)
@given(overlays())
def test_an_overlay_is_refused_or_every_fact_of_it_can_be_read(content: dict[str, Any]) -> None:
    knowledge = laid(content)
    if knowledge is None:
        return
    assert SCHEMA.is_valid(content)
    for catalogue in BASES:
        facts = getattr(knowledge, catalogue)
        for entry in content.get(catalogue, ()):
            fact = facts.get(entry["id"])
            assert facts.resolve(entry["id"]).fact is fact
            assert fact.sources[0].startswith("acme: wiki")
            for name in entry.keys() - {"id", "based-on"}:
                assert knowledge.origin(catalogue, entry["id"], name).layer == "acme"
            for alias in fact.aliases:
                assert facts.resolve(alias).fact is fact


@settings(deadline=None, max_examples=150)
@given(overlays(), st.sampled_from(BASES["engines"]), st.sampled_from([1, 2, 8]))
def test_arithmetic_over_any_overlay_has_an_answer_or_is_undecided(
    content: dict[str, Any], engine: str, count: int
) -> None:
    knowledge = laid(content)
    if knowledge is None:
        return
    models = [entry["id"] for entry in content.get("models", ())] or ["meta-llama/Llama-3.1-8B-Instruct"]
    engines = [entry["id"] for entry in content.get("engines", ())] or [engine]
    accelerators = [entry["id"] for entry in content.get("accelerators", ())] or ["l4-24gb"]
    declared = Declaration(
        model=models[0],
        accelerator=accelerators[0],
        count=count,
        precision="bf16",
        engine=engines[0],
        sequence_length=4096,
        batch=8,
    )
    try:
        request = memory_request(declared, knowledge)
        parallelism_refusals(request)
        memory = estimate_memory(request)
        assert memory.weights.low <= memory.weights.expected <= memory.weights.high
        ways_out(request, knowledge, "start")
    except Undecided:
        pass


@settings(deadline=None, max_examples=100)
@given(VALUES)
def test_any_yaml_at_all_is_refused_with_a_place(content: Any) -> None:
    assert laid(content) is None
