from dataclasses import replace

import click
import pytest

from modelspec_lint.linter import Severity
from modelspec_lint.linter.accepted import Accepted
from modelspec_lint.linter.report import render

HEAD = "apiVersion: piqc.ai/v1alpha1\nkind: ModelSpec\n"


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        ("text.txt", {}),
        ("text-ascii.txt", {"unicode": False}),
        ("text-verbose.txt", {"verbose": True}),
        ("text-quiet.txt", {"quiet": True}),
        ("text-color.txt", {"color": True, "hyperlinks": True}),
        ("text-narrow.txt", {"width": 60}),
    ],
)
def test_the_report_looks_as_it_should(sample, options, snapshot, name, changes):
    snapshot(name, render("text", sample, replace(options, **changes)).text)


def test_colour_adds_nothing_but_colour(sample, options):
    plain = render("text", sample, options).text
    assert click.unstyle(render("text", sample, replace(options, color=True)).text) == plain


def test_no_line_of_the_report_is_wider_than_the_screen(sample, options):
    for width in (60, 80, 110):
        text = render("text", sample, replace(options, width=width)).text
        frames = [line for line in text.splitlines() if not line.startswith(("specs/", "checked"))]
        assert max(map(len, frames)) <= width


def test_plain_ascii_is_plain_ascii(sample, options):
    assert render("text", sample, replace(options, unicode=False, verbose=True)).text.isascii()


def test_a_clean_run_says_so_in_one_line(make_result, options):
    assert render("text", make_result(), options).text == "checked 1 spec in 1 file: no findings\n"
    assert render("text", make_result(), replace(options, quiet=True)).text == ""


def test_a_fix_is_named_where_no_help_says_it(sample, options):
    text = render("text", sample, options).text
    assert "= fix: Rename it to maxBatchSize (--fix)\n" in text


def test_what_could_not_be_decided_is_told_with_its_reason_when_asked(sample, options):
    text = render("text", sample, replace(options, verbose=True)).text
    assert (
        "undecided:\n"
        "  specs/ranker.modelspec.yaml /spec/identity/model/id: MS202, MS203\n"
        "    No cache formula is known.\n"
    ) in text
    assert "No cache formula" not in render("text", sample, options).text


def test_a_message_of_ten_thousand_characters_is_cut(make_result, make_verdict, options):
    verdict = make_verdict(f"{HEAD}metadata: {{name: a}}\n", "/metadata/name", "x" * 10_000)
    assert len(render("text", make_result([verdict]), options).text) < 1500


def test_the_summary_has_the_colour_of_the_worst_finding(make_result, make_verdict, options):
    verdict = make_verdict(f"{HEAD}metadata: {{name: a}}\n", "/metadata/name", severity=Severity.NOTE)
    text = render("text", make_result([verdict]), replace(options, color=True)).text
    assert text.endswith("\x1b[1;36mchecked 1 spec in 1 file: 1 finding (1 note)\x1b[0m\n")


def test_accepted_findings_are_listed_on_demand_with_their_terms(sample, options):
    first, second, *_ = sample.verdicts
    accepted = (
        Accepted(second, "baselined"),
        Accepted(first, "suppressed", "load test", "ml-platform", "2027-03-31"),
    )
    result = replace(sample, verdicts=(), undecided=(), accepted=accepted)
    assert render("text", result, options).text.startswith("checked ")
    text = render("text", result, replace(options, show_suppressed=True)).text
    lines = text.splitlines()
    assert lines[0] == "accepted:"
    assert lines[1].startswith(f"  {first.file}:{first.span.line}:{first.span.column}: ")
    assert lines[2] == "    suppressed: load test, owner ml-platform, until 2027-03-31"
    assert lines[4] == "    baselined"


def test_the_summary_says_what_was_fixed(sample, options):
    summary = replace(sample.summary, fixed=3, rolled_back=1)
    text = render("text", replace(sample, summary=summary), options).text
    assert "; 3 fixed; 1 rolled back; " in text.splitlines()[-1]
