"""Which comments are suppressions, and what they cover."""

from __future__ import annotations

import codecs
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modelspec_lint.linter.document import read_source, yaml_events
from modelspec_lint.linter.suppressions import read_suppressions
from modelspec_lint.linter.testing import CLEAN

IGNORE = "# modelspec: ignore[MS203]"


@pytest.fixture(params=["libyaml", "python"])
def parser(request, monkeypatch):
    """Run a test with libyaml, and with the parser that serves where PyYAML has none."""
    if request.param == "libyaml" and not yaml_events.C_PARSER:
        pytest.skip("PyYAML was built without libyaml")
    monkeypatch.setattr(yaml_events, "C_PARSER", request.param == "libyaml")


def places(found):
    return [(each.span.line, each.span.column, each.line) for each in found]


def test_a_comment_at_the_end_of_a_line_covers_that_line(suppressions):
    text = CLEAN.replace("count: 1", f"count: 1  {IGNORE}")
    assert places(suppressions(text)) == [(17, 17, 17)]


def test_a_comment_on_its_own_line_covers_the_next_line_with_content(suppressions):
    text = CLEAN.replace("      count: 1", f"      {IGNORE}\n\n      # said\n   \n      count: 1")
    assert places(suppressions(text)) == [(17, 7, 21)]


def test_comments_on_their_own_lines_stack(suppressions):
    lines = "".join(f"      # modelspec: ignore[MS20{n}]\n" for n in range(4))
    text = CLEAN.replace("      count: 1", f"{lines}      count: 1")
    assert places(suppressions(text)) == [(line, 7, 21) for line in range(17, 21)]


def test_a_comment_below_all_content_covers_no_line(suppressions):
    (found,) = suppressions(f"{CLEAN}{IGNORE}\n# the end\n")
    assert (found.span.line, found.line, found.documents) == (21, None, ())


def test_a_comment_above_the_marker_of_a_document_covers_its_first_line(suppressions):
    (found,) = suppressions(f"{CLEAN}{IGNORE}\n--- # the second\n%hardly\n{CLEAN}".replace("%hardly\n", ""))
    assert (found.line, found.documents[0].index) == (23, 1)


def test_tabs_may_stand_before_a_comment(suppressions):
    text = CLEAN.replace("count: 1", f"count: 1\t{IGNORE}")
    assert places(suppressions(text)) == [(17, 16, 17)]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    "value",
    [
        pytest.param(f'"a {IGNORE}"', id="double quotes"),
        pytest.param(f"'a {IGNORE}'", id="single quotes"),
        pytest.param(f'"a\n    {IGNORE}\n    b"', id="double quotes over lines"),
        pytest.param(f"'a\n    {IGNORE}\n    b'", id="single quotes over lines"),
        pytest.param(f"|\n    {IGNORE}\n    b", id="a literal block"),
        pytest.param(f"|2-\n    b\n\n    {IGNORE}", id="the end of a literal block"),
        pytest.param(f">+\n    b {IGNORE}\n\n", id="a folded block"),
        pytest.param(f"a{IGNORE}", id="a plain value"),
        pytest.param(f"a\n    b{IGNORE}", id="a plain value over lines"),
        pytest.param(f'&anchor !!str "a {IGNORE}"', id="a value with anchor and tag"),
        pytest.param(f"!!str &a |\n    {IGNORE}", id="a block with anchor and tag"),
        pytest.param(f'{{"{IGNORE}": "b"}}', id="a key in braces"),
        pytest.param(f"[a, '{IGNORE}']", id="an item in brackets"),
    ],
)
def test_what_stands_in_a_value_is_text(suppressions, value):
    text = CLEAN.replace("name: chat", f"name: chat\n  description: {value}")
    assert suppressions(text) == []


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize(
    ("value", "line", "covered"),
    [
        pytest.param(f"| {IGNORE}\n    text # text", 5, 5, id="behind the sign of a block"),
        pytest.param(f"&a !!str >- {IGNORE}\n    text", 5, 5, id="behind the sign of a tagged block"),
        pytest.param(f"|\n    text\n  {IGNORE}\n  version: 1.0.0", 7, 8, id="below a block"),
        pytest.param(f"&a {IGNORE}\n    'text'", 5, 5, id="between an anchor and its value"),
        pytest.param(f"'a # b' {IGNORE}", 5, 5, id="behind quotes"),
        pytest.param(f"a#b {IGNORE}", 5, 5, id="behind a plain value with a #"),
        pytest.param(f"[a, {IGNORE}\n    b]", 5, 5, id="in brackets"),
        pytest.param(f"'a' # why {IGNORE}", 5, 5, id="behind another comment"),
        pytest.param(f"'a' {IGNORE} # yamllint disable-line", 5, 5, id="before another comment"),
        pytest.param("'a' ## MODELSPEC :ignore [MS203]", 5, 5, id="spelt freely"),
        pytest.param("'a' #modelspec-lint:ignore[MS203]", 5, 5, id="spelt tightly"),
    ],
)
def test_a_comment_beside_values_is_one(suppressions, value, line, covered):
    text = CLEAN.replace("name: chat", f"name: chat\n  description: {value}")
    (found,) = suppressions(text)
    assert (found.span.line, found.line) == (line, covered)
    assert [each.word for each in found.wording.rules] == ["MS203"]
    assert found.wording.mistakes == []


