from __future__ import annotations

from pathlib import Path

import jsonschema
import jsonschema_rs
import pytest
import yaml

from docs.pack_schema import PATH, text
from modelspec_lint.linter.declarative.json_schema import pack_schema, template_schema
from modelspec_lint.linter.declarative.skeleton import skeleton
from modelspec_lint.linter.declarative.templates import TEMPLATES
from modelspec_lint.schema import load_schema
from tests.linter.declarative.conftest import HEAD, rule_text

VALID = jsonschema_rs.Draft202012Validator(pack_schema())
EXAMPLES = Path(__file__).parents[3] / "examples" / "acme-pack" / "declarative"


def test_the_schema_is_that_of_the_reader():
    """Made anew by: python -m docs.pack_schema"""
    assert PATH.read_text("utf-8") == text()
    assert load_schema("pack.v1") == pack_schema()


def test_the_schema_is_a_valid_schema():
    jsonschema.Draft202012Validator.check_schema(pack_schema())
    assert jsonschema_rs.meta.is_valid(pack_schema())


@pytest.mark.parametrize("name", ["acme.yaml", "company.yaml"])
def test_the_example_packs_are_valid(name):
    assert VALID.is_valid(yaml.safe_load((EXAMPLES / name).read_text("utf-8")))


def test_a_new_pack_is_valid():
    assert VALID.is_valid(yaml.safe_load(skeleton("acme", "ACME", "team", "acme.yaml")))


@pytest.mark.parametrize(
    "body",
    [
        "  template: required-lable\n  with: {label: team}\n",
        "  template: required-label\n",
        "  template: required-label\n  with: {lable: team}\n",
        "  template: range\n  with: {field: a, at-least: two}\n",
        "  template: max-gpus\n  with: {gpus: 8, per: pod}\n",
        "  template: required-label\n  with: {label: team}\n  when: '{{ true }}'\n",
        "  when: '{{ true }}'\n  with: {label: team}\n",
        "  template: required-label\n  with: {label: team}\n  where: {label: {a: b}}\n",
        "",
    ],
)
def test_what_the_reader_refuses_the_schema_refuses(body):
    assert VALID.is_valid(yaml.safe_load(HEAD + rule_text("  when: '{{ true }}'\n")))
    assert not VALID.is_valid(yaml.safe_load(HEAD + rule_text(body)))


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_parameter_is_described_and_its_example_is_valid(name):
    template = TEMPLATES[name]
    schema = template_schema(template)
    for parameter in template.parameters:
        described = schema["properties"][parameter.name]
        assert described["description"].endswith(".")
        for example in [
            *described.get("examples", ()),
            *([described["default"]] if "default" in described else []),
        ]:
            jsonschema.validate(example, described)
    required = [each for each in template.parameters if each.required]
    assert all(each.example is not None for each in required), "required ones have examples"


@pytest.mark.parametrize("name", TEMPLATES)
def test_the_examples_of_a_template_make_a_rule(load, name):
    given = {each.name: each.example for each in TEMPLATES[name].parameters if each.example is not None}
    body = f"  template: {name}\n  with: {yaml.safe_dump(given, default_flow_style=True, width=10_000)}"
    (rule,) = load(body).pack.rules
    assert rule.page.summary
    assert rule.fields
