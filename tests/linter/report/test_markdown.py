from dataclasses import replace

import pytest

from modelspec_lint.linter import Severity
from modelspec_lint.linter.accepted import Accepted
from modelspec_lint.linter.report import render
from modelspec_lint.linter.report.markdown import MOST_BYTES
from modelspec_lint.linter.report.markdown.escape import escaped, sentence, sentence_lines
from tests.linter.report.markdown_page import read_markdown

HEAD = "apiVersion: piqc.ai/v1alpha1\nkind: ModelSpec\n"


def test_the_report_looks_as_it_should(sample, options, snapshot):
    snapshot("summary.md", render("markdown", sample, options).text)


def test_a_clean_run_says_so_in_two_lines(make_result, options):
    assert render("markdown", make_result(), options).text == (
        "### modelspec lint\n"
        "\n"
        "checked 1 spec in 1 file: no findings.\n"
        "\n"
        "<sub>modelspec-lint 0.1.0, knowledge base 2026.11</sub>\n"
    )


def test_the_worst_come_first(sample, options):
    (table,) = read_markdown(render("markdown", sample, options).text).tables

    assert [row[0].split("\u00a0")[1] for row in table[1:]] == ["error", "error", "warning", "note"]
    assert table[1][2] == "specs/chat.modelspec.yaml:17"


def test_many_findings_are_counted_by_rule_first(sample, make_result, options):
    result = make_result(sample.verdicts * 3)
    page = read_markdown(render("markdown", result, options).text)

    assert page.tables[0] == [
        ["Rule", "Errors", "Warnings", "Notes"],
        ["ACME001 needs-cost-centre", "0", "0", "3"],
        ["MS101 unknown-field", "3", "0", "0"],
        ["MS106 duplicate-name", "0", "3", "0"],
        ["MS201 weights-exceed-memory", "3", "0", "0"],
    ]
    assert len(page.tables[1]) == 13


@pytest.mark.parametrize("message", ["It is wrong.", "|" * 600, "模" * 600, "\x1b" * 600])
def test_a_summary_always_fits_and_says_what_it_left_out(make_result, make_verdict, options, message):
    text = f"{HEAD}metadata: {{name: a}}\n"
    note = make_verdict(text, "/kind", message, severity=Severity.NOTE, help=[message] * 5)
    error = make_verdict(text, "/metadata/name", message)
    report = render("markdown", make_result([*[note] * 1_999, error]), options)
    page = read_markdown(report.text)
    shown = page.tables[-1][1:]
    left_out = 2_000 - len(shown)

    assert MOST_BYTES - 15_000 < len(report.text.encode()) <= MOST_BYTES
    assert shown[0][0].endswith("error")
    assert f"**{left_out:,} findings more had no room in 65,000 bytes.**" in report.text
    assert report.warnings == (
        f"{left_out:,} findings more had no room in 65,000 bytes: --output html=FILE or text=FILE writes all",
    )


def test_accepted_and_undecided_open_on_demand(sample, options):
    accepted = Accepted(sample.verdicts[0], "baselined", "known|issue", "@ml", "2027-01-01")
    result = replace(sample, accepted=(accepted,))
    page = read_markdown(
        render("markdown", result, replace(options, show_suppressed=True, verbose=True)).text
    )

    assert page.tables[1][1] == [
        "baselined: known|issue, owner @ml, until 2027-01-01",
        "MS201 weights-exceed-memory llama-3-70b-instruct in bf16 has 131.4 GiB of weights; "
        "one A10 offers at most 21.6 GiB.",
        "specs/chat.modelspec.yaml:17",
    ]
    assert [row[0] for row in page.tables[2]] == ["Rule", "MS202", "MS203"]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("a|b", "a&#124;b"),
        ("@team", "@&#8203;team"),
        ("acme/shop#12 GH-7", "acme/shop#&#8203;12 GH-&#8203;7"),
        ("https://a.example www.a.example", "https:&#8203;//a.example www.&#8203;a.example"),
        ("<b>&amp;", "&#60;b&#62;&#38;&#8203;amp;"),
        ("[a](b) ![c](d)", "&#91;a&#93;(b) !&#91;c&#93;(d)"),
        ("3 * 4 at 50 %: no", "3 &#42; 4 at 50 %: no"),
        ("\x1b[31m", "&#92;x1b&#91;31m"),
        ("a\nb", "a&#92;nb"),
    ],
)
def test_signs_that_would_act_are_written_out(text, written):
    assert escaped(text) == written


def test_what_a_sentence_quotes_is_set_as_code():
    assert sentence("`a_b` is no `field") == "<code>a&#95;b</code> is no &#96;field"


def test_lines_to_insert_keep_their_indentation():
    assert sentence_lines("insert\n  a: 1\n    b: 2") == (
        "insert<br>&nbsp;&nbsp;a: 1<br>&nbsp;&nbsp;&nbsp;&nbsp;b: 2"
    )
