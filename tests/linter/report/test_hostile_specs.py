"""Hostile text in every field of a spec, linted with every rule: each format is parsed back and compared."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modelspec_lint.linter.report import ReportOptions, render
from modelspec_lint.linter.report.display import shown
from modelspec_lint.linter.verdicts import Result
from tests.browser.html_page import HtmlPage
from tests.linter.report.hostile import DANGEROUS, FIELDS, HOSTILE, TEXTS, linted, spec_of
from tests.linter.report.markdown_page import read_markdown
from tests.linter.report.schemas import gitlab_problems, junit_problems
from tests.linter.report.test_github import read_back

OPTIONS = ReportOptions(root=Path.cwd())
HEAD = re.compile(r"(?m)^(.*):(\d+):(\d+): (error|warning|note)\[([A-Z]+\d+)\](.*)$")
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "script", "noscript"),
    *("header", "nav", "main", "footer", "section", "article", "h1", "h2", "h3", "p", "div", "span"),
    *("a", "b", "bdi", "strong", "code", "pre", "mark", "ul", "ol", "li", "details", "summary"),
    *("table", "thead", "tbody", "tr", "th", "td"),
    *("form", "label", "input", "fieldset", "legend", "select", "option", "output", "button"),
    *("figure", "svg", "rect", "text", "desc"),
}
COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def said(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def check_text(result: Result) -> None:
    for changes in ({"quiet": True}, {"verbose": True, "statistics": True}, {"unicode": False}):
        text = render("text", result, replace(OPTIONS, **changes)).text
        heads = [(file, int(line), code) for file, line, _, _, code, _ in HEAD.findall(text)]
        assert heads == [(each.file, each.span.line, each.code) for each in result.verdicts]
        assert not DANGEROUS.search(text)


def check_json(result: Result) -> None:
    findings = json.loads(render("json", result, OPTIONS).text)["findings"]
    for found, verdict in zip(findings, result.verdicts, strict=True):
        assert found["message"] == said(verdict.message)
        assert found["help"] == [said(each) for each in verdict.help]
        assert found["code"] == verdict.code


def check_sarif(result: Result) -> None:
    (run,) = json.loads(render("sarif", result, OPTIONS).text)["runs"]
    ids = sorted(found.get("ruleId") or found["rule"]["id"] for found in run["results"])
    assert ids == sorted(each.code for each in result.verdicts)
    assert not DANGEROUS.search("".join(found["message"]["text"] for found in run["results"]))


def check_github(result: Result) -> None:
    lines = re.split("[\r\n]", render("github", result, OPTIONS).text.rstrip("\n"))
    commands = [read_back(line) for line in lines if line.startswith("::")]
    worst_first = sorted(result.verdicts, key=lambda each: (-each.severity, each.order))
    assert not any("::" in line[:2] or line.startswith("##[") for line in lines[len(commands) :])
    for (kind, properties, data), verdict in zip(commands, worst_first, strict=True):
        assert kind == COMMANDS[verdict.severity.label]
        assert properties["title"] == f"{verdict.code} {verdict.name}"
        assert data.split("\n")[0] == shown(verdict.message, limit=4000)


def check_gitlab(result: Result) -> None:
    entries = json.loads(render("gitlab", result, OPTIONS).text)
    assert gitlab_problems(entries) == []
    for entry, verdict in zip(entries, result.verdicts, strict=True):
        assert entry["check_name"] == f"{verdict.code} {verdict.name}"
        start = shown(f"{verdict.code}: {verdict.message}", limit=2000)
        assert entry["description"].startswith(start.removesuffix("…"))
        assert not DANGEROUS.search(entry["description"])


def check_junit(result: Result) -> None:
    text = render("junit", result, OPTIONS).text
    assert junit_problems(text) == []
    told = [case[0].get("message") for case in ElementTree.fromstring(text).iter("testcase") if len(case)]
    assert sorted(told) == sorted(
        shown(f"{each.severity.label}: {each.message}", limit=1000) for each in result.verdicts
    )


def check_markdown(result: Result) -> None:
    report = render("markdown", result, OPTIONS)
    page = read_markdown(report.text)
    rows = page.tables[-1][1:]
    worst_first = sorted(result.verdicts, key=lambda each: (-each.severity, each.order))
    assert len(rows) == len(result.verdicts) or report.warnings
    for row, verdict in zip(rows, worst_first, strict=False):
        assert len(row) == 3
        start = f"{verdict.code} {verdict.name} {shown(verdict.message, limit=600)}"
        assert plain(row[1]).startswith(plain(start))
        assert row[2] == f"{verdict.file}:{verdict.span.line}"
    assert not re.search(r"@\w|://|(?<![\w&])#\d", report.text.replace("&#8203;", "\u200b"))


def check_html(result: Result) -> None:
    """What a browser makes of it is tried in tests/browser."""
    page = HtmlPage(render("html", result, OPTIONS).text)
    assert page.names <= ELEMENTS
    assert len(page.named("script")) == len(page.named("style")) == 1
    assert not any(name.startswith("on") or name == "style" for _, found in page.elements for name in found)
    assert all((found["href"] or "").startswith(("#", "https://", "http://")) for found in page.named("a"))
    messages = [message.replace("`", "") for message in page.inner_texts("message")]
    worst_first = sorted(result.verdicts, key=lambda each: (-each.severity, each.order))
    assert messages == [shown(each.message, limit=1000).replace("`", "") for each in worst_first]
    assert not any(DANGEROUS.search(text) for _, text in page.texts)


def plain(text: str) -> str:
    """Take out what a reader of Markdown does not tell apart: backticks become code, blanks fall together."""
    return " ".join(text.replace("`", "").replace("\n", " ").split(" ")).strip()


CHECKS = [
    check_text,
    check_json,
    check_sarif,
    check_github,
    check_gitlab,
    check_junit,
    check_markdown,
    check_html,
]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_no_known_text_breaks_or_forges_a_report(check) -> None:
    for text in HOSTILE:
        result = linted(spec_of([text] * FIELDS, text), path="a.modelspec.json")
        assert result.verdicts
        assert not result.crashes
        check(result)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(TEXTS, min_size=FIELDS, max_size=FIELDS), TEXTS)
def test_no_text_breaks_or_forges_a_report(texts: list[str], key: str) -> None:
    result = linted(spec_of(texts, key))
    assert not result.crashes
    for check in CHECKS:
        check(result)
