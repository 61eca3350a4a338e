"""The checklist names every rule, and none that does not exist; what a spec cannot say is said to be so."""

from __future__ import annotations

import json
import re
from pathlib import Path

from modelspec_lint.rules import RULES

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "checklist.md").read_text("utf-8")
AREAS = (
    "The specification itself",
    "Model configuration",
    "Runtime and hardware alignment",
    "Serving",
    "Scaling and performance",
    "Observability",
    "Pre- and postprocessing",
    "Dependency graph",
    "Safety and governance",
    "Cost",
    "Release",
)
_LINK = re.compile(r"\[(MS[0-9]{3})\]\(rules/(MS[0-9]{3})\.md\)")
_FIELD = re.compile(r"`((?:metadata\.|[a-z]+\.)?[a-zA-Z.\[\]]+)`")


def items() -> list[list[str]]:
    rows = re.findall(r"^\| (.+) \|$", PAGE, re.MULTILINE)
    return [row.split(" | ") for row in rows if not row.startswith(("item", "---"))]


def test_every_rule_is_in_it_and_every_code_in_it_is_a_rule() -> None:
    codes = {rule.code for rule in RULES}
    linked = _LINK.findall(PAGE)

    assert {text for text, _ in linked} == codes
    assert [text for text, target in linked if text != target] == []
    assert set(re.findall(r"MS[0-9]{3}", PAGE)) == codes


def test_the_readme_counts_the_rules() -> None:
    assert f"{len(RULES)} rules in ten families" in (ROOT / "README.md").read_text("utf-8")


def test_it_covers_every_area() -> None:
    assert tuple(re.findall(r"^## (.+)$", PAGE, re.MULTILINE)) == AREAS


def test_an_item_has_a_field_and_a_rule_or_cannot_be_expressed() -> None:
    silent = [item for item, where, *checked in items() if where == "*cannot be expressed* |" or not checked]
    said = [item for item, where, *checked in items() if checked and "MS" in checked[0]]

    assert len(silent) + len(said) == len(items())
    assert (len(silent) > 20, len(said) > 60) == (True, True)


def test_the_fields_that_it_names_are_fields_of_the_format() -> None:
    schema = json.loads((ROOT / "schema" / "modelspec.v0.1.json").read_text("utf-8"))
    known = set(re.findall(r'"([A-Za-z]+)"', json.dumps(schema)))
    annotations = {"parameters", "tensor", "parallel", "pipeline", "input", "tokens", "output"}
    named = {
        part
        for _, where, *_ in items()
        for field in _FIELD.findall(where)
        for part in re.split(r"[.\[\]]+", field)
        if part
    }

    assert named - known - annotations == set()