@pytest.mark.parametrize(
    "comment",
    [
        "# modelspec: the fields below are generated",
        "# ModelSpec: chat [prod]",
        "# modelspecs ignore[MS203]",
        "# see modelspec: ignore[MS203]",
        "# `# modelspec: ignore[MS203]` would hide it",
        "# modelspec: ignored fields follow",
        "# modelspec: closes JIRA123",
        "# modelspec ignore what follows",
        "# piqc: ignore[MS203]",
    ],
)
def test_prose_about_the_format_is_no_suppression(suppressions, comment):
    assert suppressions(f"{comment}\n{CLEAN}") == []


RICH = """\
%YAML 1.1
---
apiVersion: piqc.ai/v1alpha1
kind: ModelSpec
metadata:
  name: "chat
    over

    lines"
  description: |2
      indented

    text # text

  labels: {a: 'b',
    c: "d", e: [f,
      g]}
  annotations: &notes !!map
    plain: one two
      three#four
    folded: >-
      five

      six
    empty:
    stripped: |-
      seven

    ? long key
    : value
spec: !!seq
  - &x 'it''s'
  - *x
  - - nested
    - {}
...
---
apiVersion: piqc.ai/v1alpha1
kind: ModelSpec
"""


def _data(text):
    source = read_source("x.modelspec.yaml", text.encode())
    return None if source.problems else [document.data for document in source.documents]


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("number", range(RICH.count("\n") + 1))
def test_a_comment_is_what_changes_nothing_wherever_it_is_put(suppressions, number):
    before = _data(RICH)
    assert before is not None
    assert len(before) == 2
    lines = RICH.splitlines()
    put = [
        "\n".join([*lines[:number], indent + IGNORE, *lines[number:], ""]) for indent in ("", "  ", "      ")
    ]
    if number < len(lines):
        put.append("\n".join([*lines[:number], f"{lines[number]} {IGNORE}", *lines[number + 1 :], ""]))
    for text in put:
        data = _data(text)
        if data is not None:
            assert len(suppressions(text)) == (data == before), text


def test_several_comments_of_one_line_are_each_read(suppressions):
    text = CLEAN.replace("count: 1", f"count: 1 {IGNORE} reason: a # modelspec: ignore[MS204] reason: b")
    found = suppressions(text)
    assert [(each.wording.rules[0].word, each.reason, each.line) for each in found] == [
        ("MS203", "a", 17),
        ("MS204", "b", 17),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CR LF", "CR"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_line_ends_and_encodings_change_no_place(suppressions, end, encoding):
    text = CLEAN.replace("name: chat", "name: châtélaine 模型 🚀").replace(
        "count: 1", f"count: 1 {IGNORE} reason: für später, owner: 模型 🚀"
    )
    data = text.replace("\n", end).encode(encoding)
    (found,) = suppressions(codecs.BOM_UTF16_BE + data if encoding == "utf-16-be" else data)
    assert (found.span.line, found.span.column, found.line) == (17, 16, 17)
    assert (found.reason, found.owner) == ("für später", "模型 🚀")
    assert found.source.text[found.span.start : found.span.end].endswith("模型 🚀")


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("sign", ["\x85", "\u2028", "\u2029"])
def test_a_comment_ends_where_it_ends_for_the_parser(suppressions, sign):
    text = CLEAN.replace("      count: 1", f"      {IGNORE} reason: a{sign}      count: 1")
    (found,) = suppressions(text)
    assert (found.reason, found.line) == ("a", 18)


def test_json_has_no_comments(suppressions):
    text = f'{{"apiVersion": "piqc.ai/v1alpha1", "kind": "ModelSpec", "metadata": {{"name": " {IGNORE}"}}}}'
    assert suppressions(text, "x.modelspec.json") == []
    assert suppressions(text) == []


def test_a_file_with_a_mistake_keeps_the_suppressions_before_it(suppressions):
    broken = CLEAN.replace("count: 1", 'count: "1')
    found = suppressions(
        f"# modelspec: ignore-file[MS003]\n{CLEAN.replace('chat', f'chat {IGNORE}')}---\n{broken}{IGNORE}"
    )
    assert places(found) == [(1, 1, None), (5, 14, 5)]


def test_documents_of_others_are_left_alone(suppressions):
    other = f"apiVersion: v1\nkind: Service\nport: 1 {IGNORE}\ntext: |\n  {IGNORE}\n"
    (found,) = suppressions(f"{other}---\n{CLEAN}")
    assert (found.line, found.documents) == (3, ())


def test_ten_thousand_comments_are_read_in_a_moment(suppressions):
    lines = "".join(f"  # modelspec: ignore[MS{n % 900:03}] reason: n {n}\n" for n in range(5000))
    ends = "".join(f"    k{n}: v {IGNORE} until: 2027-01-01\n" for n in range(5000))
    text = CLEAN.replace("  name: chat\n", f"{lines}  name: chat\n  labels:\n{ends}")
    start = time.process_time()
    found = suppressions(text)
    assert len(found) == 10_000
    assert {each.line for each in found[:5000]} == {5004}
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "text",
    [
        "#" * 500_000,
        "# modelspec" * 50_000,
        "# modelspec: ignore" * 40_000,
        "# modelspec: ignore[" * 40_000,
        "#" + "\t" * 500_000 + "modelspec: ignore[" + " " * 400_000,
        "# modelspec: ignore[MS203] " + "reason: a" * 60_000,
        "# modelspec: ignore[MS203] " + 'reason:"' * 60_000,
        "# modelspec: ignore[MS203] reason: " + "word: " * 100_000,
        "# modelspec: ignore[MS203] reason: " + "," * 400_000,
        "# modelspec: ignore[MS203]" + " #" * 300_000,
        "# modelspec: ignore[" + "MS203," * 100_000 + "]",
        "a: '#' " * 1 + "# modelspec: ignore[MS203]\n" * 30_000,
    ],
    ids=range(12),
)
def test_no_text_takes_longer_than_its_length(suppressions, text):
    start = time.process_time()
    suppressions(text)
    assert time.process_time() - start < 10


