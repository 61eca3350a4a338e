from hypothesis import given
from hypothesis import strategies as st

from modelspec_lint.linter.report.fingerprint import line_fingerprints


def test_an_empty_file_has_one_line():
    assert line_fingerprints(b"") == ["c129715d7a2bc9a3:1"]


def test_white_space_within_lines_does_not_count():
    assert line_fingerprints(b" a\nb\n  \t\tc\n d") == [
        "271789c17abda88f:1",
        "54703d4cd895b18:1",
        "180aee12dab6264:1",
        "a23a3dc5e078b07b:1",
    ]


def test_equal_hashes_are_counted_and_the_end_of_the_file_is_in_the_window():
    assert line_fingerprints(b"Lorem ipsum dolor sit amet.\n" * 10) == [
        *(f"a7f2ff13bc495cf2:{number}" for number in range(1, 7)),
        "a7f2ff1481e87703:1",
        "a9cf91f7bbf1862b:1",
        "55ec222b86bcae53:1",
        "cc97dc7b1d7d8f7b:1",
        "c129715d7a2bc9a3:1",
    ]


def test_line_ends_of_every_kind_hash_alike():
    unix = b"kind: ModelSpec\nmetadata:\n  name: a\n"
    assert line_fingerprints(unix.replace(b"\n", b"\r\n")) == line_fingerprints(unix)
    assert line_fingerprints(unix.replace(b"\n", b"\r")) == line_fingerprints(unix)


def test_astral_characters_count_as_two_units_and_a_byte_order_mark_counts():
    # written by the multitool's own `rewrite --insert RollingHashPartialFingerprints`
    assert line_fingerprints("name: 😀\n中: é".encode()) == ["d41bc591d6676045:1", "6da7b33b3f03c32f:1"]
    assert line_fingerprints(b"\xef\xbb\xbfa") != line_fingerprints(b"a")


@given(st.binary(max_size=400))
def test_any_bytes_have_a_fingerprint_for_every_line(data):
    fingerprints = line_fingerprints(data)
    assert len(set(fingerprints)) == len(fingerprints)
    assert len(fingerprints) >= 1 + data.count(b"\n") - data.count(b"\r")
