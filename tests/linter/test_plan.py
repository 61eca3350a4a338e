"""Documents that are judged in ways of their own, in one run."""

from dataclasses import replace

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter import Policy, Project, Severity, finding, lint, rule
from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.plan import Judging
from modelspec_lint.linter.plugins import load_packs
from modelspec_lint.linter.testing import CLEAN
from modelspec_lint.linter.verdicts import Pack


@rule("TST001", "says-its-stage", severity=Severity.NOTE, tags=("test",))
def stage(deployment):
    """Says whether it is production."""
    yield finding("/kind", "production" if deployment.production else "not production")


@rule("TST002", "looks-over-all", severity=Severity.NOTE, tags=("test",), on="project")
def over_all(project: Project):
    """Says something of every document."""
    for document in project.documents:
        yield finding(replace(finding("/kind", "").at, document=document), "seen")


class ByName:
    """A plan that judges documents by their name."""

    codes = frozenset(("TST001", "TST002"))

    def of(self, source, deployment):
        name = deployment.document.name if deployment else ""
        if name == "silent":
            return Judging(frozenset())
        if name == "strict":
            return Judging(self.codes, Policy(production=True, notes_as=Severity.WARNING))
        return Judging(self.codes)


def judged():
    texts = [CLEAN.replace("name: chat", f"name: {name}") for name in ("plain", "silent", "strict")]
    source = read_source("a.modelspec.yaml", "---\n".join(texts).encode())
    packs = replace(load_packs(), loaded=(Pack("test", "0", "", (stage, over_all)),))
    result = lint([source], ByName(), packs, KnowledgeBase.load())
    return sorted(
        (each.document.name, each.code, each.severity.label, each.message) for each in result.verdicts
    )


def test_each_document_is_judged_by_its_own_rules_and_severities_also_by_rules_about_all():
    assert judged() == [
        ("plain", "TST001", "note", "not production"),
        ("plain", "TST002", "note", "seen"),
        ("strict", "TST001", "warning", "production"),
        ("strict", "TST002", "warning", "seen"),
    ]
