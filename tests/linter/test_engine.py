import pluggy
import pytest

from modelspec_lint.knowledge_base import KnowledgeBase, Undecided
from modelspec_lint.linter import Place, Severity, finding, hookspecs, lint, rule
from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.plan import Judging, UniformPlan
from modelspec_lint.linter.plugins import Packs, load_packs
from modelspec_lint.linter.verdicts import Pack

SPEC = b"""\
apiVersion: piqc.ai/v1alpha1
kind: ModelSpec
metadata:
  name: chat
spec:
  identity:
    model: {id: meta-llama/Llama-3.1-8B-Instruct, family: llama-3.1, task: text-generation, framework: vllm}
  runtime:
    accelerator: {vendor: nvidia, type: h100-sxm5-80gb, count: 1}
  operations:
    scaling: {minReplicas: 3, maxReplicas: 2}
"""


def say(code, at="/metadata/name", on="deployment", **options):
    def check(subject):
        """Say something at a place."""
        yield finding(at, f"{code} speaks", severity=options.get("severity"))

    return rule(
        code,
        f"rule-{code.lower()}",
        severity=Severity.WARNING,
        tags=("test",),
        on=on,
        fields=options.get("fields", ()),
        silenced_by=options.get("silenced_by", ()),
    )(check)


def run(*rules, selected=None, sources=None):
    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    builtin = load_packs().loaded[0]
    crash_rules = tuple(each for each in builtin.rules if each.on == "crash")
    pack = Pack("test", "1", "here", (*rules, *crash_rules))
    packs = Packs((pack,), manager, ())
    chosen = frozenset(each.code for each in (rules if selected is None else selected))
    sources = sources or [read_source("a.modelspec.yaml", SPEC)]
    return lint(sources, UniformPlan(Judging(chosen)), packs, KnowledgeBase.load())


def test_a_finding_gets_the_place_of_its_pointer_and_the_severity_of_its_rule():
    (verdict,) = run(say("TST001")).verdicts
    assert (verdict.code, verdict.severity, verdict.file) == ("TST001", Severity.WARNING, "a.modelspec.yaml")
    assert (verdict.span.line, verdict.span.column, verdict.span.end_column) == (4, 9, 13)


def test_a_finding_may_carry_its_own_severity_and_a_key_as_its_place():
    (verdict,) = run(say("TST001", Place("/metadata/name", "key"), severity=Severity.ERROR)).verdicts
    assert (verdict.severity, verdict.span.column, verdict.span.end_column) == (Severity.ERROR, 3, 7)


def test_an_absent_field_is_placed_at_the_key_of_its_nearest_ancestor():
    (verdict,) = run(say("TST001", "/spec/runtime/batch/maxBatchSize")).verdicts
    assert (verdict.span.line, verdict.span.column) == (8, 3)


def test_a_rule_that_raises_becomes_one_finding_and_the_others_run():
    def check(subject):
        """Break."""
        yield finding("/metadata/name", "before")
        raise RuntimeError("no such thing\nsecond line")

    broken = rule("TST001", "rule-broken", severity=Severity.NOTE, tags=("test",))(check)
    result = run(broken, say("TST002"))
    assert [each.code for each in result.verdicts] == ["MS001", "TST001", "TST002"]
    (crash,) = result.crashes
    assert crash.error == "RuntimeError: no such thing"
    assert crash.place.startswith("test_engine.py:")
    assert crash.place.endswith("in check")
    assert result.summary.crashed == 1
    assert "TST001" in result.verdicts[0].message


@pytest.mark.parametrize("rubbish", ["a string", None, 42])
def test_a_rule_that_gives_something_else_than_findings_has_crashed(rubbish):
    wrong = rule("TST001", "rule-wrong", severity=Severity.NOTE, tags=("test",))(lambda subject: [rubbish])
    assert "not a finding" in run(wrong).crashes[0].error


def test_a_rule_that_returns_nothing_at_all_has_crashed():
    wrong = rule("TST001", "rule-wrong", severity=Severity.NOTE, tags=("test",))(lambda subject: None)
    assert run(wrong).summary.crashed == 1


def test_what_cannot_be_decided_is_counted_and_is_no_finding():
    def check(deployment):
        """Give up."""
        raise Undecided("the model is unknown", "/spec/identity/model/id")
        yield

    result = run(rule("TST001", "rule-undecided", severity=Severity.ERROR, tags=("test",))(check))
    assert result.verdicts == ()
    (undecided,) = result.undecided
    assert (undecided.code, undecided.pointer, undecided.reason) == (
        "TST001",
        "/spec/identity/model/id",
        "the model is unknown",
    )
    assert result.summary.undecided == 1


def test_a_deeper_finding_silences_what_follows_from_it_even_when_it_was_not_selected():
    deep, shallow = say("TST001"), say("TST002", silenced_by=("TST001",))
    assert [each.code for each in run(deep, shallow).verdicts] == ["TST001"]
    assert run(deep, shallow, selected=(shallow,)).verdicts == ()


