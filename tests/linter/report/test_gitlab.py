import json
from collections import Counter
from dataclasses import replace

from modelspec_lint.linter.accepted import Accepted
from modelspec_lint.linter.report import ReportOptions, render
from tests.linter.report.schemas import gitlab_problems

HEAD = "apiVersion: piqc.ai/v1alpha1\nkind: ModelSpec\n"


def test_the_report_looks_as_it_should(sample, options, snapshot):
    snapshot("gitlab.json", render("gitlab", sample, options).text)


def test_the_report_is_as_gitlab_wants_it(sample, options):
    entries = json.loads(render("gitlab", sample, options).text)

    assert gitlab_problems(entries) == []
    assert [entry["severity"] for entry in entries] == ["major", "major", "info", "minor"]


def test_a_clean_run_is_an_empty_list(make_result, options):
    assert render("gitlab", make_result(), options).text == "[]\n"


def test_no_two_findings_have_the_same_fingerprint(make_result, make_verdict, options):
    verdict = make_verdict(f"{HEAD}metadata: {{name: a}}\n", "/metadata/name")
    entries = json.loads(render("gitlab", make_result([verdict, verdict, verdict]), options).text)
    fingerprints = [entry["fingerprint"] for entry in entries]

    assert fingerprints == [verdict.fingerprint, f"{verdict.fingerprint}-2", f"{verdict.fingerprint}-3"]
    assert max(Counter(fingerprints).values()) == 1


def test_a_path_is_relative_to_the_repository(tmp_path, make_result, make_verdict):
    (tmp_path / "specs").mkdir()
    file = tmp_path / "specs" / "a.modelspec.yaml"
    verdict = make_verdict(f"{HEAD}metadata: {{name: a}}\n", "/metadata/name", path=str(file))
    (entry,) = json.loads(render("gitlab", make_result([verdict]), ReportOptions(root=tmp_path)).text)

    assert entry["location"] == {"path": "specs/a.modelspec.yaml", "lines": {"begin": 3, "end": 3}}


def test_what_was_accepted_is_left_out_and_that_is_said(make_result, make_verdict, options):
    verdict = make_verdict(f"{HEAD}metadata: {{name: a}}\n", "/metadata/name")
    result = replace(make_result(), accepted=(Accepted(verdict, "suppressed"),))
    asked = render("gitlab", result, ReportOptions(root=options.root, show_suppressed=True))

    assert asked.text == "[]\n"
    assert asked.warnings == (
        "a Code Quality report has no place for accepted findings: they are left out of it",
    )
    assert render("gitlab", result, options).warnings == ()
