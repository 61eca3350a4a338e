"""Results for pages: as many findings as are wanted, of the broken examples over and over."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter import lint
from modelspec_lint.linter.document import SourceFile, read_source
from modelspec_lint.linter.plan import Judging, UniformPlan
from modelspec_lint.linter.plugins import load_packs
from modelspec_lint.linter.verdicts import Result

ROOT = Path(__file__).parents[2]
_BROKEN = sorted((ROOT / "examples" / "broken").glob("*.modelspec.yaml"))
_TEAMS = ("search", "support", "ads", "ml-platform")


@cache
def result_with(findings: int) -> Result:
    """Lint copies of the broken examples until there are at least so many findings."""
    packs = load_packs()
    plan = UniformPlan(Judging(frozenset(rule.code for rule, _ in packs.rules())))
    knowledge = KnowledgeBase.load()

    def run(files: int) -> Result:
        sources = (_source(*divmod(number, len(_BROKEN))) for number in range(files))
        return lint(sources, plan, packs, knowledge, version="0.1.0")

    files = 1
    while (result := run(files)).summary.findings < findings:
        files = max(files + 1, int(files * findings / max(1, result.summary.findings)))
    return result


def _source(copy: int, number: int) -> SourceFile:
    """Read an example with names of its own for its specs, and another owner in each copy."""
    file, team = _BROKEN[number], _TEAMS[copy % len(_TEAMS)]
    text = re.sub(r"(?m)^  name: (\S+)$", lambda found: f"  name: {found[1]}-{copy}", file.read_text("utf-8"))
    text = re.sub(r"\bowner: [\w-]+", f"owner: {team}", text)
    return read_source(f"team-{copy}/{file.name}", text.encode())
