from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest
import yaml

from docs.field_descriptions import undescribed
from docs.knowledge_schema import PATH, text
from modelspec_lint.knowledge_base import KnowledgeBase, OverlayError
from modelspec_lint.knowledge_base.compiler.build import KINDS
from modelspec_lint.knowledge_base.compiler.check import known_fields
from modelspec_lint.schema import load_schema

SCHEMA = load_schema("knowledge.v1")
VALID = jsonschema_rs.Draft202012Validator(SCHEMA)
ROOT = Path(__file__).parents[2]
FACTS = ROOT / "knowledge_base" / "facts"
"""The authored files; an installed distribution holds them compiled."""
HEAD = {
    "apiVersion": "modelspec-lint/v1",
    "kind": "Knowledge",
    "metadata": {"name": "acme", "source": "wiki"},
}


def nodes(node: Any, path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every named field of the schema with its path."""
    if isinstance(node, dict):
        for name, child in node.get("properties", {}).items():
            yield f"{path}/{name}", child
        for name, child in node.items():
            yield from nodes(child, f"{path}/{name}")
    elif isinstance(node, list):
        for child in node:
            yield from nodes(child, path)


def test_the_schema_is_that_of_the_shapes_of_facts():
    """Made anew by: python -m docs.knowledge_schema"""
    assert PATH.read_text("utf-8") == text()


def test_every_field_is_described_and_no_description_is_of_none():
    assert undescribed() == []


def test_the_schema_is_a_valid_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert jsonschema_rs.meta.is_valid(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == "urn:modelspec-lint:schema:knowledge:v1"


def test_every_field_has_a_title_and_a_sentence():
    found = list(nodes(SCHEMA))
    assert len(found) > 300
    for path, node in found:
        if set(node) == {"$ref"}:
            assert node["$ref"].startswith("#/$defs/"), path
            continue
        if path.startswith("/if"):
            continue
        assert node["title"], path
        assert node["description"].endswith((".", ".`")), path


@pytest.mark.parametrize("catalogue", list(KINDS))
def test_an_overlay_may_state_every_field_of_every_catalogue(catalogue: str):
    fields = {name for name in known_fields(KINDS[catalogue].shape) if name != "sources"}
    assert set(SCHEMA["$defs"][f"{catalogue}-overlay"]["properties"]) == {*fields, "based-on", "source"}
    assert catalogue in SCHEMA["$defs"]["overlay"]["properties"]
    assert catalogue in SCHEMA["$defs"]["authored"]["properties"]


@pytest.mark.parametrize("path", sorted(FACTS.rglob("*.yaml")), ids=lambda path: path.name)
def test_the_built_in_files_are_valid(path: Path):
    content = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    errors = list(VALID.iter_errors(_with_text_keys(content)))
    assert [(each.message, list(each.instance_path)) for each in errors] == []


def test_the_example_of_the_repository_is_valid():
    content = yaml.safe_load((ROOT / "examples" / "knowledge" / "acme.yaml").read_text("utf-8"))
    assert VALID.is_valid(content)


@pytest.mark.parametrize(
    "content",
    [
        {},
        {"engines": [{"id": "vllm", "name": "ours"}]},
        {"accelerators": [{"id": "l4-24gb", "tflops": {"fp8": 100, "int8": None}, "power-w": None}]},
        {"models": [{"id": "acme/a", "based-on": "Qwen/Qwen3-8B", "cache": None, "experts": None}]},
        {"models": [{"id": "acme/a", "based-on": "Qwen/Qwen3-8B", "recipe": {"stored-parameters": None}}]},
        {"instances": [{"id": "p5.48xlarge", "usd-per-hour": 0, "price-date": "2026-03-01"}]},
        {"licences": [{"id": "ours", "name": "Ours", "commercial": "yes"}]},
    ],
)
def test_what_is_laid_over_is_valid(tmp_path: Path, content: dict[str, Any]):
    path = tmp_path / "a.yaml"
    path.write_text(yaml.safe_dump({**HEAD, **content}))
    KnowledgeBase.load([path])
    assert [each.message for each in VALID.iter_errors({**HEAD, **content})] == []


@pytest.mark.parametrize(
    "content",
    [
        {"kind": "RulePack"},
        {"apiVersion": "v1"},
        {"metadata": {}},
        {"engines": {"vllm": {}}},
        {"engines": [{"name": "no id"}]},
        {"engines": [{"id": "vllm", "nmae": "x"}]},
        {"engines": [{"id": "vllm", "sources": ["x"]}]},
        {"models": [{"id": "Qwen/Qwen3-8B", "layers": 0}]},
        {"models": [{"id": "Qwen/Qwen3-8B", "layers": -1}]},
        {"models": [{"id": "Qwen/Qwen3-8B", "layers": "many"}]},
        {"models": [{"id": "Qwen/Qwen3-8B", "parameters": None}]},
        {"models": [{"id": "Qwen/Qwen3-8B", "parameters": 10**16}]},
        {"models": [{"id": "Qwen/Qwen3-8B", "cache": [{"kind": "round", "layers": 1, "elements": 1}]}]},
        {"models": [{"id": "Qwen/Qwen3-8B", "cache": [{"kind": "full", "layers": 1}]}]},
        {"models": [{"id": "Qwen/Qwen3-8B", "experts": {"count": 0, "per-token": 1, "width": 1}}]},
        {"accelerators": [{"id": "l4-24gb", "visible-memory-gib": [20]}]},
        {"accelerators": [{"id": "l4-24gb", "tflops": {"fp8": "fast"}}]},
        {"licences": [{"id": "mit", "commercial": True}]},
    ],
    ids=json.dumps,
)
def test_what_an_editor_can_see_to_be_wrong_the_program_refuses_as_well(
    tmp_path: Path, content: dict[str, Any]
):
    path = tmp_path / "a.yaml"
    path.write_text(yaml.safe_dump({**HEAD, **content}))
    assert not VALID.is_valid({**HEAD, **content})
    with pytest.raises(OverlayError):
        KnowledgeBase.load([path])


def _with_text_keys(content: Any) -> Any:
    """Make keys that YAML reads as numbers or truth values texts again, as JSON has them."""
    if isinstance(content, dict):
        return {str(name): _with_text_keys(each) for name, each in content.items()}
    return [_with_text_keys(each) for each in content] if isinstance(content, list) else content
