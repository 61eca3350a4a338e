"""The page stands alone, escapes what is not ours, and holds a table behind every plot."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter

import pytest

from modelspec_lint.linter.fit.fit import Fit
from modelspec_lint.linter.fit.html import render
from modelspec_lint.linter.report.interface import ReportOptions
from tests.browser.html_page import HtmlPage
from tests.linter.fit.cases import fit_of


def page(*fits: Fit) -> HtmlPage:
    return HtmlPage(render(fits, ReportOptions()))


def test_the_page_is_well_formed_and_needs_nothing_else(case: Fit) -> None:
    found = page(case)

    assert not {"script", "link", "img", "iframe", "object", "embed"} & {name for name, _ in found.elements}
    for _, attributes in found.elements:
        assert not {"src", "srcset", "data", "action"} & set(attributes)
        assert not any(name.startswith("on") for name in attributes)
        assert (attributes.get("href") or "#").startswith("#")
    (policy,) = (each["content"] for each in found.named("meta") if "http-equiv" in each)
    assert re.fullmatch(r"default-src 'none'; style-src 'sha256-.{44}'; script-src 'none'; .*", policy or "")
    assert "url(" not in render([case], ReportOptions())
    assert "@import" not in render([case], ReportOptions())


def test_names_are_unique_in_a_page_of_several() -> None:
    found = page(fit_of("fits"), fit_of("defaults"), fit_of("encoder"))
    names = Counter(attributes["id"] for _, attributes in found.elements if "id" in attributes)

    assert max(names.values()) == 1
    assert [each["href"] for each in found.named("a")] == ["#deployment-1", "#deployment-2", "#deployment-3"]


def test_every_plot_has_a_title_and_says_in_words_what_it_shows() -> None:
    found = page(fit_of("fits"))
    names = {attributes.get("id") for _, attributes in found.elements}

    plots = found.named("svg")
    assert len(plots) == 4
    for plot in plots:
        assert plot["role"] == "img"
        title, description = (plot["aria-labelledby"] or "").split()
        assert {title, description} <= names
    assert len(found.named("table")) == 6


def test_what_a_name_holds_is_text() -> None:
    text = render([fit_of("hostile")], ReportOptions())

    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;script&gt;" in text
    assert any("{{ 7*7 }}" in said for _, said in HtmlPage(text).texts)


def test_an_undecided_part_is_said_in_words() -> None:
    said = [text for _, text in page(fit_of("no engine")).texts]

    assert "the serving engine is not known." in " ".join(said)
    assert said.count("Undecided:") >= 2


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_colour_of_a_role_is_defined_in_both_schemes(scheme: str) -> None:
    text = render([fit_of("fits")], ReportOptions())
    style = text[text.index("<style>") : text.index("</style>")]
    light, dark = re.findall(r":root \{(.*?)\}", style, re.DOTALL)[:2]
    defined = set(re.findall(r"--([a-z-]+):", light if scheme == "light" else dark))

    assert set(re.findall(r"var\(--([a-z-]+)\)", style)) <= defined
    assert "@media print" in style


def test_jinja_is_imported_for_a_page_only() -> None:
    program = (
        "import sys\n"
        "from modelspec_lint.linter.cli import main\n"
        "try:\n"
        "    main(['fit', '--model', 'gpt-oss-20b', '--accelerator', 'l40s', '--format', sys.argv[1]])\n"
        "except SystemExit:\n"
        "    pass\n"
        "print('jinja2' in sys.modules, file=sys.stderr)\n"
    )
    loaded = [
        subprocess.run([sys.executable, "-c", program, form], capture_output=True, text=True, check=True)
        for form in ("text", "json", "html")
    ]

    assert [run.stderr.split()[-1] for run in loaded] == ["False", "False", "True"]
