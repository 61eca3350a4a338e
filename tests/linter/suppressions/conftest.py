"""What the tests of suppressions share: specs with suppressions in them, and a run over them."""

from __future__ import annotations

from datetime import date

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.suppressions import read_suppressions
from modelspec_lint.linter.suppressions.terms import RuleNames, Terms
from modelspec_lint.rules import RULES

TODAY = date(2026, 7, 1)
NAMES = RuleNames(RULES)


@pytest.fixture
def suppressions():
    """Read the suppressions of a text or of bytes; an empty list where there are none."""

    def suppressions(content, name="x.modelspec.yaml"):
        source = read_source(name, content.encode() if isinstance(content, str) else content)
        found = read_suppressions(source)
        return list(found.all) if found is not None else []

    return suppressions


@pytest.fixture
def terms():
    """Return the terms of all documents: by default today, no rule that stays, no reason required."""

    def terms(**changed):
        chosen = Terms(NAMES, **{"today": TODAY, **changed})
        return lambda document: chosen

    return terms


@pytest.fixture(scope="session")
def knowledge():
    return KnowledgeBase.load()
