"""The page on packs says what the program does: its packs load and pass, and its lists are whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.declarative import load_pack
from modelspec_lint.linter.declarative.cases import failures, with_pack
from modelspec_lint.linter.declarative.expressions.check import LONGEST, MOST_NODES
from modelspec_lint.linter.declarative.expressions.names import (
    BANDS,
    COST,
    FILE,
    MEMORY,
    MEMORY_NUMBERS,
    RATE,
    known_names,
)
from modelspec_lint.linter.declarative.expressions.sandbox import FILTERS, TESTS
from modelspec_lint.linter.declarative.inspection import remarks
from modelspec_lint.linter.declarative.rule_shape import PARAMETERS
from modelspec_lint.linter.declarative.selectors import PARAMETERS as SELECTORS
from modelspec_lint.linter.declarative.templates import TEMPLATES
from modelspec_lint.linter.plugins import load_packs

PAGE = (Path(__file__).parents[2] / "docs" / "packs.md").read_text("utf-8")
PACKS = re.findall(r"^```yaml\n(apiVersion.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def test_there_are_packs_on_the_page():
    assert len(PACKS) == 2


@pytest.mark.parametrize("text", PACKS, ids=range(len(PACKS)))
def test_the_packs_on_the_page_load_and_pass(tmp_path, text):
    path = tmp_path / "acme.yaml"
    path.write_text(text, encoding="utf-8")
    packs = load_packs()
    pack = load_pack(path, packs)
    packs, knowledge = with_pack(packs, pack), KnowledgeBase.load()
    assert [each.message for each in failures(pack, packs, knowledge)] == []
    assert [each.message for each in remarks(pack, packs, knowledge)] == []


@pytest.mark.parametrize(
    "words",
    [
        tuple(TEMPLATES),
        tuple(known_names()),
        tuple(FILTERS),
        tuple(TESTS),
        (*MEMORY, *MEMORY_NUMBERS, *BANDS, *RATE, *COST, *FILE),
        tuple(each.name for each in PARAMETERS),
        tuple(each.name for each in SELECTORS),
    ],
    ids=["templates", "names", "filters", "tests", "estimates", "keys", "selectors"],
)
def test_every_word_is_on_the_page(words):
    assert [word for word in words if not re.search(rf"`(is )?{re.escape(word)}\b", PAGE)] == []


def test_the_budgets_on_the_page_are_those_of_the_program():
    assert f"at most {LONGEST:,} characters and {MOST_NODES} parts" in PAGE
