import pytest

from modelspec_lint.linter.rule import rule
from modelspec_lint.linter.selection import UnknownRule, select_rules
from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import Pack

PACK = Pack("test", "1", "here")


def _rule(code, name, tags=("memory",), on="deployment"):
    return rule(code, name, severity=Severity.ERROR, tags=tags, on=on)(lambda subject: ())


PAIRS = tuple(
    (each, PACK)
    for each in (
        _rule("MS003", "yaml-syntax", ("yaml",), on="file"),
        _rule("MS201", "weights-exceed-memory"),
        _rule("MS202", "no-room-for-one-sequence"),
        _rule("MS803", "pii-without-policy", ("governance",)),
    )
)


def codes(select=(), ignore=()):
    return [each.code for each, _ in select_rules(PAIRS, select, ignore)]


def test_without_words_every_rule_runs():
    assert codes() == ["MS003", "MS201", "MS202", "MS803"]


@pytest.mark.parametrize(
    ("word", "chosen"),
    [
        ("MS201", ["MS201"]),
        ("ms201", ["MS201"]),
        ("weights-exceed-memory", ["MS201"]),
        ("memory", ["MS201", "MS202"]),
        ("MS2", ["MS201", "MS202"]),
        ("all", ["MS201", "MS202", "MS803"]),
    ],
)
def test_a_word_is_a_code_a_name_a_tag_a_prefix_or_all(word, chosen):
    assert codes(select=(word,)) == ["MS003", *chosen]
    assert codes(ignore=(word,)) == [
        code for code in codes() if code not in chosen and not (word == "all" and code == "MS003")
    ]


def test_files_that_cannot_be_read_are_reported_until_that_is_ignored_by_name():
    assert codes(select=("governance",)) == ["MS003", "MS803"]
    assert codes(select=("governance",), ignore=("MS003",)) == ["MS803"]


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("MS2O2", "No rule, tag or prefix is called 'MS2O2'; did you mean 'MS202'?"),
        ("weights-exceeds-memory", "'weights-exceeds-memory'; did you mean 'weights-exceed-memory'?"),
        ("", "No rule, tag or prefix is called ''"),
        ("zzz", "No rule, tag or prefix is called 'zzz'"),
    ],
)
def test_a_word_that_selects_nothing_is_refused_with_a_suggestion(word, sentence):
    with pytest.raises(UnknownRule) as refused:
        codes(select=(word,))
    assert sentence in str(refused.value)
    with pytest.raises(UnknownRule):
        codes(ignore=(word,))
