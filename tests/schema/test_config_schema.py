"""The schema of configuration, the program and the page about it say the same."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import jsonschema_rs
import pytest

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter import Severity
from modelspec_lint.linter.cli import main
from modelspec_lint.linter.config.chain import Reader
from modelspec_lint.linter.config.condition import KINDS
from modelspec_lint.linter.config.names import FRAMEWORKS, Vocabulary
from modelspec_lint.linter.config.read import loads
from modelspec_lint.linter.config.show import rows
from modelspec_lint.linter.plugins import load_packs
from modelspec_lint.schema import load_schema

SCHEMA = load_schema("config.v1")
ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "configuration.md").read_text("utf-8")
EXAMPLES = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


def properties(node: dict[str, Any], path: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every key of the configuration with its path."""
    if "$ref" in node:
        node = {**SCHEMA["$defs"][node["$ref"].removeprefix("#/$defs/")], **node}
    for name, child in node.get("properties", {}).items():
        yield f"{path}{name}", child
        yield from properties(child, f"{path}{name}.")
    for inner in (node.get("items"), node.get("additionalProperties")):
        if isinstance(inner, dict):
            yield from properties(inner, path)


def test_the_schema_is_a_valid_schema():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert jsonschema_rs.meta.is_valid(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert SCHEMA["$id"] == "urn:modelspec-lint:schema:config:v1"


def test_every_key_has_a_title_and_a_sentence():
    for path, node in properties(SCHEMA):
        target = SCHEMA["$defs"][node["$ref"].removeprefix("#/$defs/")] if "$ref" in node else {}
        described = {**target, **node}
        assert described["title"], path
        assert described["description"].endswith("."), path


def test_every_key_is_on_the_page():
    assert [path for path, _ in properties(SCHEMA) if f"`{path.rpartition('.')[2]}`" not in PAGE] == []


def test_the_levels_are_those_of_the_program():
    severities = SCHEMA["$defs"]["severities"]["additionalProperties"]["enum"]
    assert set(severities) == {each.label for each in Severity}
    fail_on = next(each for each in main.commands["lint"].params if each.name == "fail_on")
    assert SCHEMA["properties"]["fail-on"]["enum"] == list(fail_on.type.choices)


def test_the_kinds_of_a_selector_are_those_of_the_program():
    assert set(SCHEMA["$defs"]["where"]["properties"]) == {"labels", *KINDS}


def test_the_profiles_that_are_named_are_those_that_there_are():
    description = SCHEMA["$defs"]["profile"]["description"]
    assert all(profile.name in description for profile in load_packs().profiles())


def test_rules_that_hold_to_frameworks_name_the_option_as_governance_does():
    holding = {
        rule.code for rule, _ in load_packs().rules() for each in rule.options if each.name == FRAMEWORKS
    }
    assert {"MS805", "MS806"} <= holding


def full() -> str:
    """Return a configuration with every key of the schema in it."""
    return (ROOT / "tests" / "schema" / "full.modelspec.toml").read_text("utf-8")


def test_a_configuration_with_every_key_is_valid_for_editors():
    table = loads(full())
    assert [each.message for each in jsonschema.Draft202012Validator(SCHEMA).iter_errors(table)] == []
    written = set(re.findall(r"[a-z-]+(?= *=)|(?<=\[)[a-z-]+", full()))
    assert {path.rpartition(".")[2] for path, _ in properties(SCHEMA)} <= written


def test_the_program_reads_every_key_of_the_schema(tmp_path, monkeypatch):
    """What ``config show`` lists was read; what was read and not understood is a mistake."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / ".git").mkdir()
    (tmp_path / "base.toml").write_text("")
    (tmp_path / "acme.yaml").write_text("")
    (tmp_path / "modelspec.toml").write_text(full())
    reader = Reader()
    chain = reader.chain(tmp_path / "modelspec.toml", tmp_path, tmp_path)
    assert reader.mistakes == []
    shown = {row.key.split(".")[0] for row in rows(chain, Vocabulary(load_packs(), KnowledgeBase.load()))}
    assert shown == {*SCHEMA["properties"]} - {"extend"}


@pytest.mark.parametrize("example", EXAMPLES, ids=[each.splitlines()[0] for each in EXAMPLES])
def test_the_examples_of_the_page_are_valid(example: str):
    table = loads(example)
    table = table.get("tool", {}).get("modelspec", table)
    assert [each.message for each in jsonschema.Draft202012Validator(SCHEMA).iter_errors(table)] == []


def test_the_page_has_examples():
    assert len(EXAMPLES) >= 5
    assert json.dumps(SCHEMA)
