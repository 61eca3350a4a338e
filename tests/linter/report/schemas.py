"""What a forge or a CI wants of a report: the demands of its published schema, said in our own way."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

import jsonschema

_LINE = {"type": "integer", "minimum": 1}
_CODE_QUALITY = {
    # gitlabhq/gitlabhq app/validators/json_schemas/codeclimate.json, and what
    # https://docs.gitlab.com/ci/testing/code_quality/ demands beyond it
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "additionalProperties": False,
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "additionalProperties": False,
                "properties": {
                    "path": {"type": "string", "pattern": r"^(?!\.?/)"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": _LINE, "end": _LINE},
                    },
                },
            },
        },
    },
}


def gitlab_problems(entries: list[Any]) -> list[str]:
    """Return what is wrong with a Code Quality report."""
    problems = [error.message for error in jsonschema.Draft7Validator(_CODE_QUALITY).iter_errors(entries)]
    if len({entry["fingerprint"] for entry in entries}) != len(entries):
        problems.append("a fingerprint twice")
    return problems


_COUNTS = {"tests", "failures", "errors"}
_TOLD = {"failure", "error", "skipped"}
_JUNIT = {
    # jenkinsci/xunit-plugin, src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd, as
    # far as it is used: element -> attributes that must be, attributes that may be, elements within
    "testsuites": (set(), {"name", *_COUNTS}, {"testsuite"}),
    "testsuite": ({"name", *_COUNTS}, {"skipped"}, {"testcase"}),
    "testcase": ({"name"}, {"classname"}, _TOLD),
    **dict.fromkeys(_TOLD, (set(), {"type", "message"}, set())),
}


def junit_problems(text: str) -> list[str]:
    """Return what is wrong with a JUnit report: its elements, its attributes, its counts, its names."""
    root = ElementTree.fromstring(text.encode())
    problems = [f"the root is {root.tag}"] if root.tag != "testsuites" else []
    for element in root.iter():
        problems += _element_problems(element)
    for suite in root:
        for attribute, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
            if int(suite.get(attribute, "")) != len(suite.findall(f"testcase/{tag}")):
                problems.append(f"{attribute} of {suite.get('name')}")
        names = [case.get("name") for case in suite]
        if int(suite.get("tests", "")) != len(names) or len(set(names)) != len(names):
            problems.append(f"cases of {suite.get('name')}")
    for attribute in sorted(_COUNTS):
        if int(root.get(attribute, "")) != sum(int(suite.get(attribute, "")) for suite in root):
            problems.append(f"{attribute} of all")
    return problems


def _element_problems(element: Element) -> list[str]:
    if element.tag not in _JUNIT:
        return [f"an element {element.tag}"]
    required, allowed, within = _JUNIT[element.tag]
    problems = [f"{element.tag} without {name}" for name in required - set(element.attrib)]
    problems += [f"{element.tag} with {name}" for name in set(element.attrib) - required - allowed]
    problems += [f"{child.tag} in {element.tag}" for child in element if child.tag not in within]
    if element.tag not in _TOLD and (element.text or "").strip():
        problems.append(f"text in {element.tag}")
    if (element.tail or "").strip():
        problems.append(f"text after {element.tag}")
    return problems
