"""The JSON Schema of packs, made of the parameters that packs are read by."""

from __future__ import annotations

from typing import Any

from modelspec_lint.linter.declarative import document, profile, rule_shape, selectors
from modelspec_lint.linter.declarative.parameters import Parameter
from modelspec_lint.linter.declarative.rule_shape import SEVERITIES
from modelspec_lint.linter.declarative.templates import TEMPLATES, Template

Schema = dict[str, Any]


def pack_schema() -> Schema:
    """Return the schema of pack files."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:modelspec-lint:schema:pack:v1",
        **_map(
            "Rule pack",
            "An organisation's rules, and its choices about those of others.",
            document.PARAMETERS,
        ),
        "$defs": {
            "metadata": _map("Metadata", "What the pack is called.", document.METADATA),
            "severities": {
                "title": "Severities",
                "description": "How bad the findings of rules are, by code or name.",
                "type": "object",
                "additionalProperties": {"enum": list(SEVERITIES)},
            },
            "profile": _map(
                "Profile", "A profile of the pack's own: another one, changed.", profile.PARAMETERS
            ),
            "rule": _rule(),
            "where": _map("Where", "To which deployments a rule applies.", selectors.PARAMETERS),
            "cases": _map("Cases", "What a rule says, and what it does not.", rule_shape.CASES),
            "fragments": {
                "title": "Fragments of specs",
                "description": "A fragment that is merged into a small clean spec, or several.",
                "anyOf": [
                    {"type": "object"},
                    {"type": "array", "items": {"type": "object"}, "minItems": 1},
                ],
            },
            **{f"with-{name}": template_schema(template) for name, template in TEMPLATES.items()},
        },
    }


def template_schema(template: Template) -> Schema:
    """Return the schema of a template's parameters: what stands under ``with``."""
    return _map(template.name, template.summary, template.parameters)


def _rule() -> Schema:
    schema = _map("Rule", "One rule: a template with parameters, or a condition.", rule_shape.PARAMETERS)
    schema["oneOf"] = [{"required": ["template", "with"]}, {"required": ["when"]}]
    schema["allOf"] = [
        {
            "if": {"properties": {"template": {"const": name}}, "required": ["template"]},
            "then": {"properties": {"with": {"$ref": f"#/$defs/with-{name}"}}},
        }
        for name in TEMPLATES
    ]
    schema["dependentSchemas"] = {
        "template": {"properties": dict.fromkeys(("when", "unless", "at"), False)},
        "with": {"required": ["template"]},
    }
    return schema


def _map(title: str, description: str, parameters: tuple[Parameter, ...]) -> Schema:
    return {
        "title": title,
        "description": description,
        "type": "object",
        "properties": {
            each.name: {"title": each.name.replace("-", " ").capitalize(), **each.schema()}
            for each in parameters
        },
        "required": [each.name for each in parameters if each.required],
        "additionalProperties": False,
    }
