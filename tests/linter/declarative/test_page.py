from __future__ import annotations

from modelspec_lint.linter.page import HEADINGS


def test_a_page_has_the_headings_of_every_other(load):
    body = (
        "  summary: No team is named.\n  sources: [the handbook]\n  help: [ask around, name one]\n"
        "  template: required-label\n  with: {label: team}\n"
    )
    (rule,) = load(body).pack.rules
    page = rule.page
    assert tuple(page.sections) == HEADINGS
    assert page.summary == "No team is named."
    assert page.sections["What it does"] == "The label `team` is required."
    assert page.sections["Why it matters"] == "It is tested here.\n\nWays out:\n\n- ask around\n- name one"
    assert page.examples("Bad") == ("metadata:\n  name: a\n",)
    assert page.sections["Sources"] == "- the handbook\n- Pack acme 1.0.0"


def test_the_page_of_a_condition_says_the_condition(load):
    body = "  when: \"{{ labels.a == 'x' }}\"\n  unless: '{{ labels.b is defined }}'\n"
    (rule,) = load(body).pack.rules
    assert (
        rule.page.sections["What it does"] == "Speaks where `labels.a == 'x'`, unless `labels.b is defined`."
    )
    assert rule.page.summary == "Test rule 1."


def test_a_page_drives_no_terminal_and_makes_no_heading_of_its_own(load):
    body = (
        '  summary: "\\e]0;title\\a# Big"\n  help: "one\\n## Bad\\n```\\ntwo"\n'
        "  template: required-label\n  with: {label: team}\n"
    )
    (rule,) = load(body).pack.rules
    page = rule.page
    assert tuple(page.sections) == HEADINGS
    assert "\x1b" not in page.markdown
    assert "\\## Bad" in page.sections["Why it matters"]
    assert page.examples("Bad") == ("metadata:\n  name: a\n",)


def test_cases_with_aliases_are_written_out(write):
    from modelspec_lint.linter.declarative import load_pack
    from tests.linter.declarative.conftest import HEAD

    text = HEAD + (
        "- id: ACME001\n  name: some-rule\n  severity: note\n  why: A test.\n"
        "  template: required-label\n  with: {label: team}\n"
        "  cases:\n    bad: &a {metadata: {labels: {since: 2026-01-02}}}\n    good: [*a, *a]\n"
    )
    (rule,) = load_pack(write(whole=text)).pack.rules
    example = "metadata:\n  labels:\n    since: '2026-01-02'\n"
    assert rule.page.examples("Good") == (example, example)
