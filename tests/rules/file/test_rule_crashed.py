from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter import Document, Finding, Project, Severity, SourceFile, finding, lint, rule
from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.plan import Judging, UniformPlan
from modelspec_lint.linter.plugins import load_packs
from modelspec_lint.linter.testing import CLEAN, brief
from modelspec_lint.linter.verdicts import Pack
from modelspec_lint.rules.file.rule_crashed import rule_crashed


@rule("ACME001", "divides-by-zero", severity=Severity.NOTE, tags=("acme",), on="document")
def divides_by_zero(document: Document) -> Iterator[Finding]:
    """Says one thing, then fails."""
    yield finding("/metadata/name", "Said before.")
    raise ZeroDivisionError(f"nothing to divide in {document.name}")


@rule("ACME002", "fails-over-all", severity=Severity.NOTE, tags=("acme",), on="project")
def fails_over_all(project: Project) -> Iterator[Finding]:
    """Fails once a run."""
    raise KeyError("no such document")


@rule("ACME003", "fails-on-file", severity=Severity.NOTE, tags=("acme",), on="file")
def fails_on_file(source: SourceFile) -> Iterator[Finding]:
    """Fails before there is a document."""
    raise RuntimeError("first line\nsecond line")


def judged(failing):
    packs = load_packs()
    loaded = (Pack("acme", "1.2", "", (failing,)), Pack("builtin", "0", "", (rule_crashed,)))
    source = read_source("a.modelspec.yaml", ("# ours\n" + CLEAN).encode())
    plan = UniformPlan(Judging(frozenset((failing.code,))))
    return lint([source], plan, replace(packs, loaded=loaded), KnowledgeBase.load())


def test_a_crash_is_told_at_the_kind_with_rule_pack_and_place():
    result = judged(divides_by_zero)
    crash = "Rule ACME001 divides-by-zero of pack acme 1.2 crashed at "
    assert brief(result.verdicts)[1:] == ["5:9 note[ACME001] Said before."]
    verdict = result.verdicts[0]
    assert (verdict.code, verdict.severity, verdict.span.line, verdict.span.column) == (
        "MS001",
        Severity.ERROR,
        3,
        1,
    )
    line = divides_by_zero.check.__code__.co_firstlineno + 4
    assert verdict.message == (
        f"{crash}test_rule_crashed.py:{line} in divides_by_zero: ZeroDivisionError: nothing to divide in chat"
    )
    assert verdict.help == ("tell the authors of pack acme; leave the rule out with --ignore ACME001",)
    assert result.summary.crashed == 1


def test_a_crash_over_all_documents_is_told_once_at_the_first_file():
    (verdict,) = judged(fails_over_all).verdicts
    assert (verdict.code, verdict.span.line, verdict.span.column) == ("MS001", 1, 1)
    assert verdict.message.endswith("in fails_over_all: KeyError: 'no such document'")


def test_a_crash_on_a_file_is_told_on_one_line():
    (verdict,) = judged(fails_on_file).verdicts
    assert (verdict.code, verdict.span.line) == ("MS001", 1)
    assert verdict.message.endswith("in fails_on_file: RuntimeError: first line")
