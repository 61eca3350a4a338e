"""Runs the rules: each over what it is shown, one that raises loses only itself."""

from __future__ import annotations

import time
import traceback
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

from modelspec_lint.knowledge_base import KnowledgeBase, Undecided
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.finding import Finding
from modelspec_lint.linter.plugins import Packs
from modelspec_lint.linter.policy import DEFAULT, Policy
from modelspec_lint.linter.rule import Rule, Subject
from modelspec_lint.linter.verdicts import Crash, Pack, Result, Undecidable, Verdict, count, judge

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document, SourceFile

RulePack = tuple[Rule, Pack]


@dataclass(frozen=True, slots=True)
class Project:
    """All documents of a run, in path order: what a project-wide rule sees."""

    documents: Sequence[Document]


@dataclass(slots=True)
class _Tally:
    """What a run has gathered so far."""

    verdicts: list[Verdict] = field(default_factory=list)
    undecided: list[Undecidable] = field(default_factory=list)
    crashes: list[Crash] = field(default_factory=list)
    documents: list[Document] = field(default_factory=list)
    files: int = 0
    skipped: int = 0


def lint(
    sources: Iterable[SourceFile],
    selected: Sequence[RulePack],
    packs: Packs,
    knowledge: KnowledgeBase,
    *,
    version: str = "0",
    skipped: int = 0,
    policy: Policy = DEFAULT,
    durations: dict[str, int] | None = None,
) -> Result:
    """Run the selected rules over the sources, which are read one at a time.

    ``skipped`` counts files that were passed over before they came here. ``durations``, where it is given,
    gets the nanoseconds that each rule took, by code. The result is the same for any order of sources.
    """
    run = _Run(selected, packs, knowledge, policy, durations)
    for source in sources:
        run.file(source)
    run.project()
    tally = run.tally
    verdicts = tuple(sorted(tally.verdicts, key=lambda verdict: verdict.order))
    undecided = tuple(sorted(tally.undecided, key=lambda each: each.order))
    return Result(
        verdicts=verdicts,
        undecided=undecided,
        crashes=tuple(tally.crashes),
        summary=count(
            verdicts,
            files=tally.files,
            specs=len(tally.documents),
            undecided=len(undecided),
            skipped=tally.skipped + skipped,
            crashed=len(tally.crashes),
        ),
        packs=packs.loaded,
        rules=tuple(rule for rule, _ in selected),
        version=version,
        knowledge=knowledge.version,
    )


