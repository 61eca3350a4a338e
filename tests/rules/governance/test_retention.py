"""How long things are kept: MS805 and MS806."""

import pytest

from modelspec_lint.linter.policy import Policy
from modelspec_lint.linter.testing import brief, lint_fragment, lint_text, merge
from modelspec_lint.rules.governance import retention_too_long, retention_too_short


def spec(retention, pii="{allowed: true, policy: redact}"):
    return f"spec: {{governance: {{compliance: {{pii: {pii}, retention: {retention}}}}}}}"


def long(retention, pii="{allowed: true, policy: redact}", **options):
    return lint_fragment(spec(retention, pii), retention_too_long, {"MS805": options})


def short(retention, *frameworks):
    policy = Policy(options={"MS806": {"frameworks": frameworks}})
    return lint_text(merge(spec(retention)), retention_too_short, policy=policy)


def test_logs_and_artifacts_that_are_kept_longer_than_thirty_days_want_a_reason():
    verdicts = long("{logsDays: 31, artifactsDays: 365}")
    assert brief(verdicts) == [
        "27:19 warning[MS805] Personal data is allowed, and logs are kept 31 days: more than 30 want a "
        "justification (GDPR Art. 5(1)(e)).",
        "28:24 warning[MS805] Personal data is allowed, and artifacts are kept 365 days: more than 30 want a "
        "justification (GDPR Art. 5(1)(e)).",
    ]
    assert [(each.span.line, each.message) for each in verdicts[0].related] == [
        (24, "personal data is allowed here")
    ]


@pytest.mark.parametrize("pii", ["{allowed: false}", "{policy: redact}", "{}"])
def test_without_personal_data_nothing_is_too_long(pii):
    assert long("{logsDays: 3650}", pii) == ()


def test_thirty_days_none_and_nothing_declared_are_silent():
    for retention in ("{logsDays: 30, artifactsDays: 30}", "{logsDays: 0}", "{}"):
        assert long(retention) == ()


def test_how_long_is_long_can_be_chosen():
    assert long("{logsDays: 90}", **{"max-days": 90}) == ()
    assert len(long("{logsDays: 8}", **{"max-days": 7})) == 1


def test_what_a_chosen_law_asks_to_be_kept_is_not_too_long():
    assert long("{logsDays: 183}", frameworks=("eu-ai-act-high-risk",)) == ()
    (verdict,) = long("{logsDays: 184}", frameworks=("eu-ai-act-high-risk",))
    assert "more than 183 want" in verdict.message
    assert len(long("{artifactsDays: 183}", frameworks=("eu-ai-act-high-risk",))) == 1


def test_logs_that_a_chosen_law_wants_kept_longer_are_an_error_with_its_paragraph():
    (verdict,) = short("{logsDays: 182}", "eu-ai-act-high-risk").verdicts
    assert brief([verdict]) == [
        "27:19 error[MS806] Logs are kept 182 days, and EU AI Act, obligations for high-risk systems "
        "asks for 183 at least (Art. 19(1) and Art. 26(6))."
    ]
    assert verdict.help == ("logsDays: 183",)


def test_every_chosen_law_is_told_by_any_of_its_names_once():
    verdicts = short("{logsDays: 30}", "ai-act", "HIPAA", "eu-ai-act-high-risk", "gdpr", "soc2").verdicts
    assert [each.message.split(" asks for ")[1] for each in verdicts] == [
        "183 at least (Art. 19(1) and Art. 26(6)).",
        "2190 at least (45 CFR 164.316(b)(2)(i)).",
    ]


@pytest.mark.parametrize(
    ("retention", "frameworks"),
    [
        ("{logsDays: 1}", ()),
        ("{logsDays: 183}", ("eu-ai-act-high-risk",)),
        ("{logsDays: 2190}", ("hipaa", "eu-ai-act-high-risk")),
        ("{logsDays: 1}", ("gdpr", "soc2", "iso-42001", "nist-ai-rmf")),
        ("{}", ("gdpr",)),
    ],
)
def test_long_enough_and_laws_without_a_length_are_silent(retention, frameworks):
    result = short(retention, *frameworks)
    assert (result.verdicts, result.undecided) == ((), ())


def test_undeclared_retention_and_unknown_frameworks_are_undecided():
    (undeclared,) = short("{artifactsDays: 3}", "hipaa").undecided
    assert undeclared.reason == "how long logs are kept is not declared"
    (unknown,) = short("{logsDays: 3}", "hipaa", "moon-treaty").undecided
    assert unknown.reason == "no control is known by the name 'moon-treaty', which the option frameworks has"
