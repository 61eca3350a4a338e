import pytest


def place(document, pointer, part="value"):
    span = document.span(pointer, part)
    return (span.line, span.column, span.end_line, span.end_column)


@pytest.mark.usefixtures("parser")
class TestAliases:
    def test_an_alias_stands_where_it_is_used_and_what_is_inside_where_it_is_written(self, document):
        spec = document("a: &gpu {type: h100, count: 8}\nb: *gpu # same\nc:\n  - *gpu\n")
        assert spec.data == {
            "a": {"type": "h100", "count": 8},
            "b": {"type": "h100", "count": 8},
            "c": [spec.data["a"]],
        }
        assert place(spec, "/a") == (1, 9, 1, 31)
        assert place(spec, "/b") == (2, 4, 2, 8)
        assert place(spec, "/c/0") == (4, 5, 4, 9)
        assert place(spec, "/b/count") == place(spec, "/a/count") == (1, 29, 1, 30)
        assert place(spec, "/c/0/count", "key") == (1, 22, 1, 27)
        assert (spec.node("/b").alias, spec.node("/a").alias, spec.node("/b/count").alias) == (
            True,
            False,
            False,
        )

    def test_an_alias_of_a_scalar_keeps_its_meaning(self, document):
        spec = document("a: &n 8\nb: *n\n*n : x\n")
        assert spec.data == {"a": 8, "b": 8, "8": "x"}
        assert (spec.node("/b").tag, spec.node("/b").text) == ("int", "8")
        assert place(spec, "/8", "key") == (3, 1, 3, 3)

    def test_the_last_anchor_of_a_name_before_an_alias_counts(self, document):
        assert document("a: &x 1\nb: &x 2\nc: *x\n").data["c"] == 2

    def test_anchors_end_with_their_document(self, read):
        source = read("a: &x 1\n---\nb: *x\n")
        (problem,) = source.problems
        assert (problem.kind, problem.message) == (
            "syntax",
            "The alias `*x` has no anchor `&x` before it in this document.",
        )
        assert (problem.span.line, problem.span.column, problem.span.end_column) == (3, 4, 6)
        assert [each.data for each in source.documents] == [{"a": 1}]


@pytest.mark.usefixtures("parser")
class TestMerges:
    def test_what_a_merge_brings_stands_where_it_is_written(self, document):
        spec = document("base: &b\n  type: h100\n  count: 8\nmine:\n  <<: *b\n  count: 4\n")
        assert spec.data["mine"] == {"type": "h100", "count": 4}
        assert place(spec, "/mine/type", "key") == (2, 3, 2, 7)
        assert place(spec, "/mine/type") == (2, 9, 2, 13)
        assert place(spec, "/mine/count") == (6, 10, 6, 11)
        assert place(spec, "/mine") == (5, 3, 6, 11)
        assert [spec.entry(f"/mine/{name}").merged for name in ("type", "count")] == [True, False]
        assert not spec.has("/mine/<<")

    def test_own_keys_win_wherever_they_stand_and_are_no_duplicates(self, document):
        assert document("a: &a {x: 1, y: 1}\nb: {x: 2, <<: *a}\n").data["b"] == {"x": 2, "y": 1}

    def test_of_a_list_of_maps_the_first_wins(self, document):
        spec = document("- &a {x: 1}\n- &b {x: 2, y: 2}\n- <<: [*a, *b, {z: 3}]\n")
        assert spec.data[2] == {"x": 1, "y": 2, "z": 3}
        assert place(spec, "/2/x") == (1, 10, 1, 11)

    def test_of_several_merges_the_last_wins_as_in_pyyaml(self, document):
        assert document("a: {<<: {x: 1, y: 1}, <<: {x: 2}}\n").data["a"] == {"x": 2, "y": 1}

    def test_merges_of_merges(self, document):
        spec = document("a: &a {x: 1}\nb: &b {<<: *a, y: 2}\nc: {<<: *b, z: 3}\n")
        assert spec.data["c"] == {"x": 1, "y": 2, "z": 3}
        assert place(spec, "/c/x") == (1, 11, 1, 12)

    def test_a_quoted_merge_key_is_a_key(self, document):
        assert document('a: {"<<": 1}\n').data == {"a": {"<<": 1}}

    @pytest.mark.parametrize(("value", "columns"), [("3", (5, 6)), ("[{a: 1}, x]", (14, 15)), ("", (4, 4))])
    def test_anything_but_maps_cannot_be_merged(self, read, value, columns):
        source = read(f"a: 1\n<<: {value}\n")
        (problem,) = source.problems
        assert (problem.kind, problem.message) == (
            "syntax",
            "`<<` merges a map or a list of maps into this map; this value is neither.",
        )
        assert (problem.span.line, problem.span.column, problem.span.end_column) == (2, *columns)
        assert source.documents == ()
