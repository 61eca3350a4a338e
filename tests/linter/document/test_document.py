import pytest

from modelspec_lint.linter.document import Timestamp
from modelspec_lint.linter.finding import Place

SPEC = """\
# a spec
apiVersion: piqc.ai/v1alpha1
kind: ModelSpec
metadata:
  name: chat
spec:
  runtime:
    batch:
    dependencies:
      - id: one
        role: input
"""


def place(span):
    return (span.line, span.column, span.end_line, span.end_column)


@pytest.mark.parametrize(
    ("pointer", "part", "expected"),
    [
        ("/metadata/name", "value", (5, 9, 5, 13)),
        ("/metadata/name", "key", (5, 3, 5, 7)),
        ("/metadata/version", "value", (4, 1, 4, 9)),
        ("/metadata/version", "key", (4, 1, 4, 9)),
        ("/spec/operations/scaling/minReplicas", "value", (6, 1, 6, 5)),
        ("/nothing/here", "value", (3, 1, 3, 5)),
        ("", "value", (3, 1, 3, 5)),
        ("", "key", (3, 1, 3, 5)),
        ("/spec/runtime/batch", "value", (8, 5, 8, 10)),
        ("/spec/runtime/batch/maxBatchSize", "value", (8, 5, 8, 10)),
        ("/metadata/name/first", "value", (5, 3, 5, 7)),
        ("/spec/runtime/dependencies/0", "value", (10, 9, 11, 20)),
        ("/spec/runtime/dependencies/0/specRef", "value", (10, 9, 11, 20)),
        ("/spec/runtime/dependencies/7", "value", (9, 5, 9, 17)),
    ],
)
def test_a_place_is_shown_at_the_nearest_thing_that_there_is(document, pointer, part, expected):
    assert place(document(SPEC).locate(Place(pointer, part))) == expected


def test_a_place_may_be_a_span_or_lie_in_another_document(document):
    one, other = document(SPEC), document("kind: ModelSpec\na: 1\n")
    span = one.file.span(2, 5)
    assert one.locate(Place(span=span)) == span
    assert place(one.locate(Place("/a", document=other))) == (2, 4, 2, 5)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("name: x\nother: y\n", (1, 1, 1, 5)),
        ("- a\n- b\n", (1, 1, 1, 4)),
        ("# c\n  just text\n", (2, 3, 2, 12)),
        ("{}\n", (1, 1, 1, 3)),
    ],
)
def test_a_document_without_a_kind_is_shown_at_its_beginning(document, text, expected):
    assert place(document(text).locate(Place())) == expected


def test_exact_questions_about_what_is_not_there_are_key_errors(document):
    spec = document(SPEC)
    for pointer in (
        "/metadata/version",
        "/metadata/name/x",
        "/spec/runtime/dependencies/1",
        "no-pointer",
        "/spec/x/y",
    ):
        assert not spec.has(pointer)
        for ask in (spec.span, spec.node, spec.value, spec.entry):
            with pytest.raises(KeyError):
                ask(pointer)


@pytest.mark.parametrize(
    "index", ["-1", "01", "0000000000", "٠", "01x", "²", "99999999999999999999", "", "1.0"]
)
def test_only_the_number_of_an_item_is_its_name(document, index):
    assert not document("a: [x, y]\n").has(f"/a/{index}")


def test_the_name_is_a_string_or_none(document):
    assert document(SPEC).name == "chat"
    assert document("metadata: {name: 8}\n").name is None
    assert document("metadata: [name]\n").name is None
    assert document("- x\n").name is None


def test_a_date_is_told_from_a_text(document):
    spec = document("metadata:\n  version: 2026-03-31\n  other: '2026-03-31'\n")
    assert spec.data["metadata"] == {"version": Timestamp("2026-03-31"), "other": "2026-03-31"}
    assert (spec.node("/metadata/version").tag, spec.node("/metadata/version").text) == (
        "timestamp",
        "2026-03-31",
    )


def test_a_node_tells_how_a_value_is_written(document):
    spec = document("a: 'x'\nb: \"x\"\nc: x\nd: |\n  x\ne: >\n  x\nf: [x]\ng:\n  h: x\ni: 017\n")
    assert [spec.node(f"/{name}").style for name in "abcdefg"] == [
        "single", "double", "plain", "literal", "folded", "flow", "block",
    ]  # fmt: skip
    node = spec.node("/i")
    assert (node.kind, node.tag, node.text, node.value) == ("scalar", "int", "017", 15)


def test_a_released_document_reads_its_tree_again_when_it_is_asked(read):
    source = read("kind: A\n---\nkind: ModelSpec\nmetadata: {name: chat}\n---\n{kind: ModelSpec, a: [1]}\n")
    second = source.documents[-1]
    before = (place(second.span("/a/0")), second.data)
    second.release()
    assert second.name is None
    assert (place(second.span("/a/0")), second.data) == before
    first = source.documents[-2]
    first.release()
    assert first.name == "chat"
    assert first.value("/metadata") == {"name": "chat"}
