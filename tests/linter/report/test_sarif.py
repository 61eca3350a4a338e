import gzip
import json
import random
import re
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest

from modelspec_lint.linter import Place, Severity, rule
from modelspec_lint.linter.accepted import Accepted
from modelspec_lint.linter.document import Span, read_source
from modelspec_lint.linter.report import render
from modelspec_lint.linter.verdicts import Crash, Pack

HEAD = "apiVersion: piqc.ai/v1alpha1\nkind: ModelSpec\n"
NAMED = f"{HEAD}metadata: {{name: a}}\n"
DATA = Path(__file__).parent / "data"
SCHEMA = jsonschema.Draft202012Validator(json.loads((DATA / "sarif-2.1.0.json").read_text(encoding="utf-8")))
LINK = re.compile(r"(?<!\\)\[((?:[^\\\[\]]|\\.)*)\]\((\d+)\)")


def run_of(result, options):
    log = json.loads(render("sarif", result, options).text)
    SCHEMA.validate(log)
    assert log["$schema"] == "https://json.schemastore.org/sarif-2.1.0.json"
    (run,) = log["runs"]
    return run


@pytest.fixture
def crashed(make_result, make_verdict):
    """A run in which a rule of another pack crashed."""

    @rule("ACME001", "needs-cost-centre", severity=Severity.NOTE, tags=("governance",), on="document")
    def check(subject):
        """Ask for a cost centre."""

    pack = Pack("acme", "1.2.0", "acme 1.2.0", (check,))
    source = read_source("a.modelspec.yaml", NAMED.encode())
    crash = Crash(check, pack, source, source.documents[0], "acme.py:3 in check", "KeyError: 'x'")
    return make_result([make_verdict(NAMED, "/metadata/name")], crashes=[crash], packs=(pack,))


def test_the_report_looks_as_it_should(sample, options, snapshot):
    run_of(sample, options)
    snapshot("report.sarif", render("sarif", sample, options).text)


def test_two_reports_of_a_run_have_the_same_bytes(sample, options):
    assert render("sarif", sample, options) == render("sarif", sample, options)


def test_a_clean_run_lists_its_rules_and_no_results(make_result, options):
    run = run_of(make_result(), options)
    assert run["results"] == []
    assert [each["id"] for each in run["tool"]["driver"]["rules"]] == ["MS001", "MS101", "MS106", "MS201"]
    assert run["invocations"] == [{"executionSuccessful": True}]


def test_every_rule_has_what_github_asks_for(sample, options):
    tool = run_of(sample, options)["tool"]
    rules = [
        each for component in (tool["driver"], *tool["extensions"]) for each in component.get("rules", ())
    ]
    assert len(rules) == 5
    for each in rules:
        assert each["name"].isidentifier()
        assert each["name"] != each["id"]
        for field in ("shortDescription", "fullDescription"):
            assert 0 < len(each[field]["text"]) <= 1024
        assert each["help"]["text"]
        assert each["help"]["markdown"].startswith("# ")
        assert each["defaultConfiguration"]["level"] in {"error", "warning", "note"}
        assert each["properties"]["precision"] == "very-high"
        assert each["properties"]["problem.severity"] in {"error", "warning", "recommendation"}
        assert len(each["properties"]["tags"]) <= 10
        score = each["properties"].get("security-severity")
        assert (score is not None) == ("security" in each["properties"]["tags"])
        assert score is None or 0 < float(score) <= 10


def test_other_packs_and_the_facts_are_extensions(sample, options):
    run = run_of(sample, options)
    driver, (acme, facts) = run["tool"]["driver"], run["tool"]["extensions"]
    assert (driver["name"], driver["semanticVersion"]) == ("modelspec-lint", "0.1.0")
    assert (acme["name"], acme["semanticVersion"]) == ("acme", "1.2.0")
    assert facts == {"name": "modelspec-knowledge-base", "version": "2026.11"}
    (note,) = [each for each in run["results"] if each["level"] == "note"]
    assert note["rule"] == {"id": "acme/ACME001", "index": 0, "toolComponent": {"index": 0}}
    assert "ruleId" not in note
    assert acme["rules"][0]["id"] == "acme/ACME001"


