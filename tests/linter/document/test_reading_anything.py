"""Properties: what is read is what PyYAML reads, and where a value stands its text is found."""

import math

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from modelspec_lint.linter.document import Timestamp, read_source

TEXTS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufeff"),
    max_size=12,
)
KEYS = st.text(alphabet="abcXYZ09-_/~. é😀", min_size=1, max_size=8).filter(
    lambda key: yaml.safe_load(yaml.safe_dump(key)) == key
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | TEXTS
    | st.sampled_from(
        ["no", "1:30", "a\nb\n", "  x", "x: y", "# x", "- x", "'", '"', "{}", "null", "1e3", "\t"]
    )
)
TREES = st.dictionaries(
    KEYS,
    st.recursive(
        SCALARS,
        lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
        max_leaves=15,
    ),
    min_size=1,
    max_size=4,
)
LINE_ENDS = st.sampled_from(["\n", "\r\n"])


@given(TREES, st.sampled_from([True, False, None]), st.booleans(), LINE_ENDS, st.integers(2, 6))
@settings(max_examples=200, deadline=None)
def test_data_is_what_pyyaml_reads_and_every_span_holds_its_value(tree, flow, unicode, line_end, indent):
    text = yaml.safe_dump(tree, default_flow_style=flow, allow_unicode=unicode, indent=indent, width=30)
    text = _with_comments(text).replace("\n", line_end)
    source = read_source("x.modelspec.yaml", text.encode())
    assert source.problems == ()
    (document,) = source.documents
    assert _plain(document.data) == yaml.safe_load(text)
    _check(document, "", document.data, text)


def _with_comments(text):
    """Put comments and empty lines where they may stand: behind a block collection's last line."""
    lines = text.split("\n")
    if '"' in text or "'" in text or any(line.endswith(("|", ">", "|-", ">-", "|+", ">+")) for line in lines):
        return text + "\n# end\n\n"
    result = []
    for line in lines:
        result.append(line)
        if line.endswith(":"):
            result += ["", "# a comment"]
    return "\n".join(result) + "\n# end\n\n"


def _check(document, pointer, value, text):
    span = document.span(pointer)
    assert document.file.span(span.start, span.end) == span
    written = text[span.start : span.end]
    if isinstance(value, dict):
        for name, child in value.items():
            inside = f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
            key = document.span(inside, "key")
            assert yaml.safe_load(text[key.start : key.end]) == name
            assert span.start <= key.start <= key.end <= document.span(inside).start <= span.end
            _check(document, inside, child, text)
    elif isinstance(value, list):
        for index, child in enumerate(value):
            _check(document, f"{pointer}/{index}", child, text)
    elif document.node(pointer).style in ("plain", "single", "double"):
        again = read_source("x.modelspec.yaml", f"- {written}\n".encode()).documents[0].data
        assert again == [value]
    assert not written.endswith((" ", "\r", "\n")) or document.node(pointer).style in ("literal", "folded")


def _plain(value):
    """Return data with timestamps as PyYAML has them."""
    if isinstance(value, dict):
        return {key: _plain(child) for key, child in value.items()}
    if isinstance(value, list):
        return [_plain(child) for child in value]
    return yaml.safe_load(str(value)) if isinstance(value, Timestamp) else value


PIECES = st.sampled_from(
    ["a", "b: ", ": ", "- ", "\n", "\n  ", "\n- ", "[", "]", "{", "}", ", ", "'", '"', "|", ">", "&a ", "*a ", "!x ",  # noqa: E501
     "# ", "---\n", "...\n", "<<: ", "? ", "\t", "%", "@", "\\", "1", "é", "😀", "\r", "\x85", "\u2028", "\x1b", "{{ ", "}}",  # noqa: E501
     "kind: ModelSpec\n", "apiVersion: piqc.ai/v1alpha1\n", "!!int ", "=", "~", "\0", "\ufeff"]
)  # fmt: skip


@given(
    st.lists(PIECES, max_size=40).map("".join),
    st.sampled_from(["x.modelspec.yaml", "x.json", "x.yaml"]),
    st.booleans(),
)
@settings(max_examples=500, deadline=None)
def test_whatever_a_text_holds_it_gives_documents_and_problems_with_places(text, name, named):
    source = read_source(name, text.encode(), named=named)
    for problem in source.problems:
        assert problem.message.isprintable()
        assert problem.message.endswith((".", "?"))
        assert all(help.isprintable() for help in problem.help)
        for span in (problem.span, *(span for span, _ in problem.related)):
            assert span.line >= 1
            assert span.column >= 1
            assert (span.line, span.column) <= (span.end_line, span.end_column)
            assert source.text == "" or source.span(span.start, span.end) == span
    for document in source.documents:
        _walk(document, "", document.root)


def _walk(document, pointer, node):
    assert 0 <= node.start <= node.end <= len(document.file.text)
    assert document.node(pointer) is node
    for name, entry in (node.entries or {}).items():
        _walk(document, f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}", entry.value)
    for index, item in enumerate(node.items or ()):
        _walk(document, f"{pointer}/{index}", item)


@given(st.binary(max_size=200))
def test_whatever_bytes_a_file_holds_nothing_raises(data):
    source = read_source("x.modelspec.yaml", data)
    assert len(source.problems) <= 101
    assert math.isfinite(source.skipped)
