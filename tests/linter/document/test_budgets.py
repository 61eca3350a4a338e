import time
from itertools import pairwise

import pytest

from modelspec_lint.linter.document import Limits

DEEP = "Maps and lists are nested more than 64 levels deep here; the reader stops at that."
EXPANDED = "Aliases and merges stand for more than 100,000 values in this file; the reader stops at that."


def bomb():
    levels = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    letters = "abcdefghij"
    for before, letter in pairwise(letters):
        levels.append(f"{letter}: &{letter} [{', '.join([f'*{before}'] * 9)}]")
    return "\n".join(levels)


@pytest.mark.usefixtures("parser")
class TestBudgets:
    @pytest.mark.parametrize(
        ("text", "place"),
        [
            ("[" * 200_000, (1, 65)),
            ("{a: " * 200_000, (1, 257)),
            ("{[" * 100_000, (1, 65)),
            ("- " * 100_000, (1, 129)),
            ("? " * 100_000, (1, 129)),
            ("kind: ModelSpec\na: " + "[" * 65 + "]" * 65, (2, 67)),
            ("\n".join(" " * level + "a:" for level in range(80)), (65, 65)),
            ("a: &a " + "[" * 40 + "]" * 40 + "\nb: " + "[" * 30 + "*a" + "]" * 30, (2, 34)),
            ("a: 1\n---\n" + "[" * 200_000, (3, 65)),
        ],
    )
    def test_nesting_beyond_the_limit_is_told_where_it_is_too_deep(self, read, text, place):
        begin = time.monotonic()
        source = read(text)
        assert time.monotonic() - begin < 5
        (problem,) = source.problems
        assert (problem.kind, problem.message) == ("over-budget", DEEP)
        assert (problem.span.line, problem.span.column) == place

    def test_nesting_up_to_the_limit_is_read(self, document):
        value = document("[" * 64 + "]" * 64).data
        for _ in range(63):
            (value,) = value
        assert value == []

    @pytest.mark.parametrize(
        ("text", "line", "columns"),
        [
            (bomb(), 6, (8, 10)),
            (
                "a: &a {"
                + ", ".join(f"k{n}: 1" for n in range(3000))
                + "}\nb: {<<: ["
                + "*a, " * 3000
                + "]}",
                2,
                (74, 76),
            ),
            ("a: &a [" + "x, " * 30_000 + "]\nb: [*a, *a, *a, *a]", 2, (17, 19)),
        ],
    )
    def test_an_alias_bomb_is_told_at_the_alias_that_goes_too_far(self, read, text, line, columns):
        source = read(text)
        (problem,) = source.problems
        assert (problem.kind, problem.message) == ("over-budget", EXPANDED)
        assert (problem.span.line, problem.span.column, problem.span.end_column) == (line, *columns)

    def test_merges_within_merges_are_counted(self, read):
        keys = ", ".join(f"k{n}: 1" for n in range(10_000))
        (problem,) = read("a: " + "{<<: " * 40 + "{" + keys + "}" + "}" * 40).problems
        assert (problem.kind, problem.message) == ("over-budget", EXPANDED)

    @pytest.mark.parametrize("text", ["a: &a\n  b: [*a]\n", "a: &a\n  <<: *a\n"])
    def test_a_value_that_holds_itself_is_told(self, read, text):
        source = read(text + "---\nkind: ModelSpec\n")
        (problem,) = source.problems
        assert (problem.kind, problem.span.line) == ("over-budget", 2)
        assert problem.message == "The alias `*a` stands inside its own anchor: the value would hold itself."
        assert problem.related == ((source.span(8, 9), "`&a` begins here"),)
        assert [each.data for each in source.documents] == [{"kind": "ModelSpec"}]

    def test_too_many_values(self, read):
        (problem,) = read("a: [" + "x, " * 20 + "]", limits=Limits(nodes=10)).problems
        assert problem.message == "The file holds more than 10 values; the reader stops at that."
        assert (problem.kind, problem.span.line, problem.span.column) == ("over-budget", 1, 32)

    def test_too_many_documents_leave_those_before(self, read):
        source = read("--- a\n" * 10, limits=Limits(documents=3))
        (problem,) = source.problems
        assert problem.message == "The file holds more than 3 documents; the reader stops at that."
        assert (problem.span.line, problem.span.column, problem.span.end_column) == (4, 1, 4)
        assert len(source.documents) == 3

    def test_too_many_problems_end_the_reading(self, read):
        source = read("a: 1\n" * 10, limits=Limits(problems=3))
        assert [(each.kind, each.span.line) for each in source.problems] == [
            ("duplicate-key", 2), ("duplicate-key", 3), ("duplicate-key", 4), ("over-budget", 5),
        ]  # fmt: skip
        assert source.problems[-1].message == (
            "The file has more than 3 problems with its YAML; the reader stops at that."
        )

    def test_directives_that_libyaml_compares_with_each_other(self, read):
        begin = time.monotonic()
        (problem,) = read("".join(f"%TAG !a{n}! x\n" for n in range(50_000)) + "--- a").problems
        assert time.monotonic() - begin < 2
        assert problem.message == "The file holds more than 100 `%TAG` directives; the reader stops at that."

    @pytest.mark.parametrize(
        ("value", "tag", "columns"),
        [
            ("!!python/object/apply:os.system [id]", "!!python/object/apply:os.system", (4, 35)),
            ("!Ref x", "!Ref", (4, 8)),
            ("&a !local {b: 1}", "!local", (7, 13)),
            ("!<tag:example.org,2000:x> 1", "tag:example.org,2000:x", (4, 29)),
        ],
    )
    def test_a_tag_that_is_not_of_yaml_itself_makes_nothing(self, read, value, tag, columns):
        source = read(f"kind: ModelSpec\na: {value}\n")
        (problem,) = source.problems
        assert (problem.kind, problem.message) == (
            "over-budget",
            f"The tag `{tag}` is not read: only plain values of YAML itself are.",
        )
        assert (problem.span.line, problem.span.column, problem.span.end_column) == (2, *columns)
        assert source.documents[0].data["a"] in (["id"], "x", {"b": 1}, 1)

    @pytest.mark.parametrize(
        ("value", "message"),
        [
            ("!!int x", "The tag `!!int` does not fit the value behind it."),
            ("!!str [a]", "The tag `!!str` does not fit the list behind it."),
            ("!!seq {a: 1}", "The tag `!!seq` does not fit the map behind it."),
        ],
    )
    def test_a_tag_that_does_not_fit_its_value(self, read, value, message):
        source = read(f"kind: ModelSpec\na: {value}\n")
        (problem,) = source.problems
        assert (problem.kind, problem.message, problem.span.line, problem.span.column) == (
            "syntax",
            message,
            2,
            4,
        )
        assert source.documents == ()

    def test_tags_of_yaml_itself_are_read(self, document):
        assert document("a: !!int '8'\nb: !!str 8\nc: !!float 1\nd: !!set {x: }\ne: !!null ''\nf: ! 8\n").data == {  # noqa: E501
            "a": 8, "b": "8", "c": 1.0, "d": {"x": None}, "e": None, "f": 8,
        }  # fmt: skip
