from modelspec_lint.linter.testing import brief, lint_fragment, lint_text, merge
from modelspec_lint.rules.governance.pii_without_policy import pii_without_policy

SAID = "Personal data is allowed, but no policy is named that governs it."


def judged(pii):
    return lint_fragment(f"spec: {{governance: {{compliance: {{pii: {pii}}}}}}}", pii_without_policy)


def test_an_absent_policy_is_an_error_at_the_key_of_its_parent():
    (verdict,) = judged("{allowed: true}")
    assert brief([verdict]) == [f"23:7 error[MS803] {SAID}"]
    assert [(each.message, each.span.line, each.span.column) for each in verdict.related] == [
        ("allowed here", 24, 18)
    ]


def test_an_empty_policy_is_no_policy_and_the_place_is_its_value():
    assert brief(judged("{allowed: true, policy: '  '}")) == [f"25:17 error[MS803] {SAID}"]


def test_a_placeholder_is_no_policy():
    for policy in ("none", "TBD", "To be defined", "N/A", "<TODO>"):
        assert [each.code for each in judged(f"{{allowed: true, policy: {policy!r}}}")] == ["MS803"]
    for policy in ("no-retention", "nonesuch", "policy-tbd-12", "個人情報"):
        assert judged(f"{{allowed: true, policy: {policy!r}}}") == ()


def test_the_place_is_right_in_flow_style():
    text = merge("").replace("spec:\n", "spec:\n  governance: {compliance: {pii: {allowed: true}}}\n", 1)
    assert brief(lint_text(text, pii_without_policy).verdicts) == [f"6:29 error[MS803] {SAID}"]


def test_a_policy_or_no_personal_data_or_no_word_about_it_is_silent():
    for pii in ("{allowed: true, policy: redact}", "{allowed: false}", "{policy: redact}", "{}"):
        assert judged(pii) == ()