def test_every_result_points_at_its_rule_and_its_place(sample, options):
    run = run_of(sample, options)
    results = run["results"]
    for result in results:
        if "ruleId" in result:
            assert run["tool"]["driver"]["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert "kind" not in result
        assert result["level"] in {"error", "warning", "note"}
    assert [each["locations"][0]["physicalLocation"] for each in results[:1]] == [
        {
            "artifactLocation": {"uri": "specs/chat.modelspec.yaml", "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": 17, "startColumn": 13, "endLine": 17, "endColumn": 16},
        }
    ]
    assert run["columnKind"] == "unicodeCodePoints"
    assert "%SRCROOT%" in run["originalUriBaseIds"]


def test_related_places_are_linked_from_the_message(sample, options):
    result = run_of(sample, options)["results"][0]
    assert LINK.findall(result["message"]["text"]) == [
        ("70.6 billion parameters", "1"),
        ("2 bytes each", "2"),
    ]
    assert [each["id"] for each in result["relatedLocations"]] == [1, 2]
    assert [each["physicalLocation"]["region"]["startLine"] for each in result["relatedLocations"]] == [9, 13]


def test_fingerprints_are_githubs_own_and_ours(make_result, make_verdict, options):
    verdict = make_verdict(" a\nb\n  \t\tc\n d", Place(span=Span(3, 5, 3, 6, 9, 10)))
    assert run_of(make_result([verdict]), options)["results"][0]["partialFingerprints"] == {
        "modelspecFinding/v1": verdict.fingerprint,
        "primaryLocationLineHash": "180aee12dab6264:1",
    }


def test_a_line_that_github_does_not_see_still_has_a_fingerprint(make_result, make_verdict, options):
    verdict = make_verdict(NAMED.encode("utf-16"), "/metadata/name")
    assert verdict.span.line == 3
    run = run_of(make_result([verdict]), options)
    assert run["results"][0]["partialFingerprints"]["primaryLocationLineHash"]


def test_fixes_are_replacements_in_the_file(sample, options):
    (fix,) = run_of(sample, options)["results"][1]["fixes"]
    (change,) = fix["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 19, "startColumn": 13, "endLine": 19, "endColumn": 24},
            "insertedContent": {"text": "maxBatchSize"},
        }
    ]


def test_a_finding_about_a_whole_file_is_placed_on_its_first_line(make_result, make_verdict, options):
    verdict = make_verdict("nothing: here\n", Place(span=Span(1, 1, 1, 1, 0, 0)))
    (result,) = run_of(make_result([verdict]), options)["results"]
    assert result["locations"][0]["physicalLocation"]["region"] == {
        "startLine": 1,
        "startColumn": 1,
        "endLine": 1,
        "endColumn": 14,
    }


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("sub folder/a:b%.yaml", "sub%20folder/a%3Ab%25.yaml"),
        ("模/x.yaml", "%E6%A8%A1/x.yaml"),
        ("a#b?c.yaml", "a%23b%3Fc.yaml"),
    ],
)
def test_files_are_named_by_uri_below_the_root(tmp_path, make_result, make_verdict, options, path, uri):
    source = read_source("shown.yaml", NAMED.encode(), tmp_path / path)
    verdict = replace(make_verdict(NAMED, "/metadata/name"), source=source)
    (result,) = run_of(make_result([verdict]), replace(options, root=tmp_path))["results"]
    location = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": uri, "uriBaseId": "%SRCROOT%"}


