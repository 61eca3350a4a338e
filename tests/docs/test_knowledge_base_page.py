"""The page on the knowledge base says what the program says."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.knowledge_base.check import check_facts
from modelspec_lint.linter.cli import main

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "knowledge-base.md").read_text("utf-8")
README = " ".join((ROOT / "README.md").read_text("utf-8").split())
_EXAMPLE = re.compile(r"```console\n\$ modelspec (.*)\n((?:.*\n)*?)```")


def test_the_counts_of_the_catalogues_are_right() -> None:
    stated = dict(re.findall(r"^\| `(\w+)` \| (\d+) \|", PAGE, re.MULTILINE))
    knowledge = KnowledgeBase.load()
    assert {name: len(getattr(knowledge, name)) for name in stated} == {
        name: int(number) for name, number in stated.items()
    }
    assert len(stated) == 8
    for name in ("models", "accelerators", "engines", "precisions"):
        assert f"{stated[name]} {name}" in README


@pytest.mark.parametrize(("command", "output"), _EXAMPLE.findall(PAGE))
def test_an_example_prints_what_the_page_shows(command: str, output: str) -> None:
    printed = CliRunner().invoke(main, command.split()).output
    cut = output.endswith("...\n")
    assert printed.startswith(output.removesuffix("...\n")) if cut else printed == output


def test_the_figures_of_the_recount_are_right() -> None:
    check = check_facts(KnowledgeBase.load())
    exact = [model for model in check.models if model.verdict == "exact"]
    text = " ".join(PAGE.split())
    assert f"{len(exact)} of {len(check.models)} come out **to the parameter**" in text
    assert f"{sum(model.text_only for model in exact)} of them by the language model" in text
    assert f"{len(check.not_recountable)} cannot be recounted" in text
