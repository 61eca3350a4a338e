import pytest


@pytest.mark.usefixtures("parser")
class TestKeys:
    def test_a_duplicate_key_is_told_at_both_places_and_the_last_one_counts(self, read):
        source = read("kind: ModelSpec\na:\n  count: 1\n  type: x\n  count: 2\n  count: 3\n")
        first, second = source.problems
        assert first.kind == "duplicate-key"
        assert (
            first.message == "The key `count` is already set in this map; of its values the last one counts."
        )
        assert (first.span.line, first.span.column, first.span.end_column) == (5, 3, 8)
        ((related, words),) = first.related
        assert (related.line, related.column, words) == (3, 3, "first set here")
        assert (second.span.line, second.related[0][0].line) == (6, 3)
        (document,) = source.documents
        assert document.data["a"] == {"type": "x", "count": 3}
        assert document.span("/a/count").line == 6

    def test_keys_that_are_no_text_keep_their_spelling_and_their_kind(self, document):
        spec = document(
            "1: a\nyes: b\nnull: c\n? \n: d\n1.50: e\n2026-01-01: f\n[x, y]: g\n{p: q}: h\n? |\n  long\n: i\n"
        )
        assert spec.data == {
            "1": "a", "yes": "b", "null": "c", "": "d", "1.50": "e", "2026-01-01": "f", "[x, y]": "g", "{p: q}": "h",  # noqa: E501
            "long\n": "i",
        }  # fmt: skip
        tags = {name: entry.key.tag for name, entry in spec.root.entries.items()}
        assert list(tags.values()) == [
            "int",
            "bool",
            "null",
            "null",
            "float",
            "timestamp",
            "list",
            "map",
            "str",
        ]
        span = spec.span("/[x, y]", "key")
        assert (span.line, span.column, span.end_column) == (8, 1, 7)

    def test_a_number_and_the_same_number_as_text_are_one_key(self, read):
        source = read('1: a\n"1": b\n')
        assert [problem.kind for problem in source.problems] == ["duplicate-key"]

    def test_control_characters_of_a_key_are_not_repeated_raw(self, read):
        source = read('"a\\e[31m": 1\n"a\\e[31m": 2\n')
        assert source.problems[0].message.startswith("The key `a\\x1b[31m` is already set")

    def test_slashes_and_tildes_are_escaped_in_pointers(self, document):
        spec = document("labels:\n  app.kubernetes.io/name: x\n  a~b: y\n")
        assert spec.value("/labels/app.kubernetes.io~1name") == "x"
        assert spec.value("/labels/a~0b") == "y"
        assert not spec.has("/labels/app.kubernetes.io/name")
