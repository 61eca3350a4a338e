from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter import Deployment
from modelspec_lint.linter.declarative import DeclarativePack, PackError, load_pack
from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.testing import FILE, brief, lint_fragment, merge

HEAD = """\
apiVersion: modelspec-lint/v1
kind: RulePack
metadata: {name: acme, version: 1.0.0}
rules:
"""


def rule_text(body: str, number: int = 1) -> str:
    """A whole rule around what a test is about; it has six lines of its own before the body."""
    return (
        f"- id: ACME{number:03}\n"
        f"  name: test-rule-{number}\n"
        "  severity: warning\n"
        "  why: It is tested here.\n"
        "  cases: {bad: {metadata: {name: a}}, good: {metadata: {name: b}}}\n" + body
    )


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a pack: its rules, or with ``whole`` its text."""

    def write(rules: str = "[]", *, whole: str | None = None, name: str = "acme.yaml") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(whole if whole is not None else HEAD + rules, encoding="utf-8")
        return path

    return write


@pytest.fixture
def load(write: Callable[..., Path]) -> Callable[..., DeclarativePack]:
    """Load a pack with one rule that has this body."""
    return lambda body: load_pack(write(rule_text(body)))


@pytest.fixture
def mistakes(write: Callable[..., Path]) -> Callable[..., list[str]]:
    """List the mistakes of a pack as ``line:column: sentence``."""

    def list_mistakes(rules: str = "[]", *, whole: str | None = None) -> list[str]:
        with pytest.raises(PackError) as caught:
            load_pack(write(rules, whole=whole))
        return [str(each).split("acme.yaml:", 1)[1] for each in caught.value.mistakes]

    return list_mistakes


@pytest.fixture
def speaks(load: Callable[..., DeclarativePack]) -> Callable[[str, str], list[str]]:
    """Run a rule with this body over a fragment; give what it says, and of what it cannot decide."""

    def run(body: str, fragment: str) -> list[str]:
        return brief(lint_fragment(fragment, load(body).pack.rules))

    return run


@pytest.fixture
def deployment() -> Callable[[str], Deployment]:
    """Make a deployment of a fragment."""

    def make(fragment: str = "{}") -> Deployment:
        document = read_source(FILE, merge(fragment).encode()).documents[0]
        return Deployment(document, KnowledgeBase.load())

    return make
