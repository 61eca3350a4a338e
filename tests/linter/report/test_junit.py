from dataclasses import replace
from xml.etree import ElementTree

from modelspec_lint.linter.accepted import Accepted
from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.fleet import Fleet
from modelspec_lint.linter.report import render
from tests.linter.report.schemas import junit_problems

HEAD = "apiVersion: piqc.ai/v1alpha1\nkind: ModelSpec\n"


def cases(text):
    return [
        (case.get("classname"), case.get("name"), next((told.tag for told in case), "passed"))
        for case in ElementTree.fromstring(text).iter("testcase")
    ]


def with_fleet(result, *texts):
    documents = [
        read_source(f"{name}.modelspec.yaml", f"{HEAD}metadata: {{name: {name}}}\n".encode()).documents[0]
        for name in texts
    ]
    return replace(result, fleet=Fleet(documents, [(None, None)] * len(documents), knowledge=None))


def test_the_report_looks_as_it_should(sample, options, snapshot):
    snapshot("junit.xml", render("junit", sample, options).text)


def test_the_report_is_valid(sample, options):
    assert junit_problems(render("junit", sample, options).text) == []


def test_errors_fail_and_the_rest_is_skipped_with_its_text(sample, options):
    assert cases(render("junit", sample, options).text) == [
        (
            "specs/chat.modelspec.yaml",
            "MS201 weights-exceed-memory /spec/runtime/accelerator/type",
            "failure",
        ),
        ("specs/chat.modelspec.yaml", "MS101 unknown-field /spec/runtime/batch/maxBatchSze", "failure"),
        ("specs/ranker.modelspec.yaml", "ACME001 needs-cost-centre /metadata/labels", "skipped"),
        ("specs/ranker.modelspec.yaml", "MS106 duplicate-name /metadata/name", "skipped"),
    ]


def test_a_clean_run_has_a_case_that_passed_for_each_spec(make_result, options):
    text = render("junit", with_fleet(make_result(specs=2), "alpha", "beta"), options).text

    assert cases(text) == [
        ("alpha.modelspec.yaml", "alpha", "passed"),
        ("beta.modelspec.yaml", "beta", "passed"),
    ]
    assert junit_problems(text) == []


def test_a_spec_with_findings_does_not_pass_as_well(make_result, make_verdict, options):
    verdict = make_verdict(f"{HEAD}metadata: {{name: beta}}\n", "/metadata/name", path="beta.modelspec.yaml")
    text = render("junit", with_fleet(make_result([verdict], specs=2), "alpha", "beta"), options).text

    assert cases(text) == [
        ("alpha.modelspec.yaml", "alpha", "passed"),
        ("beta.modelspec.yaml", "MS201 weights-exceed-memory /metadata/name", "failure"),
    ]


def test_the_same_case_twice_has_two_names(make_result, make_verdict, options):
    verdict = make_verdict(f"{HEAD}metadata: {{name: a}}\n", "/metadata/name")
    text = render("junit", make_result([verdict, verdict]), options).text

    assert [name for _, name, _ in cases(text)] == [
        "MS201 weights-exceed-memory /metadata/name",
        "MS201 weights-exceed-memory /metadata/name (2)",
    ]
    assert junit_problems(text) == []


def test_a_rule_that_crashed_is_an_error_not_a_failure(make_result, make_verdict, options):
    verdict = make_verdict(f"{HEAD}metadata: {{name: a}}\n", "/metadata/name")
    crashed = replace(verdict, rule=replace(verdict.rule, on="crash"))
    text = render("junit", make_result([crashed]), options).text

    assert [outcome for _, _, outcome in cases(text)] == ["error"]
    assert junit_problems(text) == []


def test_what_was_accepted_is_skipped_where_it_is_asked_for(make_result, make_verdict, options):
    verdict = make_verdict(f"{HEAD}metadata: {{name: a}}\n", "/metadata/name")
    accepted = Accepted(verdict, "suppressed", "load test", "ml-platform", "2027-03-31")
    result = replace(make_result(), accepted=(accepted,))
    text = render("junit", result, replace(options, show_suppressed=True)).text
    (told,) = ElementTree.fromstring(text).iter("skipped")

    assert told.get("message") == (
        "suppressed (load test, owner ml-platform, until 2027-03-31): It is wrong."
    )
    assert cases(render("junit", result, options).text) == []
