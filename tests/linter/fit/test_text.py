"""The text is readable for every kind of declaration, in any terminal."""

from __future__ import annotations

import re

import pytest

from modelspec_lint.linter.fit.fit import Fit
from modelspec_lint.linter.fit.text import render
from modelspec_lint.linter.report.display import display_width
from modelspec_lint.linter.report.interface import ReportOptions
from tests.linter.fit.cases import fit_of

_ESCAPE = re.compile(r"\x1b\[[0-9;]*m")


def lines(fit: Fit, **options: object) -> list[str]:
    return render([fit], ReportOptions(**options)).splitlines()  # type: ignore[arg-type]


@pytest.mark.parametrize("width", [60, 80, 110, 300])
def test_no_bar_and_no_paragraph_is_wider_than_the_terminal(case: Fit, width: int) -> None:
    rows = re.compile(r"\S {2,}\S|^ *\S+$")  # of tables, and words that nothing can break
    prose = [line for line in lines(case, width=width) if not rows.search(line)]

    assert max(map(display_width, prose)) <= max(width, 40)


def test_plain_terminals_get_plain_ascii(case: Fit) -> None:
    assert render([case], ReportOptions(unicode=False)).isascii()


def test_nothing_that_a_name_holds_reaches_the_terminal_raw(case: Fit) -> None:
    text = render([case], ReportOptions(color=False))

    assert all(character.isprintable() for character in text.replace("\n", ""))


def test_colour_changes_nothing_but_colour() -> None:
    fit = fit_of("fits")
    plain = lines(fit, color=False)

    assert [_ESCAPE.sub("", line).rstrip() for line in lines(fit, color=True)] == plain


def test_no_section_is_empty(case: Fit) -> None:
    found = lines(case)
    headings = ("Memory", "How much fits", "How fast", "What it costs", "What else would do")

    for heading in headings:
        place = found.index(heading)
        assert found[place + 1].startswith("  "), heading


def test_what_was_derived_is_said_with_its_reason() -> None:
    text = "\n".join(lines(fit_of("fits", model="TheBloke/Llama-2-13B-chat-AWQ"), width=110))

    assert "repackaged as awq" in " ".join(text.split())
    assert "the name TheBloke/Llama-2-13B-chat-AWQ says so" in text


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("fits", "Starts: the 16 declared sequences of 8,192 tokens fit at once under every setting."),
        ("one token", "Starts: the declared sequence of 1 token fits under every setting."),
        ("no engine", "Undecided: the serving engine is not known."),
        ("encoder", "Starts: the weights take 1.1 of 22.0 usable GiB, and this model keeps no KV cache."),
    ],
)
def test_the_verdict_is_one_sentence(name: str, sentence: str) -> None:
    assert f"  {sentence}" in lines(fit_of(name))
