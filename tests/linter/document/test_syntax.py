"""Syntax errors: in words, at the cause and not where the parser noticed."""

import pytest
import yaml

HELP_QUOTES = "Put the value into quotes if it is text."

CASES = {
    "tab as indentation": (
        "a:\n\tb: 1\n",
        "A tab indents this line; YAML indents with spaces only.",
        (2, 1, 2, 2),
    ),
    "tab after spaces": (
        "a:\n  \t b: 1\n",
        "A tab indents this line; YAML indents with spaces only.",
        (2, 3, 2, 4),
    ),
    "no space after a colon": ("a:1\nb: 2\n", "A space is missing after the colon of `a`.", (1, 2, 1, 3)),
    "no space after a colon in the middle": (
        "a: 1\nport:8000\nb: 2\n",
        "A space is missing after the colon of `port`.",
        (2, 5, 2, 6),
    ),
    "no space after a colon deep in": (
        "spec:\n  serving:\n    port:8000\n    protocol: http\n",
        "A space is missing after the colon of `port`.",
        (3, 9, 3, 10),
    ),
    "no colon": (
        "a: 1\nprotocol http\nb: 2\n",
        "`protocol http` has no colon; `key: value` is expected on this line.",
        (2, 1, 2, 14),
    ),
    "two colons": (
        "a: b: c\n",
        "A second `: ` on one line: a value cannot itself be a `key: value` pair here.",
        (1, 5, 1, 6),
    ),
    "deeper than the line above": (
        "a: 1\n  b: 2\n",
        "This line is indented as if it belonged to the value of line 1, which is complete already.",
        (2, 3, 2, 4),
    ),
    "less deep than the entries": (
        "a:\n    b: 1\n  c: 2\n",
        "This line is indented by 2 spaces, but the keys of the map that begins in line 1 are indented by 0.",
        (3, 3, 3, 5),
    ),
    "less deep than the first line": (
        "  a: 1\nb: 2\n",
        "This line is indented less than the first line of the document, which therefore ends before it.",
        (2, 1, 2, 3),
    ),
    "list item among keys": (
        "a: 1\n- b\n",
        "A list item (`- `) stands among the keys of the map that begins in line 1.",
        (2, 1, 2, 2),
    ),
    "list item on the key's line": (
        "a: - 1\n",
        "A list item (`- `) cannot begin on the line of its key.",
        (1, 4, 1, 5),
    ),
    "key among list items": (
        "- a\nb: 1\n",
        "`b:` is no item of the list that begins in line 1: its items begin with `- ` in column 1.",
        (2, 1, 2, 3),
    ),
    "single quote not closed": (
        "a: 'x\nb: 1\n",
        "The quote `'` that opens here is never closed.",
        (1, 4, 1, 6),
    ),
    "double quote not closed": (
        'a: "x # y\n',
        'The quote `"` that opens here is never closed.',
        (1, 4, 1, 6),
    ),
    "quote not closed in its document": (
        'a: "x\n---\nb: 1\n',
        'The quote `"` that opens here is never closed.',
        (1, 4, 1, 6),
    ),
    "apostrophe in single quotes": (
        "a: 'it's'\n",
        "The value ended with the quote `'` before this, and more text follows.",
        (1, 8, 1, 10),
    ),
    "unknown escape": (
        'a: "C:\\q"\n',
        "`\\q` is not valid in a double-quoted text: no such escape exists.",
        (1, 7, 1, 9),
    ),
    "short escape": (
        'a: "\\xg"\n',
        "`\\x` is not valid in a double-quoted text: it takes 2 hexadecimal digits that stand for one character.",  # noqa: E501
        (1, 5, 1, 7),
    ),
    "bracket not closed": (
        "a: [1, 2\nb: 3\n",
        "The `[` that opens here is not closed before line 2, or a comma is missing in it.",
        (1, 4, 1, 5),
    ),
    "bracket not closed at the end": (
        "a: {b: [1]\n",
        "The `{` that opens here is not closed before the end of the file, or a comma is missing in it.",
        (1, 4, 1, 5),
    ),
    "comma missing": ("a: {b: 'x' c: 2}\n", "A comma or `}` is expected before `c:`.", (1, 12, 1, 14)),
    "stray bracket": ("a: ]\n", "`]` closes nothing that is open here.", (1, 4, 1, 5)),
    "at sign": ("a: @x\n", "A value cannot begin with `@`, which is reserved in YAML.", (1, 4, 1, 5)),
    "back quote": (
        "a: `x`\n",
        "A value cannot begin with a back quote, which is reserved in YAML.",
        (1, 4, 1, 5),
    ),
    "per cent": ("a: %x\n", "A value cannot begin with `%`, which begins a directive in YAML.", (1, 4, 1, 5)),
    "star": (
        "a: *\n",
        "`*` begins an alias in YAML, and a name of letters and digits must follow it.",
        (1, 4, 1, 5),
    ),
    "ampersand": (
        "a: & b\n",
        "`&` begins an anchor in YAML, and a name of letters and digits must follow it.",
        (1, 4, 1, 5),
    ),
    "question mark": ("a: ? b\n", "`? ` begins a key in YAML, and no key can stand here.", (1, 4, 1, 5)),
    "unknown tag handle": (
        "a: !x!y 1\n",
        "`!` begins a tag in YAML, and this one is not valid.",
        (1, 4, 1, 8),
    ),
    "text behind a bar": (
        "a: | text\n",
        "After `|` only `+`, `-`, a digit and a comment may stand on this line.",
        (1, 6, 1, 10),
    ),
    "merge conflict": (
        "a: 1\n<<<<<<< HEAD\nb: 2\n=======\nb: 3\n>>>>>>> other\n",
        "A merge conflict marker is left in the file: `<<<<<<< HEAD`.",
        (2, 1, 2, 13),
    ),
    "template": (
        "{{- if .Values.x }}\na: 1\n{{- end }}\n",
        "`{{- if .Values.x }}` looks like a template placeholder, which is not YAML.",
        (1, 1, 1, 20),
    ),
    "placeholder": (
        "name: {{ .Values.name }}\n",
        "`{{ ... }}` is a template placeholder, which YAML reads as a map within a map.",
        (1, 7, 1, 25),
    ),
    "control character": (
        "a: x\x1b[31m\n",
        "The control character U+001B is not allowed in YAML.",
        (1, 5, 1, 6),
    ),
    "invisible line end": (
        "a: x\u2028y\nb: 2\n",
        "The invisible character U+2028 ends the line here for YAML 1.1.",
        (1, 5, 1, 6),
    ),
    "long key": ("x" * 1100 + ": 1\n", "A key of more than 1,024 characters is not YAML.", (1, 1, 1, 1101)),
    "text after the end": ("a: 1\n...\nb: 2\n", "The document ends before `b:`.", (3, 1, 3, 3)),
}


