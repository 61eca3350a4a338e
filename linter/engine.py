"""Runs the rules: each over what it is shown, one that raises loses only itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from modelspec_lint.knowledge_base import KnowledgeBase, Undecided
from modelspec_lint.linter.deployment import Deployment
from modelspec_lint.linter.finding import Doubt, Finding, Place
from modelspec_lint.linter.fleet import Fleet
from modelspec_lint.linter.guard import Guard
from modelspec_lint.linter.hookspecs import LAST_WORD
from modelspec_lint.linter.outline import outline_of
from modelspec_lint.linter.plan import Judging, Plan
from modelspec_lint.linter.plugins import Packs
from modelspec_lint.linter.policy import Policy
from modelspec_lint.linter.project import Project
from modelspec_lint.linter.rule import Rule, Subject
from modelspec_lint.linter.suppressions import read_suppressions
from modelspec_lint.linter.tally import Part, Tally
from modelspec_lint.linter.verdicts import Pack, Result, Undecidable, Verdict, count, judge

if TYPE_CHECKING:
    from datetime import date

    from modelspec_lint.linter.document import Document, SourceFile
    from modelspec_lint.linter.last_word import LastWord
    from modelspec_lint.linter.suppressions.file_suppressions import FileSuppressions

RulePack = tuple[Rule, Pack]


@dataclass(frozen=True, slots=True)
class Apart:
    """Files that are read by ``read`` and judged in ``jobs`` processes; the result is the same.

    ``say`` is told how many are done.
    """

    files: Sequence[Any]
    read: Callable[[Any], SourceFile]
    jobs: int
    say: Callable[[int], None] = lambda done: None


def lint(
    sources: Iterable[SourceFile] | Apart,
    plan: Plan,
    packs: Packs,
    knowledge: KnowledgeBase,
    *,
    version: str = "0",
    skipped: int = 0,
    durations: dict[str, int] | None = None,
    today: date | None = None,
) -> Result:
    """Run the rules of a plan over the sources, which are read one at a time.

    ``skipped`` counts files that were passed over before they came here. ``durations``, where it is given,
    gets the nanoseconds that each rule took, by code. ``today`` is the day on which suppressions are in force
    or expired. The result is the same for any order of sources.
    """
    run = _Run(plan, packs, knowledge, durations)
    try:
        if isinstance(sources, Apart):
            run.files_apart(sources)
        else:
            run.files(sources)
        run.project()
        if run.suppressed:
            run.suppress(today)
    finally:
        run.close()
    tally = run.tally
    verdicts = tuple(sorted(tally.verdicts, key=lambda verdict: verdict.order))
    undecided = tuple(sorted(tally.undecided, key=lambda each: each.order))
    result = Result(
        verdicts=verdicts,
        undecided=undecided,
        crashes=tuple(tally.crashes),
        summary=count(
            verdicts,
            files=tally.files,
            specs=len(tally.outlines),
            undecided=len(undecided),
            skipped=tally.skipped + skipped,
            crashed=len(tally.crashes),
            suppressed=len(tally.accepted),
        ),
        accepted=tuple(tally.accepted),
        packs=packs.loaded,
        rules=tuple(rule for rule, _ in packs.rules() if rule.code in plan.codes),
        version=version,
        knowledge=knowledge.version,
        fleet=run.fleet(),
        problems=packs.problems,
    )
    if not (verdicts or undecided or tally.crashes or result.accepted or tally.hidden):
        return result
    from modelspec_lint.linter.redaction import without_secrets  # only a run that says something pays for it

    return without_secrets(result, tally.hidden)


class _Run:
    """One run of the selected rules."""

    def __init__(
        self,
        plan: Plan,
        packs: Packs,
        knowledge: KnowledgeBase,
        durations: dict[str, int] | None,
    ) -> None:
        self.tally = Tally()
        self._plan = plan
        self._guard = Guard(durations)
        self._knowledge = knowledge
        selected = [(rule, pack) for rule, pack in packs.rules() if rule.code in plan.codes]
        running = _with_deeper(selected, packs)
        self._crash_codes = frozenset(rule.code for rule, _ in running if rule.on == "crash")
        self._deeper = frozenset(code for rule, _ in selected for code in rule.silenced_by)
        self.suppressed: list[FileSuppressions] = []
        self._packs = packs
        # by identity of the document, which the outlines keep; of files with suppressions by path
        self._judgings: dict[int | str, Judging] = {}
        self._judging: Judging | None = None
        self._rules: dict[Subject, list[RulePack]] = {
            "file": [],
            "document": [],
            "deployment": [],
            "project": [],
            "suppressions": [],
            "crash": [],
        }
        for rule, pack in running:
            self._rules[rule.on].append((rule, pack))
        self._judge_by(Judging(plan.codes))
        self._last_word: LastWord | None = None
        if packs.hooks.hook.modelspec_finding.get_hookimpls():
            from modelspec_lint.linter.last_word import LastWord  # few packs want one

            self._last_word = LastWord(packs, self._guard)

    def close(self) -> None:
        """Leave the process as it was before the run."""
        self._guard.close()

    def files(self, sources: Iterable[SourceFile]) -> None:
        """Judge files one after the other."""
        for source in sources:
            self.file(source)

    def files_apart(self, apart: Apart) -> None:
        """Judge files in other processes, and here what they could not judge."""
        from modelspec_lint.linter.parallel import shared_out  # most runs have too few files

        def judge(share: Sequence[Any]) -> Part:
            part = _Run(
                self._plan, self._packs, self._knowledge, None if self._guard.durations is None else {}
            )
            try:
                part.files(map(apart.read, share))
            finally:
                part.close()
            return part.part()

        done = 0
        for share, found in shared_out(apart.files, judge, apart.jobs, self._packs):
            done += len(share)
            apart.say(done)
            if found is None:
                self.files(map(apart.read, share))
            else:
                self.take(found)

    def part(self) -> Part:
        """Return what came of the files so far, for the run that they are a part of."""
        judgings = [self._judgings[id(each.document)] for each in self.tally.outlines]
        suppressing = [(each.source, self._judgings[each.source.path]) for each in self.suppressed]
        return Part(self.tally, judgings, suppressing, self._guard.durations or {})

    def take(self, part: Part) -> None:
        """Take in a part of the run."""
        self.tally.add(part.tally)
        for outline, judging in zip(part.tally.outlines, part.judgings, strict=True):
            self._judgings[id(outline.document)] = judging
        for source, judging in part.suppressing:
            self._suppressing(source, judging)
        self._guard.count(part.durations)

    def _suppressing(self, source: SourceFile, judging: Judging) -> None:
        suppressions = read_suppressions(source)
        if suppressions is not None:
            self.suppressed.append(suppressions)
            self._judgings[source.path] = judging

    def _judge_by(self, judging: Judging) -> None:
        """Judge by these rules and this policy from now on; those that report crashes always run."""
        if judging is self._judging:
            return
        self._judging = judging
        self._policy = judging.policy
        self._unsuppressable = judging.unsuppressable
        self._selected = judging.codes | self._crash_codes
        self._running = {
            subject: [each for each in rules if self._runs(each[0])] for subject, rules in self._rules.items()
        }

    def _runs(self, rule: Rule) -> bool:
        return rule.code in self._selected or rule.code in self._deeper or rule.protects

    def file(self, source: SourceFile) -> None:
        """Judge one file: how it reads, then each of its documents."""
        judging = self._plan.of(source, None)
        self._judge_by(judging)
        self._suppressing(source, judging)
        if source.documents or source.problems:
            self.tally.files += 1
        self.tally.skipped += source.skipped
        found: list[Verdict] = []
        for rule, pack in self._running["file"]:
            found.extend(self._run(rule, pack, source, source, None))
        self._keep(found)
        for document in source.documents:
            self._document(source, document)

    def _document(self, source: SourceFile, document: Document) -> None:
        deployment = Deployment(document, self._knowledge)
        judging = self._judgings[id(document)] = self._plan.of(source, deployment)
        self._judge_by(judging)
        deployment.judge(production=judging.policy.production, tokens=judging.policy.tokens)
        found: list[Verdict] = []
        for rule, pack in self._running["document"]:
            found.extend(self._run(rule, pack, document, source, document))
        told = any(verdict.code in self._selected for verdict in found)
        codes = {verdict.code for verdict in found}
        whole = not deployment.broken
        for rule, pack in self._running["deployment"]:
            if codes and not codes.isdisjoint(rule.silenced_by):
                continue
            broken = None if whole else deployment.broken.first(rule.fields)
            if broken is None:
                new = list(self._run(rule, pack, deployment, source, document, deployment))
                if new:
                    codes.update(verdict.code for verdict in new)
                    found += new
            elif not told and rule.code in self._selected:
                reason = "a field that it reads is not as the format wants it"
                self.tally.undecided.append(Undecidable(rule.code, source.path, broken, reason))
        self._keep(found)
        self.tally.outlines.append(outline_of(document, deployment.spec))
        if len(source.documents) == 1:  # reading one again reads its whole file
            document.release()

    def project(self) -> None:
        """Run the rules that need to see every document."""
        if not self.tally.outlines:
            return
        project = Project(self.tally.outlines, self._knowledge)
        self._judge_by(self._plan.of(project.documents[0].file, None))
        for rule, pack in self._rules["project"]:
            self._keep(list(self._run(rule, pack, project, project.documents[0].file, None)))

    def fleet(self) -> Fleet:
        """Return the specs that were looked at, in path order."""
        documents = [each.document for each in sorted(self.tally.outlines, key=lambda each: each.order)]
        tokens = [self._judgings[id(each)].policy.tokens for each in documents]
        return Fleet(documents, tokens, self._knowledge)

    def suppress(self, today: date | None) -> None:
        """Accept what files suppress, and run the rules that look at suppressions."""
        from datetime import date as day  # only files with suppressions need the calendar

        from modelspec_lint.linter.suppressions.applying import Applying

        rules = [rule for rule, _ in self._packs.rules()]
        applying = Applying(self.suppressed, rules, self._judgings, today or day.today())
        found = self.tally.verdicts
        self.tally.verdicts, self.tally.accepted = applying.split(found)
        for subject in applying.subjects(found, self.tally.undecided, self.tally.crashes):
            self._judge_by(self._judgings[subject.source.path])
            for rule, pack in self._running["suppressions"]:
                self._keep(list(self._run(rule, pack, subject, subject.source, None)))

    def _keep(self, found: list[Verdict]) -> None:
        """Keep what deeper findings do not silence, of the rules that were asked for."""
        codes = {verdict.code for verdict in found}
        for verdict in found:
            silenced = any(code in codes for code in verdict.rule.silenced_by)
            if self._is_selected(verdict) and not silenced:
                locked = verdict.code in self._unsuppressable_for(verdict)
                self.tally.verdicts.append(replace(verdict, unsuppressable=True) if locked else verdict)

    def _is_selected(self, verdict: Verdict) -> bool:
        """Whether the document that a finding is about is judged by its rule."""
        judging = self._judgings.get(id(verdict.document))
        if judging is None:
            return verdict.code in self._selected
        return verdict.code in judging.codes or verdict.code in self._crash_codes

    def _unsuppressable_for(self, verdict: Verdict) -> frozenset[str]:
        judging = self._judgings.get(id(verdict.document))
        return self._unsuppressable if judging is None else judging.unsuppressable

    def _policy_for(self, finding: Finding) -> Policy:
        """Return the policy of the document that a finding is about, which may be another than is judged."""
        about = finding.at.document
        judging = self._judgings.get(id(about)) if about is not None else None
        return self._policy if judging is None else judging.policy

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
            given = self._policy.options.get(rule.code)
            for finding in self._guard.findings(rule, pack, subject, given):
                if isinstance(finding, Doubt):
                    self._doubt(rule, finding, document)
                    continue
                if not isinstance(finding, Finding):
                    raise TypeError(f"the rule gave {type(finding).__name__}, not a finding")
                if self._last_word is not None and deployment is not None:
                    finding, failed = self._last_word.on(finding, deployment)
                    for changing, failure in failed:
                        yield from self._crashed(failure, rule, changing, source, document, LAST_WORD)
                if finding.hides and document is not None:
                    self._hide(finding.hides, document)
                severity = self._policy_for(finding).severity(rule, finding)
                yield judge(finding, rule, pack, severity, source, document)
        except Undecided as undecided:
            if document is not None and rule.code in self._selected:
                self.tally.undecided.append(
                    Undecidable(rule.code, document.file.path, undecided.field, undecided.reason)
                )
        except (Exception, SystemExit) as error:
            yield from self._crashed(error, rule, pack, source, document)

    def _doubt(self, rule: Rule, doubt: Doubt, document: Document | None) -> None:
        about = doubt.at.document or document
        if about is not None and rule.code in self._selected:
            path = about.file.path
            self.tally.undecided.append(Undecidable(rule.code, path, doubt.at.pointer, doubt.reason))

    def _hide(self, places: tuple[Place, ...], document: Document) -> None:
        from modelspec_lint.linter.redaction import hide  # only where there is something to hide

        self.tally.hidden.extend(hide(places, document))

    def _crashed(
        self,
        error: BaseException,
        rule: Rule,
        pack: Pack,
        source: SourceFile,
        document: Document | None,
        hook: str | None = None,
    ) -> Iterator[Verdict]:
        from modelspec_lint.linter.crashes import crash_of  # rare

        crash = crash_of(error, rule, pack, source, document, hook)
        self.tally.crashes.append(crash)
        if crash.rule.on != "crash":  # a rule about crashes that crashes is counted, and no more is said
            for telling, its_pack in self._rules["crash"]:
                yield from self._run(telling, its_pack, crash, source, document)


def _with_deeper(selected: Sequence[RulePack], packs: Packs) -> list[RulePack]:
    """Add the rules that silence a selected one, those that report crashes, and those that protect.

    Whether a finding is noise does not depend on the selection, and no selection may hide that a rule
    crashed, or show what another keeps out of sight.
    """
    by_code = {rule.code: (rule, pack) for rule, pack in selected}
    silencers = {code for rule, _ in selected for code in rule.silenced_by}
    for rule, pack in packs.rules():
        if rule.code in silencers or rule.on == "crash" or rule.protects:
            by_code.setdefault(rule.code, (rule, pack))
    return [by_code[code] for code in sorted(by_code)]
