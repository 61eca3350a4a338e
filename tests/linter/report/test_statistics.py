import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from modelspec_lint.linter import Severity
from modelspec_lint.linter.cli import main
from modelspec_lint.linter.report import render
from modelspec_lint.linter.report.statistics import RuleCount, statistics

BROKEN = "examples/broken/misspelt-fields.modelspec.yaml"
TABLE = """\
findings  errors  warnings  notes  rule
       5       5                   MS101 unknown-field
       5       5                   all
"""


def test_findings_are_counted_by_rule_and_severity_the_most_first(sample, make_verdict, make_result):
    text = "apiVersion: piqc.ai/v1alpha1\nkind: ModelSpec\nmetadata: {name: a}\n"
    more = [make_verdict(text, "/kind", severity=severity) for severity in (Severity.NOTE, Severity.ERROR)]

    assert statistics(make_result([*sample.verdicts, *more])) == (
        RuleCount("MS201", "weights-exceed-memory", (2, 0, 1)),
        RuleCount("ACME001", "needs-cost-centre", (0, 0, 1)),
        RuleCount("MS101", "unknown-field", (1, 0, 0)),
        RuleCount("MS106", "duplicate-name", (0, 1, 0)),
    )


def test_the_text_report_shows_them_before_its_last_line(sample, options):
    lines = render("text", sample, replace(options, statistics=True)).text.splitlines()

    assert lines[-8:] == [
        "findings  errors  warnings  notes  rule",
        "       1                        1  ACME001 needs-cost-centre",
        "       1       1                   MS101   unknown-field",
        "       1                 1         MS106   duplicate-name",
        "       1       1                   MS201   weights-exceed-memory",
        "       4       2         1      1  all",
        "",
        render("text", sample, options).text.splitlines()[-1],
    ]


def test_large_counts_keep_their_columns(make_result, make_verdict, options):
    text = "apiVersion: piqc.ai/v1alpha1\nkind: ModelSpec\nmetadata: {name: a}\n"
    verdict = make_verdict(text, "/kind")
    result = make_result([verdict] * 12_345)
    lines = render("text", result, replace(options, quiet=True, statistics=True)).text.splitlines()[-3:]

    assert lines == [
        "findings  errors  warnings  notes  rule",
        "  12,345  12,345                   MS201 weights-exceed-memory",
        "  12,345  12,345                   all",
    ]


def test_a_clean_run_says_that_there_is_nothing_to_count(make_result, options):
    text = render("text", make_result(), replace(options, statistics=True)).text

    assert text == "no findings to count\n\nchecked 1 spec in 1 file: no findings\n"


@pytest.mark.parametrize("more", [[], ["-q"]])
def test_the_option_adds_them_to_the_text(more):
    run = CliRunner().invoke(main, ["lint", BROKEN, "--select", "MS101", "--statistics", *more])

    assert TABLE in run.stdout
    assert run.stderr == ""


def test_beside_another_format_they_go_to_standard_error():
    run = CliRunner().invoke(main, ["lint", BROKEN, "--select", "MS101", "--statistics", "--format", "json"])

    assert run.stderr == TABLE
    assert run.stdout.startswith("{")


def test_the_documented_example_is_what_the_program_says():
    page = (Path(__file__).parents[3] / "docs" / "output.md").read_text("utf-8")
    command, table = re.search(
        r"\$ modelspec (lint .*--statistics .*)\n\.\.\.\n((?:.+\n)+)```", page
    ).groups()

    assert CliRunner().invoke(main, command.split()).stdout.endswith(table)
