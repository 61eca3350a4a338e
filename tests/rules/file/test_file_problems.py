from __future__ import annotations

import pytest

from modelspec_lint.linter.testing import CLEAN, brief, lint_text
from modelspec_lint.rules.file import RULES
from modelspec_lint.rules.file.duplicate_key import duplicate_key
from modelspec_lint.rules.structure import RULES as STRUCTURE

BOMB = CLEAN + "  pipeline:\n" + "    a0: &a0 [x, x]\n"
BOMB += "".join(f"    a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 9))


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param(CLEAN.encode().replace(b"chat", b"ch\xe4t"), "4:11 error[MS002]", id="Latin-1"),
        pytest.param(CLEAN.encode().replace(b"chat", b"ch\0t"), "4:11 error[MS002]", id="NUL"),
        pytest.param(CLEAN.replace("count: 1", 'count: "1'), "17:14 error[MS003]", id="a quote left open"),
        pytest.param(
            CLEAN.replace("  count: 1", "  count: 1\n      count: 2"), "18:7 error[MS004]", id="a key twice"
        ),
        pytest.param(CLEAN.replace("count: 1", "count: " + "[" * 200 + "]" * 200), "17:", id="too deep"),
        pytest.param(BOMB, "2", id="an alias bomb"),
        pytest.param(
            CLEAN.replace("name: chat", "name: !!python/name:os.system"),
            "4:9 error[MS005]",
            id="an unsafe tag",
        ),
    ],
)
def test_what_the_reader_finds_is_one_finding_at_its_place(text, place):
    result = lint_text(text, RULES)
    (said,) = brief(result.verdicts)
    assert said.startswith(place)


@pytest.mark.parametrize("value", ["!!python/name:os.system", "!!python/object/apply:os.getcwd []", "!new x"])
def test_a_value_refused_for_its_tag_is_not_of_the_wrong_type_as_well(value):
    text = CLEAN.replace("name: chat", f"name: chat\n  description: {value}")
    (said,) = brief(lint_text(text, (*RULES, *STRUCTURE)).verdicts)
    assert said.startswith("5:16 error[MS005]")


def test_the_earlier_of_two_keys_is_shown_too():
    text = CLEAN.replace("      count: 1\n", "      count: 1\n      count: 2\n")
    (verdict,) = lint_text(text, duplicate_key).verdicts
    (earlier,) = verdict.related
    assert (earlier.span.line, earlier.span.column, earlier.pointer) == (17, 7, None)
    assert verdict.document is None


def test_a_clean_file_has_no_problems():
    assert lint_text(CLEAN, RULES).verdicts == ()
