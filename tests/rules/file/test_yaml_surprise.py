import pytest

from modelspec_lint.linter.testing import CLEAN, brief, lint_text
from modelspec_lint.rules.file.yaml_surprise import yaml_surprise
from modelspec_lint.rules.structure.wrong_type import wrong_type

BOTH = (yaml_surprise, wrong_type)


def label(value):
    return CLEAN.replace("  name: chat\n", f"  name: chat\n  labels: {{x: {value}}}\n")


def timeout(value):
    return CLEAN + f"  operations:\n    serving: {{timeoutSeconds: {value}}}\n"


def fixed(text, verdict):
    (edit,) = verdict.fixes[0].edits
    assert verdict.fixes[0].safe
    return text[: edit.span.start] + edit.text + text[edit.span.end :]


@pytest.mark.parametrize(
    ("value", "reading"),
    [
        ("no", "false"),
        ("On", "true"),
        ("YES", "true"),
        ("2026-03-31", "a date"),
        ("1:30", "the number 90"),
        ("017", "the number 15"),
        ("1.10", "the number 1.1"),
        ("1_000", "the number 1000"),
        ("0x1F", "the number 31"),
        (".5", "the number 0.5"),
    ],
)
def test_text_that_yaml_takes_for_something_else_is_a_warning_with_quotes(value, reading):
    text = label(value)
    (verdict,) = lint_text(text, BOTH).verdicts
    assert brief([verdict]) == [
        f"5:12 warning[MS006] `x`: YAML 1.1 reads `{value}` as {reading}, and text is wanted."
    ]
    assert [each.title for each in verdict.fixes] == [f'write "{value}" in quotes']
    mended = fixed(text, verdict)
    assert f'{{x: "{value}"}}' in mended
    assert lint_text(mended, BOTH).verdicts == ()


@pytest.mark.parametrize("value", ["8", "1.5", "true", "False", "null", "-3"])
def test_what_is_read_as_it_looks_is_of_the_wrong_type_and_no_more(value):
    assert [each.code for each in lint_text(label(value), BOTH).verdicts] == ["MS103"]


@pytest.mark.parametrize("value", ["'no'", '"017"', "v1.10", "1e3", "2026-03", "norway", "12:3x"])
def test_quoted_and_plain_text_is_silent(value):
    assert lint_text(label(value), BOTH).verdicts == ()


@pytest.mark.parametrize(
    ("value", "read", "help"),
    [
        ("060", "the number 48", "write 48, or 60 if that is meant"),
        ("1:30", "the number 90", "write 90 in full"),
    ],
)
def test_a_number_in_another_base_is_a_warning_though_it_is_valid(value, read, help):
    (verdict,) = lint_text(timeout(value), BOTH).verdicts
    assert brief([verdict]) == [f"22:15 warning[MS006] `timeoutSeconds`: YAML 1.1 reads `{value}` as {read}."]
    assert (verdict.help, verdict.fixes) == ((help,), ())


def test_a_number_that_yaml_takes_for_text_is_a_warning_with_a_fix():
    text = timeout("1e2")
    (verdict,) = lint_text(text, BOTH).verdicts
    assert brief([verdict]) == [
        "22:15 warning[MS006] `timeoutSeconds`: YAML 1.1 reads `1e2` as text, "
        "and a whole number of at least 0 is wanted."
    ]
    assert "{timeoutSeconds: 100}" in fixed(text, verdict)


@pytest.mark.parametrize("value", ["60", "0", '"60"', "sixty", "0x3C", "1_000"])
def test_other_numbers_are_none_of_its_business(value):
    assert "MS006" not in [each.code for each in lint_text(timeout(value), BOTH).verdicts]


def test_clocks_in_comments_and_texts_are_silent():
    text = CLEAN.replace("  name: chat\n", "  name: chat  # at 10:30, 017\n  description: at 10:30 or 017\n")
    assert lint_text(text, BOTH).verdicts == ()


def test_numbers_in_lists_are_found():
    text = CLEAN + (
        "  pipeline:\n    dependencies:\n      - {id: a, role: custom}\n"
        "      - {id: b, role: custom, interface: {maxLatencyMs: 0100}}\n"
    )
    assert brief(lint_text(text, BOTH).verdicts) == [
        "24:43 warning[MS006] `maxLatencyMs`: YAML 1.1 reads `0100` as the number 64."
    ]


def test_a_field_that_was_misread_is_judged_by_no_other_rule():
    text = CLEAN + (
        "  operations:\n    serving: {timeoutSeconds: 010}\n    scaling: {targetLatencyMsP95: 9000}\n"
        "    observability: {metrics: {enabled: true}}\n"
    )
    assert "MS411" not in [each.code for each in lint_text(text).verdicts]