@pytest.mark.usefixtures("parser")
@pytest.mark.parametrize("case", CASES)
def test_a_syntax_error_is_told_in_words_at_its_cause(read, case):
    text, message, place = CASES[case]
    (problem,) = read(text).problems
    span = problem.span
    assert (problem.kind, problem.message) == ("syntax", message)
    assert (span.line, span.column, span.end_line, span.end_column) == place
    assert problem.help or case in {"comma missing"}


@pytest.mark.parametrize("case", CASES)
def test_the_words_of_the_parser_are_not_repeated(read, case):
    text, message, _ = CASES[case]
    if case != "placeholder":  # which is YAML
        with pytest.raises(yaml.YAMLError) as caught:
            list(yaml.parse(text))
        assert getattr(caught.value, "problem", None) or "unacceptable" in str(caught.value)
        assert str(getattr(caught.value, "problem", None)) not in message


def test_the_place_that_an_error_belongs_with_is_related(read):
    (problem,) = read("a: 1\n  b: 2\n").problems
    ((span, words),) = problem.related
    assert (span.line, span.column, span.end_column, words) == (1, 1, 5, "this has a value already")
    (problem,) = read("a: [1, 2\nb: 3\n").problems
    ((span, words),) = problem.related
    assert (span.line, span.column, words) == (2, 2, "this does not belong into it")


def test_documents_before_an_error_are_kept(read):
    source = read("kind: ModelSpec\na: 1\n---\nkind: ModelSpec\nb: [\n")
    assert [document.data for document in source.documents] == [{"kind": "ModelSpec", "a": 1}]
    assert [(problem.kind, problem.span.line) for problem in source.problems] == [("syntax", 5)]


def test_a_document_that_only_seems_to_end_is_not_taken_for_complete(read):
    source = read("--- {kind: ModelSpec}\n---\n  kind: ModelSpec\nspec: 1\n")
    assert [document.data for document in source.documents] == [{"kind": "ModelSpec"}]
    assert [document.index for document in source.documents] == [0]
    assert [(problem.kind, problem.span.line) for problem in source.problems] == [("syntax", 4)]


def test_a_byte_order_mark_in_the_middle(read, parser):
    source = read("a: 1\n\ufeffb: 2\n")
    if parser == "libyaml":
        (problem,) = source.problems
        assert problem.message == (
            "A byte-order mark (U+FEFF) stands in the middle of the file; it is allowed at the beginning only."  # noqa: E501
        )
        assert (problem.span.line, problem.span.column) == (2, 1)
    else:
        assert source.documents[0].data == {"a": 1, "\ufeffb": 2}
