"""Suppressions in a whole run: what is accepted is counted, and what is wrong with them is reported."""

from datetime import date

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter import Policy, lint
from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.plan import Judging, UniformPlan
from modelspec_lint.linter.plugins import load_packs
from modelspec_lint.linter.testing import CLEAN, brief

CODES = frozenset(("MS007", "MS008", "MS101", "MS203", "MS406"))


def judged(text, codes=CODES, **terms):
    source = read_source("a.modelspec.yaml", text.encode())
    plan = UniformPlan(Judging(codes, Policy(), **terms))
    return lint([source], plan, load_packs(), KnowledgeBase.load(), today=date(2026, 11, 25))


def with_batch(comment):
    return CLEAN.replace("maxBatchSize: 32", f"maxBatchSize: 512  # modelspec: ignore{comment}")


def test_a_suppressed_finding_is_counted_and_not_reported():
    result = judged(with_batch("[MS203] reason: load test, owner: ml, until: 2026-11-25"))
    assert result.verdicts == ()
    (accepted,) = result.accepted
    assert (accepted.verdict.code, accepted.how, accepted.reason, accepted.owner, accepted.until) == (
        "MS203",
        "suppressed",
        "load test",
        "ml",
        "2026-11-25",
    )
    assert (result.summary.findings, result.summary.suppressed) == (0, 1)


def test_an_expired_one_suppresses_nothing_and_is_reported():
    result = judged(with_batch("[MS203] until: 2026-11-24"))
    assert [each.code for each in result.verdicts] == ["MS203", "MS008"]
    assert result.accepted == ()


def test_one_that_suppresses_nothing_is_reported_only_where_its_rule_ran():
    text = CLEAN.replace("count: 1", "count: 1  # modelspec: ignore[MS406] reason: x")
    assert [each[:5] for each in brief(judged(text).verdicts)] == ["17:17"]
    assert judged(text, CODES - {"MS406"}).verdicts == ()


def test_a_reason_may_be_required_and_a_rule_kept_from_being_suppressed():
    bare = judged(with_batch("[MS203]"), reasons_required=True)
    assert [each.code for each in bare.verdicts] == ["MS203", "MS008"]
    kept = judged(with_batch("[MS203] reason: x"), unsuppressable=frozenset(("MS203",)))
    assert [each.code for each in kept.verdicts] == ["MS203", "MS008"]


def test_rules_about_suppressions_run_only_where_they_are_selected():
    assert judged(with_batch("[MS406]"), CODES - {"MS007", "MS008"}).summary.warnings == 1
