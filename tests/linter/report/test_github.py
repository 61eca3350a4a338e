import re
from dataclasses import replace

from modelspec_lint.linter import Place, Severity
from modelspec_lint.linter.document import Span, read_source
from modelspec_lint.linter.report import render

HEAD = "apiVersion: piqc.ai/v1alpha1\nkind: ModelSpec\n"
COMMAND = re.compile(r"::(error|warning|notice) ((?:[a-zA-Z]+=[^,:\r\n]*,?)+)::(.*)\Z")


def read_back(line):
    """Read a workflow command as the runner does."""
    kind, written, data = COMMAND.match(line).groups()
    properties = {}
    for each in written.split(","):
        name, _, value = each.partition("=")
        value = value.replace("%2C", ",").replace("%3A", ":")
        properties[name] = value.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")
    return kind, properties, data.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


def test_the_report_looks_as_it_should(sample, options, snapshot):
    snapshot("github.txt", render("github", sample, options).text)


def test_a_command_reads_back_as_it_was_meant(make_result, make_verdict, options):
    verdict = make_verdict(
        f"{HEAD}metadata: {{name: a}}\n",
        "/metadata/name",
        "100%, they said: no",
        path="a,b:c%.modelspec.yaml",
        help="50% off",
    )
    line, summary = render("github", make_result([verdict]), options).text.splitlines()
    assert read_back(line) == (
        "error",
        {
            "file": "a,b:c%.modelspec.yaml",
            "line": "3",
            "endLine": "3",
            "col": "18",
            "endColumn": "19",
            "title": "MS201 weights-exceed-memory",
        },
        "100%, they said: no\nhelp: 50% off",
    )
    assert summary == "checked 1 spec in 1 file: 1 finding (1 error)"


def test_the_most_severe_come_first_because_github_shows_only_ten(make_result, make_verdict, options):
    text = f"{HEAD}metadata: {{name: a}}\n"
    notes = [make_verdict(text, "/kind", f"n{n}", severity=Severity.NOTE) for n in range(11)]
    error = make_verdict(text, "/metadata/name")
    lines = render("github", make_result([*notes, error]), options).text.splitlines()
    assert [line[2:7] for line in lines[:2]] == ["error", "notic"]
    assert lines[-1] == "GitHub shows the first 10 annotations of each kind; all are in this log."


def test_an_annotation_of_several_lines_has_no_columns(make_result, make_verdict, options):
    verdict = make_verdict(f"{HEAD}metadata: {{name: a}}\n", Place(span=Span(1, 2, 2, 3, 1, 31)))
    line = render("github", make_result([verdict]), options).text.splitlines()[0]
    assert read_back(line)[1].keys() == {"file", "line", "endLine", "title"}


def test_a_file_is_named_relative_to_the_repository(tmp_path, make_result, make_verdict, options):
    verdict = make_verdict(f"{HEAD}metadata: {{name: a}}\n", "/metadata/name")
    source = read_source("x.modelspec.yaml", HEAD.encode(), tmp_path / "deep" / "x.modelspec.yaml")
    result = make_result([replace(verdict, source=source)])
    line = render("github", result, replace(options, root=tmp_path)).text.splitlines()[0]
    assert read_back(line)[1]["file"] == "deep/x.modelspec.yaml"


def test_quiet_prints_commands_alone(sample, options):
    lines = render("github", sample, replace(options, quiet=True)).text.splitlines()
    assert len(lines) == 4
    assert all(line.startswith("::") for line in lines)
