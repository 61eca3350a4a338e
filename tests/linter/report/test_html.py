"""The page for a browser, as markup; what it does in one is tried in tests/browser."""

from __future__ import annotations

import base64
import hashlib
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace

import pytest

from modelspec_lint.linter.accepted import Accepted
from modelspec_lint.linter.report import ReportOptions, render
from modelspec_lint.linter.verdicts import Result
from tests.browser.html_page import HtmlPage
from tests.browser.results import result_with


def html(result: Result, **options: bool) -> str:
    return render("html", result, replace(ReportOptions(), **options)).text  # type: ignore[arg-type]


@pytest.fixture(scope="module", params=[3, 300])
def text(request: pytest.FixtureRequest) -> str:
    return html(result_with(request.param))


def test_the_page_is_well_formed_and_needs_nothing_else(text: str) -> None:
    page = HtmlPage(text)

    assert not {"link", "img", "iframe", "object", "embed", "base"} & page.names
    for _, attributes in page.elements:
        assert not {"src", "srcset", "data", "action", "style", "formaction"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
    assert "url(" not in text
    assert "@import" not in text


def test_every_link_within_the_page_leads_somewhere_and_names_are_unique(text: str) -> None:
    page = HtmlPage(text)
    names = Counter(found["id"] for _, found in page.elements if "id" in found)
    links = [found["href"] or "" for found in page.named("a")]

    assert max(names.values()) == 1
    assert [link for link in links if link.startswith("#") and link[1:] not in names] == []
    assert all(link.startswith(("#", "https://", "http://")) for link in links)
    labels = [found["for"] for found in page.named("label") if "for" in found]
    assert set(labels) <= set(names)


def test_the_policy_names_the_style_and_the_script_by_what_they_are(text: str) -> None:
    (policy,) = (found["content"] for found in HtmlPage(text).named("meta") if "http-equiv" in found)

    for name, directive in (("style", "style-src"), ("script", "script-src")):
        (content,) = re.findall(rf"<{name}>(.*?)</{name}>", text, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}';" in (policy or "")
    assert (policy or "").startswith("default-src 'none'; ")


def test_every_colour_is_defined_in_both_schemes(text: str) -> None:
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.DOTALL)
    schemes = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    light, dark = (set(re.findall(r"--([a-z-]+):", scheme)) for scheme in schemes)

    assert light == dark
    assert set(re.findall(r"var\(--([a-z-]+)\)", style)) == light | {"severity", "back"}


def test_every_plot_says_in_words_what_it_shows(text: str) -> None:
    page = HtmlPage(text)
    names = {found.get("id") for _, found in page.elements}

    plots = page.named("svg")
    assert plots
    for plot in plots:
        assert plot["role"] == "img"
        assert set((plot["aria-labelledby"] or "").split()) <= names


def test_a_finding_has_its_lines_its_sum_with_sources_and_ways_out(sample: Result) -> None:
    page = HtmlPage(html(sample))
    said = [text for _, text in page.texts]

    assert page.inner_texts("primary") == ["a10", "maxBatchSze", "support-chat", "metadata"]
    assert page.inner_texts("related") == ["llama-3-70b-instruct", "bf16", "support-chat"]
    assert "70.6 billion parameters" in said
    assert [found["href"] for found in page.named("a") if "rel" in found] == [
        *["https://huggingface.co/meta-llama/Meta-Llama-3-70B-Instruct/blob/main/config.json"] * 3,
        "https://github.com/vllm-project/vllm/issues/31337",
    ]
    assert "2 x h100-sxm5-80gb, or precision fp8 on 1" in said
    assert "--fix" in said
    assert "in " not in said
    assert page.inner_texts("other") == ["specs/chat.modelspec.yaml:5"]


def test_the_tiles_count_what_the_run_counted(sample: Result) -> None:
    page = HtmlPage(html(sample))

    assert page.inner_texts("label") == ["specs", "errors", "warning", "note"]
    assert page.inner_texts("figure") == ["2", "2", "1", "1"]


def test_the_fleet_is_summed_up_at_all_replicas() -> None:
    result = result_with(300)
    page = HtmlPage(html(result))
    devices = [each.accelerators for each in result.fleet.overviews]  # type: ignore[union-attr]
    known = [each for each in devices if hasattr(each, "most")]

    assert page.inner_texts("label")[4:] == ["accelerators", "USD a month"]
    assert page.inner_texts("figure")[4] == f"{sum(each.most for each in known):,.0f}"  # type: ignore[union-attr]


def test_what_was_accepted_is_there_where_it_is_asked_for(sample: Result) -> None:
    accepted = Accepted(sample.verdicts[0], "baselined")
    result = replace(sample, accepted=(accepted,))

    assert len(HtmlPage(html(result)).inner_texts("finding")) == 4
    page = HtmlPage(html(result, show_suppressed=True))
    assert len(page.inner_texts("finding")) == 5
    assert [text.split() for text in page.inner_texts("accepted")] == [["Accepted,", "baselined"]]


def test_a_clean_run_has_a_page_too() -> None:
    page = HtmlPage(html(replace(result_with(3), verdicts=(), undecided=())))

    assert page.inner_texts("clean") == ["There are no findings."]
    assert page.named("form") == []


def test_two_runs_give_the_same_bytes() -> None:
    assert html(result_with(300)) == html(result_with(300))


def test_only_a_page_costs_a_template_engine_and_estimates() -> None:
    program = (
        "import sys\n"
        "from modelspec_lint.linter.cli import main\n"
        "try:\n"
        "    main(['lint', 'examples/00-minimal.modelspec.yaml', '--format', sys.argv[1]])\n"
        "except SystemExit:\n"
        "    pass\n"
        "print('jinja2' in sys.modules, 'modelspec_lint.linter.overview' in sys.modules, file=sys.stderr)\n"
    )
    loaded = [
        subprocess.run([sys.executable, "-c", program, form], capture_output=True, text=True, check=True)
        for form in ("text", "json", "gitlab", "junit", "markdown", "html")
    ]

    assert [run.stderr.splitlines()[-1] for run in loaded] == ["False False"] * 5 + ["True True"]
