"""Where keys and values stand: exact lines and columns in every style of YAML."""

import pytest


def place(span):
    return (span.line, span.column, span.end_line, span.end_column)


def places(document, *pointers):
    return {
        pointer: (place(document.span(pointer, "key")), place(document.span(pointer))) for pointer in pointers
    }


def text_of(document, pointer, part="value"):
    span = document.span(pointer, part)
    return document.file.text[span.start : span.end]


@pytest.mark.usefixtures("parser")
class TestSpans:
    def test_keys_and_values_of_block_maps(self, document):
        spec = document("kind: ModelSpec\nspec:\n  count:   8 # GPUs\n  'quoted key': \"text\"\n")
        assert places(spec, "/kind", "/spec", "/spec/count", "/spec/quoted key") == {
            "/kind": ((1, 1, 1, 5), (1, 7, 1, 16)),
            "/spec": ((2, 1, 2, 5), (3, 3, 4, 23)),
            "/spec/count": ((3, 3, 3, 8), (3, 12, 3, 13)),
            "/spec/quoted key": ((4, 3, 4, 15), (4, 17, 4, 23)),
        }

    def test_a_block_ends_with_its_last_value_and_not_with_the_comments_after_it(self, document):
        spec = document("a:\n  b: 1\n\n  # about c\n\n# more\nc:\n  - x\n  -\n    d: 2   # two\n\n# end\n\n")
        assert places(spec, "/a", "/c", "/c/0", "/c/1", "/c/1/d", "") == {
            "/a": ((1, 1, 1, 2), (2, 3, 2, 7)),
            "/c": ((7, 1, 7, 2), (8, 3, 10, 9)),
            "/c/0": ((8, 5, 8, 6), (8, 5, 8, 6)),
            "/c/1": ((10, 5, 10, 9), (10, 5, 10, 9)),
            "/c/1/d": ((10, 5, 10, 6), (10, 8, 10, 9)),
            "": ((1, 1, 1, 2), (1, 1, 10, 9)),
        }

    def test_flow_style(self, document):
        spec = document("a: {b: [1, 'two', ],\n    c: , d}\n")
        assert places(spec, "/a", "/a/b", "/a/b/1", "/a/c", "/a/d") == {
            "/a": ((1, 1, 1, 2), (1, 4, 2, 12)),
            "/a/b": ((1, 5, 1, 6), (1, 8, 1, 20)),
            "/a/b/1": ((1, 12, 1, 17), (1, 12, 1, 17)),
            "/a/c": ((2, 5, 2, 6), (2, 7, 2, 7)),
            "/a/d": ((2, 10, 2, 11), (2, 11, 2, 11)),
        }

    @pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
    def test_every_kind_of_line_end(self, document, end):
        spec = document(f"a: 1{end}b:{end}  - x{end}c: |{end}  text{end}  more{end}{end}# z{end}d: 2{end}")
        assert places(spec, "/b/0", "/c", "/d") == {
            "/b/0": ((3, 5, 3, 6), (3, 5, 3, 6)),
            "/c": ((4, 1, 4, 2), (4, 4, 6, 7)),
            "/d": ((9, 1, 9, 2), (9, 4, 9, 5)),
        }
        assert spec.value("/c") == "text\nmore\n"

    def test_columns_count_characters_of_any_script(self, document):
        spec = document("a: {'😀': x, é: '中文', e\u0301: z}\n")
        assert places(spec, "/a/😀", "/a/é", "/a/e\u0301") == {
            "/a/😀": ((1, 5, 1, 8), (1, 10, 1, 11)),
            "/a/é": ((1, 13, 1, 14), (1, 16, 1, 20)),
            "/a/e\u0301": ((1, 22, 1, 24), (1, 26, 1, 27)),
        }

    @pytest.mark.parametrize("separator", ["\x85", "\u2028", "\u2029"])
    def test_separators_that_no_editor_counts_as_line_ends_are_not_counted(self, document, separator):
        spec = document(f"a: 'x{separator}y'\nb: 2\n")
        assert place(spec.span("/b")) == (2, 4, 2, 5)

    @pytest.mark.parametrize(
        ("block", "lines", "value"),
        [
            ("|\n  one\n  two\n\n\n# c\n", (1, 4, 3, 6), "one\ntwo\n"),
            ("|-\n  one\n", (1, 4, 2, 6), "one"),
            (">\n  one\n  two\n\n  # text\n # comment\n", (1, 4, 5, 9), "one two\n# text\n"),
            ("|2-\n    one\n", (1, 4, 2, 8), "  one"),
            ("|\n\n\n# c\n", (1, 4, 1, 5), ""),
            ("|+\n  one\n\n", (1, 4, 4, 1), "one\n\n"),
        ],
    )
    def test_block_scalars(self, document, block, lines, value):
        spec = document(f"a: {block}b: 1\n")
        assert (place(spec.span("/a")), spec.value("/a")) == (lines, value)

    def test_texts_over_several_lines(self, document):
        spec = document('a: plain one\n  two\n  three  # c\nb: "x\n  y" # c\n')
        assert (place(spec.span("/a")), spec.value("/a")) == ((1, 4, 3, 8), "plain one two three")
        assert (place(spec.span("/b")), spec.value("/b")) == ((4, 4, 5, 5), "x y")

    def test_anchors_and_tags_are_no_part_of_a_value(self, document):
        spec = document(
            "a: &one !!str 12\nb: !!map &two # c\n  # d\n  k: v\nc: &three {x: 1}\nd: !!seq\n- y\ne: &four |\n  t\n"  # noqa: E501
            "f: &five\ng: ! z\n"
        )
        assert [text_of(spec, pointer) for pointer in ("/a", "/b", "/c", "/d", "/e", "/f", "/g")] == [
            "12", "k: v", "{x: 1}", "- y", "|\n  t", "", "z",
        ]  # fmt: skip
        assert place(spec.span("/f")) == (10, 9, 10, 9)
        assert spec.data["a"] == "12"

    def test_a_value_left_empty_stands_right_behind_its_colon_or_key(self, document):
        spec = document("a:\nb:   # c\nc: {d: , e}\nf:\n  -\n  - 1\n? g # c\n? h\n:\n")
        assert {
            pointer: place(spec.span(pointer)) for pointer in ("/a", "/b", "/c/d", "/c/e", "/f/0", "/g", "/h")
        } == {
            "/a": (1, 3, 1, 3),
            "/b": (2, 3, 2, 3),
            "/c/d": (3, 7, 3, 7),
            "/c/e": (3, 11, 3, 11),
            "/f/0": (5, 4, 5, 4),
            "/g": (7, 4, 7, 4),
            "/h": (9, 2, 9, 2),
        }

    def test_documents_of_one_file(self, read):
        source = read("# first\na: 1\n---\n# second\nb: 2\n...\n---\n--- {c: 3}\n--- text\n")
        assert [(each.index, each.data) for each in source.documents] == [
            (0, {"a": 1}), (1, {"b": 2}), (2, {"c": 3}), (3, "text"),
        ]  # fmt: skip
        assert [place(each.span("")) for each in source.documents] == [
            (2, 1, 2, 5), (5, 1, 5, 5), (8, 5, 8, 11), (9, 5, 9, 9),
        ]  # fmt: skip

    def test_lists_in_lists_and_lists_that_are_not_indented(self, document):
        spec = document("a:\n- - 1\n  - 2\n-\n  - 3\nb: 4\n")
        assert places(spec, "/a", "/a/0", "/a/0/1", "/a/1") == {
            "/a": ((1, 1, 1, 2), (2, 1, 5, 6)),
            "/a/0": ((2, 3, 3, 6), (2, 3, 3, 6)),
            "/a/0/1": ((3, 5, 3, 6), (3, 5, 3, 6)),
            "/a/1": ((5, 3, 5, 6), (5, 3, 5, 6)),
        }