def test_a_file_outside_the_root_has_its_own_uri_and_no_dots(tmp_path, make_result, make_verdict, options):
    source = read_source("../x.yaml", NAMED.encode(), tmp_path / "repository" / ".." / "x.yaml")
    verdict = replace(make_verdict(NAMED, "/metadata/name"), source=source)
    (result,) = run_of(make_result([verdict]), replace(options, root=tmp_path / "repository"))["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri == (tmp_path / "x.yaml").as_uri()


def test_levels_are_capped_when_asked(sample, options):
    run = run_of(sample, replace(options, sarif_max_level=Severity.WARNING))
    assert {each["level"] for each in run["results"]} == {"warning", "note"}


def test_a_category_is_named_only_when_asked(make_result, options):
    assert "automationDetails" not in run_of(make_result(), options)
    run = run_of(make_result(), replace(options, sarif_category="modelspec"))
    assert run["automationDetails"] == {"id": "modelspec/"}


def test_a_crash_is_a_notification_that_names_the_rule(crashed, options):
    (invocation,) = run_of(crashed, options)["invocations"]
    (notification,) = invocation["toolExecutionNotifications"]
    assert invocation["executionSuccessful"] is False
    assert notification["message"]["text"] == (
        "The rule acme/ACME001 crashed at acme.py:3 in check: KeyError: 'x'"
    )
    assert notification["associatedRule"]["id"] == "acme/ACME001"
    assert notification["level"] == "error"


def test_a_pack_that_could_not_be_loaded_is_a_notification_and_the_run_no_success(make_result, options):
    problem = "The rule pack acme (acme.rules) could not be loaded: no module named acme."
    (invocation,) = run_of(replace(make_result(), problems=(problem,)), options)["invocations"]
    assert invocation == {
        "executionSuccessful": False,
        "toolConfigurationNotifications": [{"level": "error", "message": {"text": problem}}],
    }


def test_accepted_findings_are_shown_as_such_only_when_asked(make_result, make_verdict, options):
    active = make_verdict(NAMED, "/metadata/name")
    known = make_verdict(NAMED, "/metadata/name", path="b.modelspec.yaml")
    old = make_verdict(NAMED, "/metadata/name", path="c.modelspec.yaml")
    accepted = (Accepted(known, "suppressed", "Known.", "ml", "2027-01-31"), Accepted(old, "baselined"))
    result = replace(make_result([active]), accepted=accepted)
    assert ["suppressions" in each for each in run_of(result, options)["results"]] == [False]
    shown = run_of(result, replace(options, sarif_suppressed=True))["results"]
    assert [each["suppressions"] for each in shown] == [
        [],
        [
            {
                "kind": "inSource",
                "status": "accepted",
                "justification": "Known.",
                "properties": {"owner": "ml", "until": "2027-01-31"},
            }
        ],
        [{"kind": "external", "status": "accepted"}],
    ]


def test_what_github_would_not_take_for_its_size_is_cut(make_result, make_verdict, options):
    draw = random.Random(1)
    long = "".join(chr(draw.randrange(0x4E00, 0x9FFF)) for _ in range(7900))
    verdicts = [make_verdict(NAMED, "/metadata/name", long)] * 600
    report = render("sarif", make_result(verdicts), options)
    assert len(json.loads(report.text)["runs"][0]["results"]) == 300
    assert len(gzip.compress(report.text.encode())) <= 10_000_000


def test_what_was_not_decided_is_a_notification(sample, options):
    (invocation,) = run_of(sample, options)["invocations"]
    assert invocation["executionSuccessful"] is True
    assert [each["level"] for each in invocation["toolExecutionNotifications"]] == ["note"]


def test_above_the_limit_the_most_severe_are_kept_and_it_is_said(make_result, make_verdict, options):
    note = make_verdict(NAMED, "/metadata/name", severity=Severity.NOTE)
    error = make_verdict(NAMED, "/metadata/name", path="z.modelspec.yaml")
    report = render("sarif", make_result([note] * 5001 + [error]), options)
    results = json.loads(report.text)["runs"][0]["results"]
    assert len(results) == 5000
    assert [each["level"] for each in results].count("error") == 1
    assert report.warnings == (
        "SARIF holds the 5,000 most severe findings; 2 more were left out, because GitHub takes no more",
    )


def test_a_rule_that_was_not_selected_but_reported_is_listed(make_result, make_verdict, options):
    result = make_result([make_verdict(NAMED, "/metadata/name")])
    run = run_of(replace(result, rules=()), options)
    assert [each["id"] for each in run["tool"]["driver"]["rules"]] == ["MS201"]
