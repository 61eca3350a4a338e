"""The JSON holds what its schema promises, for every kind of declaration."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from modelspec_lint.linter.fit.fit import Fit
from modelspec_lint.linter.fit.json_report import render
from modelspec_lint.linter.report.interface import ReportOptions
from modelspec_lint.schema import load_schema
from tests.linter.fit.cases import fit_of

SCHEMA = load_schema("fit.v1")


def answer(fit: Fit) -> dict[str, Any]:
    text = render([fit], ReportOptions())
    assert text.isascii()
    report: dict[str, Any] = json.loads(text)
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    assert list(undescribed(report, SCHEMA)) == []
    found: dict[str, Any] = report["fits"][0]
    return found


def undescribed(value: Any, schema: dict[str, Any]) -> Any:
    """Yield the fields of a report that its schema does not describe."""
    while "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if "oneOf" in schema:
        fits = [
            each
            for each in schema["oneOf"]
            if jsonschema.Draft202012Validator({**each, "$defs": SCHEMA["$defs"]}).is_valid(value)
        ]
        yield from undescribed(value, fits[0])
    elif isinstance(value, dict) and "properties" in schema:
        for name, entry in value.items():
            if name not in schema["properties"]:
                yield name
            else:
                yield from undescribed(entry, schema["properties"][name])
    elif isinstance(value, list):
        for entry in value:
            yield from undescribed(entry, schema["items"])


def described(schema: dict[str, Any]) -> Any:
    for name, field in schema.get("properties", {}).items():
        yield name, field
        yield from described(field)
        yield from described(field.get("items", {}))


def test_the_schema_is_a_schema_and_describes_every_field() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for root in (SCHEMA, *SCHEMA["$defs"].values()):
        assert root["title"]
        assert root["description"]
        for name, field in described(root):
            assert field.get("title"), name
            assert field.get("description"), name


def test_every_answer_is_as_the_schema_says(case: Fit) -> None:
    answer(case)


def test_numbers_are_not_rounded() -> None:
    found = answer(fit_of("fits"))

    memory = fit_of("fits").memory
    assert found["memory"]["weights"]["expected"] == memory.weights.expected  # type: ignore[union-attr]
    assert found["memory"]["weights"]["terms"]


def test_an_undecided_part_says_why_and_which_field_would_have_to_be_known() -> None:
    found = answer(fit_of("no engine"))

    assert found["memory"]["weights"]["expected"] > 14
    assert found["memory"]["left"] == {
        "undecided": "the serving engine is not known",
        "field": "/spec/identity/model/framework",
    }
    assert found["limits"]["undecided"] == "the serving engine is not known"
    assert found["verdict"]["starts"] is None


@pytest.mark.parametrize(
    ("name", "starts", "holds"),
    [
        ("fits", True, True),
        ("defaults", True, None),
        ("too large", False, None),
        ("latent experts", True, False),
        ("slice", None, None),
        ("encoder", True, None),
        ("unknown model", None, None),
        ("absurd count", False, None),
        ("absurd length", False, False),
    ],
)
def test_the_verdict_is_for_programs_too(name: str, starts: bool | None, holds: bool | None) -> None:
    verdict = answer(fit_of(name))["verdict"]

    assert (verdict["starts"], verdict["holds"]) == (starts, holds)


def test_the_frontier_falls_and_holds_the_declared_length() -> None:
    points = answer(fit_of("fits"))["frontier"]
    batches = [point["batch"]["expected"] for point in points]

    assert 8192 in [point["length"] for point in points]
    assert batches == sorted(batches, reverse=True)
    assert all(point["batch"]["guaranteed"] <= point["batch"]["expected"] for point in points)


def test_alternatives_are_cheapest_first_and_hold_the_load() -> None:
    rows = answer(fit_of("fits"))["alternatives"]["rows"]
    prices = [row["rental"]["usd_per_hour"] for row in rows if row["rental"]]

    assert prices == sorted(prices)
    assert all(row["largest_batch"]["expected"] >= 16 for row in rows)
    assert [row["accelerators"] for row in rows if row["declared"]] == [["l40s-48gb"]]
