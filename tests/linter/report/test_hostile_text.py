"""Text from a file, in every field of a finding, never breaks a format nor speaks in its name."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelspec_lint.knowledge_base import Estimate, Stated
from modelspec_lint.linter import Place
from modelspec_lint.linter.document.lines import Lines
from modelspec_lint.linter.report import render
from tests.linter.report.hostile import DANGEROUS, HOSTILE


@pytest.fixture
def result_of(make_result, make_verdict):
    """Make a result in which a text stands everywhere."""

    def make(text):
        name = json.dumps(text)
        spec = f"apiVersion: piqc.ai/v1alpha1\nkind: ModelSpec\nmetadata: {{name: {name}, version: {name}}}\n"
        verdict = make_verdict(
            spec,
            "/metadata/name",
            f"The name {text} is odd",
            related=[("/metadata/version", text)],
            evidence=[Estimate(text, 1, 2, 3, "GiB", text), Stated(text, text, "", text)],
            help=[text],
        )
        return make_result([replace(verdict, pointer=f"/{text}")])

    return make


@pytest.mark.parametrize("text", HOSTILE)
def test_the_terminal_gets_nothing_but_visible_text(result_of, options, text):
    for changes in ({}, {"unicode": False}, {"quiet": True}, {"verbose": True}):
        shown = render("text", result_of(text), replace(options, **changes)).text
        assert not DANGEROUS.search(shown)
        shown.encode("utf-8")
    assert len(render("text", result_of(text), replace(options, quiet=True)).text.splitlines()) == 1


@pytest.mark.parametrize("text", HOSTILE)
def test_json_reads_back_what_was_said(result_of, options, text):
    said = re.sub("[\ud800-\udfff]", "\ufffd", text)
    (finding,) = json.loads(render("json", result_of(text), options).text)["findings"]
    assert finding["message"] == f"The name {said} is odd"
    assert finding["pointer"] == f"/{said}"
    assert finding["related"][0]["message"] == finding["help"][0] == said
    assert finding["evidence"][1]["value"] == said


@pytest.mark.parametrize("text", HOSTILE)
def test_github_sees_one_command_whatever_the_file_says(result_of, options, text):
    lines = re.split("[\r\n]", render("github", result_of(text), options).text.rstrip("\n"))
    assert len(lines) == 2
    assert lines[0].startswith("::error file=a.modelspec.yaml,line=")
    assert not DANGEROUS.search(lines[0])
    properties = lines[0].removeprefix("::error ").split("::")[0]
    assert [each.partition("=")[0] for each in properties.split(",")] == [
        *("file", "line", "endLine", "col", "endColumn", "title")
    ]


@pytest.mark.parametrize("text", HOSTILE)
def test_sarif_has_only_the_links_that_we_made(result_of, options, text):
    (run,) = json.loads(render("sarif", result_of(text), options).text)["runs"]
    (result,) = run["results"]
    assert [target for _, target in links(result["message"]["text"])] == ["1"]
    assert links(result["relatedLocations"][0]["message"]["text"]) == []
    assert not DANGEROUS.search(result["message"]["text"])


def links(text):
    """Find links as a Markdown reader does: brackets and backslashes may be escaped by a backslash."""
    found, position = [], 0
    while position < len(text):
        if text[position] == "\\":
            position += 2
        elif match := re.compile(r"\[((?:[^\\\[\]]|\\.)*)\]\(([^)]*)\)", re.DOTALL).match(text, position):
            found.append(match.groups())
            position = match.end()
        else:
            position += 1
    return found


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(st.text(max_size=60), st.integers(20, 200), st.booleans())
def test_any_text_is_drawn_within_its_frame(result_of, options, text, width, unicode):
    shown = render("text", result_of(text), replace(options, width=width, unicode=unicode)).text
    assert not DANGEROUS.search(shown)
    assert shown.count("\n\n") == 1
    if not unicode:
        assert shown.isascii()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=100, deadline=None)
@given(st.text(alphabet="a\t\n\r模é😀\x1b: ", max_size=80), st.data())
def test_any_span_of_any_file_can_be_drawn(make_result, make_verdict, options, text, data):
    start = data.draw(st.integers(0, len(text)))
    span = Lines(text).span(start, data.draw(st.integers(start, len(text))))
    verdict = make_verdict(text, Place(span=span))
    shown = render("text", make_result([verdict]), replace(options, width=40)).text
    if verdict.source.text:
        assert "^" in shown
    assert not DANGEROUS.search(shown)