class _Run:
    """One run of the selected rules."""

    def __init__(
        self,
        selected: Sequence[RulePack],
        packs: Packs,
        knowledge: KnowledgeBase,
        policy: Policy,
        durations: dict[str, int] | None,
    ) -> None:
        self.tally = _Tally()
        self._policy = policy
        self._durations = durations
        self._knowledge = knowledge
        running = _with_deeper(selected, packs)
        self._selected = {rule.code for rule, _ in selected} | {
            rule.code for rule, _ in running if rule.on == "crash"
        }
        self._rules: dict[Subject, list[RulePack]] = {
            "file": [],
            "document": [],
            "deployment": [],
            "project": [],
            "crash": [],
        }
        for rule, pack in running:
            self._rules[rule.on].append((rule, pack))
        hook = packs.hooks.hook.modelspec_finding
        self._last_word = hook if hook.get_hookimpls() else None

    def file(self, source: SourceFile) -> None:
        """Judge one file: how it reads, then each of its documents."""
        if source.documents or source.problems:
            self.tally.files += 1
        self.tally.skipped += source.skipped
        found: list[Verdict] = []
        for rule, pack in self._rules["file"]:
            found.extend(self._run(rule, pack, source, source, None))
        self._keep(found)
        for document in source.documents:
            self._document(source, document)

    def _document(self, source: SourceFile, document: Document) -> None:
        self.tally.documents.append(document)
        found: list[Verdict] = []
        for rule, pack in self._rules["document"]:
            found.extend(self._run(rule, pack, document, source, document))
        deployment = Deployment(document, self._knowledge, always_production=self._policy.production)
        told = any(verdict.code in self._selected for verdict in found)
        codes = {verdict.code for verdict in found}
        for rule, pack in self._rules["deployment"]:
            if not codes.isdisjoint(rule.silenced_by):
                continue
            broken = deployment.broken.first(rule.fields)
            if broken is None:
                new = list(self._run(rule, pack, deployment, source, document, deployment))
                codes.update(verdict.code for verdict in new)
                found += new
            elif not told and rule.code in self._selected:
                reason = "a field that it reads is not as the format wants it"
                self.tally.undecided.append(Undecidable(rule.code, source.path, broken, reason))
        self._keep(found)
        if len(source.documents) == 1:  # reading one again reads its whole file
            document.release()

    def project(self) -> None:
        """Run the rules that need to see every document."""
        documents = sorted(self.tally.documents, key=lambda document: (document.file.path, document.index))
        project = Project(documents)
        for rule, pack in self._rules["project"]:
            if documents:
                self._keep(list(self._run(rule, pack, project, documents[0].file, None)))

    def _keep(self, found: list[Verdict]) -> None:
        """Keep what deeper findings do not silence, of the rules that were asked for."""
        codes = {verdict.code for verdict in found}
        for verdict in found:
            silenced = any(code in codes for code in verdict.rule.silenced_by)
            if verdict.code in self._selected and not silenced:
                self.tally.verdicts.append(verdict)

    def _run(
        self,
        rule: Rule,
        pack: Pack,
        subject: object,
        source: SourceFile,
        document: Document | None,
        deployment: Deployment | None = None,
    ) -> Iterator[Verdict]:
        try:
            for finding in self._findings(rule, subject):
                if not isinstance(finding, Finding):
                    raise TypeError(f"the rule gave {type(finding).__name__}, not a finding")
                if self._last_word is not None and deployment is not None:
                    finding = self._changed(finding, deployment)
                yield judge(finding, rule, pack, self._policy.severity(rule, finding), source, document)
        except Undecided as undecided:
            if document is not None and rule.code in self._selected:
                self.tally.undecided.append(
                    Undecidable(rule.code, document.file.path, undecided.field, undecided.reason)
                )
        except Exception as error:
            yield from self._crashed(Crash(rule, pack, source, document, _place(error), _describe(error)))

    def _findings(self, rule: Rule, subject: object) -> Iterable[Finding]:
        given = self._policy.options.get(rule.code)
        if self._durations is None:
            return rule.findings(subject, given)
        start = time.perf_counter_ns()
        found = list(rule.findings(subject, given))
        self._durations[rule.code] = self._durations.get(rule.code, 0) + time.perf_counter_ns() - start
        return found

    def _changed(self, finding: Finding, deployment: Deployment) -> Finding:
        assert self._last_word is not None
        for changed in self._last_word(finding=finding, deployment=deployment):
            if changed is not None:
                finding = changed
        return finding

    def _crashed(self, crash: Crash) -> Iterator[Verdict]:
        self.tally.crashes.append(crash)
        if crash.rule.on != "crash":  # a rule about crashes that crashes is counted, and no more is said
            for rule, pack in self._rules["crash"]:
                yield from self._run(rule, pack, crash, crash.source, crash.document)


def _with_deeper(selected: Sequence[RulePack], packs: Packs) -> list[RulePack]:
    """Add the rules that silence a selected one, and those that report crashes.

    Whether a finding is noise does not depend on the selection, and no selection may hide that a rule
    crashed.
    """
    by_code = {rule.code: (rule, pack) for rule, pack in selected}
    silencers = {code for rule, _ in selected for code in rule.silenced_by}
    for rule, pack in packs.rules():
        if rule.code in silencers or rule.on == "crash":
            by_code.setdefault(rule.code, (rule, pack))
    return [by_code[code] for code in sorted(by_code)]


def _place(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return "unknown place"
    last = frames[-1]
    return f"{PurePath(last.filename).name}:{last.lineno} in {last.name}"


def _describe(error: BaseException) -> str:
    first = str(error).splitlines()[0] if str(error) else ""
    return f"{type(error).__name__}: {first}"[:300]
