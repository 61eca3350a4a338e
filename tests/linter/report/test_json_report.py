import json
import math
from dataclasses import replace

import jsonschema
import pytest

from modelspec_lint.knowledge_base import Estimate, Stated
from modelspec_lint.linter.accepted import Accepted
from modelspec_lint.linter.report import render
from modelspec_lint.schema import load_schema

HEAD = "apiVersion: piqc.ai/v1alpha1\nkind: ModelSpec\n"
SCHEMA = load_schema("report.v1")


def validated(result, options):
    report = json.loads(render("json", result, options).text)
    jsonschema.Draft202012Validator(SCHEMA).validate(report)
    assert list(undescribed(report, SCHEMA)) == []
    return report


def undescribed(value, schema):
    """Yield the fields of a report that its schema does not describe."""
    while "$ref" in schema:
        schema = SCHEMA["$defs"][schema["$ref"].removeprefix("#/$defs/")]
    if isinstance(value, dict):
        for name, entry in value.items():
            if name not in schema["properties"]:
                yield name
            else:
                yield from undescribed(entry, schema["properties"][name])
    elif isinstance(value, list):
        for entry in value:
            yield from undescribed(entry, schema["items"])


def described(schema):
    """Yield every schema of a field."""
    for name, field in schema.get("properties", {}).items():
        yield name, field
        yield from described(field)
        yield from described(field.get("items", {}))


def test_the_schema_is_a_schema_and_describes_every_field():
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    for root in (SCHEMA, *SCHEMA["$defs"].values()):
        assert root["title"]
        assert root["description"]
        for name, field in described(root):
            assert field.get("title"), name
            assert field.get("description"), name


def test_the_report_looks_as_it_should(sample, options, snapshot):
    validated(sample, options)
    snapshot("report.json", render("json", sample, options).text)


def test_a_clean_run_is_a_report_too(make_result, options):
    report = validated(make_result(), options)
    assert (report["version"], report["findings"], report["undecided"]) == ("1", [], [])


def test_places_are_counted_from_one_in_characters_and_end_behind_the_last(sample, options):
    finding = validated(sample, options)["findings"][0]
    place = {name: finding[name] for name in ("file", "line", "column", "end_line", "end_column", "pointer")}
    assert place == {
        "file": "specs/chat.modelspec.yaml",
        "line": 17,
        "column": 13,
        "end_line": 17,
        "end_column": 16,
        "pointer": "/spec/runtime/accelerator/type",
    }


@pytest.mark.parametrize(
    ("piece", "entry"),
    [
        (Estimate("w", 1.5, 1.5, 1.5, "GiB", "s"), {"term": "w", "value": 1.5, "unit": "GiB", "source": "s"}),
        (
            Estimate("w", 1, 2, math.inf, "GiB", "s"),
            {"term": "w", "low": 1, "expected": 2, "high": None, "unit": "GiB", "source": "s"},
        ),
        (Stated("p", "bf16", "", "s"), {"term": "p", "value": "bf16", "unit": "", "source": "s"}),
    ],
)
def test_evidence_is_a_value_or_an_interval(make_result, make_verdict, options, piece, entry):
    verdict = make_verdict(f"{HEAD}metadata: {{name: a}}\n", "/metadata/name", evidence=[piece])
    assert validated(make_result([verdict]), options)["findings"][0]["evidence"] == [entry]


def test_the_bytes_are_ascii_whatever_the_file_holds(make_result, make_verdict, options):
    verdict = make_verdict(
        f"{HEAD}metadata: {{name: 模}}\n", "/metadata/name", "name 模 \u202e\x9b \ud800 \x1b[1m"
    )
    text = render("json", make_result([verdict]), options).text
    assert text.isascii()
    assert json.loads(text)["findings"][0]["message"] == "name 模 \u202e\x9b \ufffd \x1b[1m"


def test_accepted_findings_are_there_on_demand(sample, options):
    accepted = Accepted(sample.verdicts[0], "suppressed", "load test", "ml-platform", "2027-03-31")
    result = replace(sample, accepted=(accepted,))
    assert "accepted" not in validated(result, options)
    (entry,) = validated(result, replace(options, show_suppressed=True))["accepted"]
    assert entry.pop("finding")["code"] == sample.verdicts[0].code
    assert entry == {
        "how": "suppressed",
        "reason": "load test",
        "owner": "ml-platform",
        "until": "2027-03-31",
    }
