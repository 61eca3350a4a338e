"""From bytes to text: UTF-8, and what a byte-order mark announces."""

from __future__ import annotations

import codecs

from modelspec_lint.linter.document.lines import Lines
from modelspec_lint.linter.document.position import Span
from modelspec_lint.linter.document.problem import Problem, Unparsable

_SAVE_AS_UTF_8 = "Save the file as UTF-8."
_MAGIC = {
    b"\x1f\x8b": "a gzip archive",
    b"PK\x03\x04": "a zip archive",
    b"\x7fELF": "a program",
    b"\x89PNG": "a PNG image",
    b"%PDF": "a PDF document",
    b"GGUF": "a GGUF model file",
    b"SQLite format 3": "an SQLite database",
}
_CONTROLS = b"\x01\x02\x03\x04\x05"  # no text has them
_SAMPLE = 4096


def decode(data: bytes) -> str:
    """Return the text without its byte-order mark; raise :class:`Unparsable` when it is no text."""
    if data.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise _unreadable("The file is UTF-32 by its byte-order mark; UTF-8 is read, and UTF-16 with a mark.")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        text = _from_utf16(data)
    else:
        text = _from_utf8(data)
    if "\0" in text:
        raise _nul(data, text)
    if text.startswith("\ufeff"):
        raise _unreadable("The file begins with two byte-order marks; one at most is allowed.")
    return text


def _from_utf8(data: bytes) -> str:
    content = data.removeprefix(codecs.BOM_UTF8)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        offset = error.start + len(data) - len(content)
        before = content[: error.start].decode("utf-8")
        byte = data[offset]
        where = f"The byte 0x{byte:02X} at offset {offset} is not UTF-8"
        looks = _looks_like(data, byte, cut_off="end of data" in error.reason)
        raise _unreadable(f"{where}; {looks}.", _end_of(before)) from None


def _from_utf16(data: bytes) -> str:
    big_endian = data.startswith(codecs.BOM_UTF16_BE)
    content, encoding = data[2:], "utf-16-be" if big_endian else "utf-16-le"
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        before = content[: error.start].decode(encoding)
        raise _unreadable(
            f"The file is UTF-16 by its byte-order mark, but what stands at offset {error.start + 2} is not.",
            _end_of(before),
        ) from None


def _looks_like(data: bytes, byte: int, *, cut_off: bool) -> str:
    sample = data[:_SAMPLE]
    for magic, name in _MAGIC.items():
        if data.startswith(magic):
            return f"this looks like {name}"
    if b"\0" in sample:
        return "this looks like UTF-16 without a byte-order mark" if _is_utf16(data) else "this looks binary"
    if any(control in sample for control in _CONTROLS):
        return "this looks binary"
    if cut_off:
        return "the file seems cut off in the middle of a character"
    try:
        return f"this looks like Latin-1 or Windows-1252, where it is {bytes([byte]).decode('cp1252')!r}"
    except UnicodeDecodeError:
        return "this looks like Latin-1 or another 8-bit encoding"


def _nul(data: bytes, text: str) -> Unparsable:
    before = text[: text.index("\0")]
    offset = data.find(b"\0")
    what = next((f"this looks like {name}" for magic, name in _MAGIC.items() if data.startswith(magic)), "")
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        offset = 2 + len(before.encode("utf-16-le"))
    elif _is_utf16(data):
        what = "this looks like UTF-16 without a byte-order mark"
    what = what or "YAML and JSON have none, so the file is damaged or binary"
    return _unreadable(f"There is a NUL character at offset {offset}; {what}.", _end_of(before))


def _is_utf16(data: bytes) -> bool:
    """Whether every other byte is NUL, as in Latin text in UTF-16."""
    sample = data[: min(_SAMPLE, len(data) - len(data) % 2)]
    half = len(sample) // 2
    for even, odd in ((sample[0::2], sample[1::2]), (sample[1::2], sample[0::2])):
        if half and odd.count(0) > 0.7 * half and even.count(0) < 0.1 * half:
            return True
    return False


def _end_of(before: str) -> Span:
    """Return the place of the character that comes after ``before``."""
    line, column = Lines(before).place(len(before))
    return Span(line, column, line, column + 1, len(before), len(before) + 1)


def _unreadable(message: str, span: Span | None = None) -> Unparsable:
    return Unparsable(Problem("unreadable", message, span or Span(1, 1, 1, 1, 0, 0), help=(_SAVE_AS_UTF_8,)))