@pytest.mark.parametrize(
    ("broken", "field"),
    [
        (b"count: 1}", "/spec/runtime/accelerator/type"),
        (b"count: 1}", "/spec/runtime/accelerator/count"),
    ],
)
def test_a_rule_is_not_run_where_a_field_it_reads_is_broken(broken, field):
    source = read_source("a.modelspec.yaml", SPEC.replace(broken, b"count: many}"))
    runs = run(say("TST001", fields=(field,)), sources=[source]).verdicts
    assert bool(runs) is (field != "/spec/runtime/accelerator/count")


def test_a_rule_is_not_run_where_the_field_it_misses_may_have_been_misspelt():
    source = read_source("a.modelspec.yaml", SPEC.replace(b"minReplicas", b"minReplica"))
    missing = say("TST001", fields=("/spec/operations/scaling/minReplicas",))
    there = say("TST001", fields=("/spec/operations/scaling/maxReplicas",))
    assert run(missing, sources=[source]).verdicts == ()
    assert len(run(there, sources=[source]).verdicts) == 1


def test_a_project_rule_sees_all_documents_in_path_order_whatever_the_order_of_files():
    def check(project):
        """Name the documents."""
        names = ", ".join(document.name for document in project.documents)
        yield finding(Place("/metadata/name", document=project.documents[-1]), names)

    names = rule("TST001", "rule-project", severity=Severity.NOTE, tags=("test",), on="project")(check)
    sources = [
        read_source("b.modelspec.yaml", SPEC.replace(b"chat", b"bbbb")),
        read_source("a.modelspec.yaml", SPEC.replace(b"chat", b"aaaa")),
    ]
    for order in (sources, sources[::-1]):
        (verdict,) = run(names, sources=order).verdicts
        assert (verdict.message, verdict.file) == ("aaaa, bbbb", "b.modelspec.yaml")


def test_verdicts_come_in_the_order_of_file_line_column_and_code():
    rules = [say("TST002"), say("TST001"), say("TST003", "/kind")]
    sources = [read_source("b.modelspec.yaml", SPEC), read_source("a.modelspec.yaml", SPEC)]
    order = [(each.file[0], each.code) for each in run(*rules, sources=sources).verdicts]
    assert order == [(file, code) for file in "ab" for code in ("TST003", "TST001", "TST002")]


def test_a_fingerprint_survives_moved_lines_and_changes_with_the_value():
    def fingerprint(data):
        return run(say("TST001"), sources=[read_source("a.modelspec.yaml", data)]).verdicts[0].fingerprint

    moved = b"# a comment\n\n" + SPEC
    assert fingerprint(SPEC) == fingerprint(moved)
    assert fingerprint(SPEC) != fingerprint(SPEC.replace(b"chat", b"talk"))


def test_the_last_word_on_a_finding_belongs_to_the_hook():
    class Owner:
        @hookspecs.hookimpl
        def modelspec_finding(self, finding, deployment):
            from dataclasses import replace

            return replace(finding, help=("Ask the owner of " + deployment.spec.metadata.name,))

    manager = pluggy.PluginManager(hookspecs.PROJECT)
    manager.add_hookspecs(hookspecs)
    manager.register(Owner())
    pack = Pack("test", "1", "here", (say("TST001"),))
    result = lint(
        [read_source("a.modelspec.yaml", SPEC)],
        UniformPlan(Judging(frozenset(("TST001",)))),
        Packs((pack,), manager, ()),
        KnowledgeBase.load(),
    )
    assert result.verdicts[0].help == ("Ask the owner of chat",)


def pathological(code, work):
    def check(subject):
        """Never comes back in a good way."""
        return work()

    return rule(code, f"rule-{code.lower()}", severity=Severity.NOTE, tags=("test",))(check)


def endless():
    while True:
        try:  # noqa: SIM105 (what a rule may do to stay alive)
            pass
        except Exception:
            pass


def without_end():
    while True:
        yield finding("/metadata/name", "again")


def leave():
    raise SystemExit(7)


@pytest.mark.parametrize(
    ("work", "said"),
    [
        (endless, "TimeoutError: the rule took longer than 0.2 seconds"),
        (without_end, "ValueError: the rule gave more than 1,000 findings for one subject"),
        (leave, "SystemExit: 7"),
        (lambda: None, "TypeError: 'NoneType' object is not iterable"),
        (lambda: 7, "TypeError: 'int' object is not iterable"),
        (lambda: ["a string"], "TypeError: the rule gave str, not a finding"),
    ],
)
def test_a_rule_that_does_not_come_back_or_returns_rubbish_loses_only_itself(work, said, monkeypatch):
    monkeypatch.setattr("modelspec_lint.linter.watchdog.Watchdog.__init__.__defaults__", (0.2,))
    result = run(pathological("TST001", work), say("TST002"))
    assert [each.error for each in result.crashes] == [said]
    assert [each.code for each in result.verdicts] == ["MS001", "TST002"]