_PIECES = st.sampled_from(
    [
        *(
            "# modelspec: ignore[MS203]",
            "# modelspec: ignore-file[MS201, x]",
            "reason: a",
            ", owner: b",
            "until: ",
        ),
        *(
            "2027-03-31",
            "2027-02-31",
            "#",
            " # ",
            "'",
            '"',
            "|\n",
            ">-\n",
            ": ",
            "- ",
            "\n",
            "\r\n",
            "  ",
            "\t",
        ),
        *(
            "---\n",
            "...\n",
            "{",
            "}",
            "[",
            "]",
            "&a ",
            "*a",
            "!!str ",
            "%YAML 1.1\n",
            "\u2028",
            "\x85",
            "key",
            "ignore",
        ),
        *(
            "kind: ModelSpec\n",
            "apiVersion: piqc.ai/v1\n",
            "metadata:\n  annotations:\n    modelspec-lint/ignore: ",
        ),
    ]
)


@given(st.lists(st.one_of(_PIECES, st.text(max_size=3)), max_size=40).map("".join))
def test_no_text_makes_the_reader_raise_and_every_place_is_in_the_text(text):
    source = read_source("x.modelspec.yaml", text.encode("utf-8", "replace"))
    found = read_suppressions(source)
    for each in found.all if found is not None else ():
        assert 0 <= each.start <= each.end <= len(source.text)
        if each.form != "document":
            assert source.text[each.start] == "#"
            assert source.text[each.start : each.end].count("\n") == 0
        for named in each.wording.rules:
            assert each.start <= named.start <= named.end <= each.end
            if each.wording.exact:
                assert source.text[named.start : named.end] == named.word
        for mistake in each.wording.mistakes:
            assert each.start <= mistake.start <= mistake.end <= each.end


@given(st.binary(max_size=200))
def test_no_bytes_make_the_reader_raise(data):
    read_suppressions(read_source("x.modelspec.yaml", b"# modelspec: ignore[" + data))


@given(
    st.lists(
        st.sampled_from(["a: b", "  ", "# c", "d: 'e'", "f: |\n  g\n  # h", "k: 'x\n  # y'"]), max_size=8
    ),
    st.lists(st.sampled_from(["a2: b", "", "# c", 'd2: "e\n  # f"']), max_size=8),
)
def test_a_comment_between_lines_covers_the_next_line_of_content(before, after):
    before = [f"{n}{line}" if line[:1].isalpha() else line for n, line in enumerate(before)]
    text = "\n".join([*before, IGNORE, *after, "last: 1\n"])
    source = read_source("x.modelspec.yaml", text.encode())
    found = read_suppressions(source)
    assert found is not None
    (only,) = found.all
    line = only.span.line
    assert source.line(line) == IGNORE
    assert only.line is not None
    between = [source.line(number) for number in range(line + 1, only.line)]
    assert all(not each.strip() or each.startswith("#") for each in between)
    assert source.line(only.line)[:1].isalpha()
