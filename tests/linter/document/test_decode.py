import pytest

GOOD = "kind: ModelSpec\nname: größe 😀\n"


@pytest.mark.parametrize(
    "data",
    [
        GOOD.encode(),
        b"\xef\xbb\xbf" + GOOD.encode(),
        b"\xff\xfe" + GOOD.encode("utf-16-le"),
        b"\xfe\xff" + GOOD.encode("utf-16-be"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16-le with mark", "utf-16-be with mark"],
)
def test_utf_8_and_what_a_byte_order_mark_announces_are_read(read, data):
    source = read(data)
    assert source.problems == ()
    assert source.text == GOOD
    assert source.data == data
    span = source.documents[0].span("/name")
    assert (span.line, span.column, span.end_column, source.text[span.start : span.end]) == (
        2,
        7,
        14,
        "größe 😀",
    )


@pytest.mark.parametrize(
    ("data", "message", "place"),
    [
        (
            b"a: 1\nname: caf\xe9 x\n",
            "The byte 0xE9 at offset 14 is not UTF-8; this looks like Latin-1 or Windows-1252, where it is 'é'.",  # noqa: E501
            (2, 10),
        ),
        (
            b"\xef\xbb\xbfa: \xfc\n",
            "The byte 0xFC at offset 6 is not UTF-8; this looks like Latin-1 or Windows-1252, where it is 'ü'.",  # noqa: E501
            (1, 4),
        ),
        (
            "größe: é".encode()[:-1],
            "The byte 0xC3 at offset 9 is not UTF-8; the file seems cut off in the middle of a character.",
            (1, 8),
        ),
        (
            b"a: 1\r\nb: \0\n",
            "There is a NUL character at offset 9; YAML and JSON have none, so the file is damaged or binary.",  # noqa: E501
            (2, 4),
        ),
        (
            GOOD.encode("utf-16-le"),
            "The byte 0xF6 at offset 48 is not UTF-8; this looks like UTF-16 without a byte-order mark.",
            (2, 18),
        ),
        (
            "kind: ModelSpec\n".encode("utf-16-be"),
            "There is a NUL character at offset 0; this looks like UTF-16 without a byte-order mark.",
            (1, 1),
        ),
        (
            b"\xff\xfea\0\0\0b\0",
            "There is a NUL character at offset 4; YAML and JSON have none, so the file is damaged or binary.",  # noqa: E501
            (1, 2),
        ),
        (
            b"\xff\xfea\0\0\xd8b\0",
            "The file is UTF-16 by its byte-order mark, but what stands at offset 4 is not.",
            (1, 2),
        ),
        (
            "a: b".encode("utf-32"),
            "The file is UTF-32 by its byte-order mark; UTF-8 is read, and UTF-16 with a mark.",
            (1, 1),
        ),
        (
            b"\xef\xbb\xbf\xef\xbb\xbfa: b",
            "The file begins with two byte-order marks; one at most is allowed.",
            (1, 1),
        ),
        (
            b"\x1f\x8b\x08\x08",
            "The byte 0x8B at offset 1 is not UTF-8; this looks like a gzip archive.",
            (1, 2),
        ),
        (
            b"GGUF\x03\0\0\0",
            "There is a NUL character at offset 5; this looks like a GGUF model file.",
            (1, 6),
        ),
        (bytes(range(1, 256)), "The byte 0x80 at offset 127 is not UTF-8; this looks binary.", (3, 115)),
    ],
)
def test_anything_else_is_unreadable_and_said_to_look_like_what_it_is(read, data, message, place):
    source = read(data)
    (problem,) = source.problems
    assert (problem.kind, problem.message) == ("unreadable", message)
    assert (problem.span.line, problem.span.column) == place
    assert (source.text, source.documents) == ("", ())


def test_a_file_beyond_the_limit_is_not_decoded(read):
    source = read(b"# " + b"x" * (1024 * 1024))
    (problem,) = source.problems
    assert problem.kind == "unreadable"
    assert problem.message == "The file is larger than 1,048,576 bytes, which is the limit for a spec."


@pytest.mark.parametrize(
    "content", ["", "\n\n", "# only a comment\n", "---\n", "---\n# x\n---\n...\n", "\ufeff"]
)
def test_a_file_without_content_holds_no_document_and_no_problem(read, content):
    source = read(content)
    assert (source.documents, source.problems, source.skipped) == ((), (), 0)
