from __future__ import annotations

from modelspec_lint.linter.document import read_source
from modelspec_lint.linter.testing import CLEAN, brief, lint_sources
from modelspec_lint.rules.structure.duplicate_name import duplicate_name


def judged(*files):
    sources = [read_source(path, text.encode()) for path, text in files]
    return lint_sources(sources, duplicate_name).verdicts


def test_the_later_in_path_order_is_told_whatever_the_order_of_reading():
    for order in (("a.modelspec.yaml", "b.modelspec.yaml"), ("b.modelspec.yaml", "a.modelspec.yaml")):
        (verdict,) = judged(*((path, CLEAN) for path in order))
        assert verdict.file == "b.modelspec.yaml"
        assert brief([verdict]) == [
            "4:9 warning[MS106] The name `chat` is taken: a.modelspec.yaml line 4 has it too."
        ]
        (related,) = verdict.related
        assert (related.file, related.span.line, related.span.column) == ("a.modelspec.yaml", 4, 9)
        assert related.message == "the first specification of this name"


def test_two_documents_of_one_file_may_not_share_a_name():
    length = CLEAN.count("\n")
    assert brief(judged(("a.modelspec.yaml", f"{CLEAN}---\n{CLEAN}"))) == [
        f"{length + 5}:9 warning[MS106] The name `chat` is taken: a.modelspec.yaml line 4 has it too."
    ]


def test_of_three_each_later_one_points_at_the_first():
    verdicts = judged(*((f"{name}.modelspec.yaml", CLEAN) for name in "abc"))
    assert [(each.file, each.related[0].file) for each in verdicts] == [
        ("b.modelspec.yaml", "a.modelspec.yaml"),
        ("c.modelspec.yaml", "a.modelspec.yaml"),
    ]


def test_other_names_and_no_names_are_no_duplicates():
    assert not judged(
        ("a.modelspec.yaml", CLEAN),
        ("b.modelspec.yaml", CLEAN.replace("name: chat", "name: Chat")),
        ("c.modelspec.yaml", CLEAN.replace("name: chat", "version: chat")),
        ("d.modelspec.yaml", CLEAN.replace("name: chat", "version: chat")),
        ("e.modelspec.yaml", CLEAN.replace("name: chat", "name: 7")),
        ("f.modelspec.yaml", CLEAN.replace("name: chat", "name: 7")),
    )


def test_a_name_cannot_drive_a_terminal():
    named = CLEAN.replace("name: chat", 'name: "a\\e[31m"')
    (verdict,) = judged(("a.modelspec.yaml", named), ("b.modelspec.yaml", named))
    assert verdict.message == "The name `a\\x1b[31m` is taken: a.modelspec.yaml line 4 has it too."
