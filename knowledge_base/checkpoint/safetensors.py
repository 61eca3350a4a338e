"""Headers of safetensors files: names, types and shapes of the tensors, read without their data.

The format (https://github.com/huggingface/safetensors, README): eight bytes, the header's length as a
little-endian integer; the header, a JSON object of ``{"dtype", "shape", "data_offsets"}`` by tensor name, and
``__metadata__``; then the data, which the tensors fill without gaps.
"""

from __future__ import annotations

import codecs
import json
import re
from typing import BinaryIO

from modelspec_lint.knowledge_base.checkpoint.files import Files, shown
from modelspec_lint.knowledge_base.checkpoint.tensors import Tensors
from modelspec_lint.knowledge_base.estimate import Undecided

LARGEST_HEADER = 100_000_000
"""Bytes; the format's own limit (``safetensors``' ``MAX_HEADER_SIZE``)."""
_BITS = {
    **{
        "BOOL": 8,
        "U8": 8,
        "I8": 8,
        "F8_E5M2": 8,
        "F8_E4M3": 8,
        "F8_E8M0": 8,
        "F8_E4M3FNUZ": 8,
        "F8_E5M2FNUZ": 8,
    },
    **{"I16": 16, "U16": 16, "F16": 16, "BF16": 16, "I32": 32, "U32": 32, "F32": 32},
    **{"I64": 64, "U64": 64, "F64": 64, "C64": 64, "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6},
}
_POINTER = b"version https://git-lfs"
_CHUNK = 2**18
_LARGEST_ENTRY = 2**20
_MOST_ENTRIES = 200_000
"""Tensors in one file; checkpoints of more are cut into files of a few gigabytes."""
_USUAL = re.compile(
    r'"([^"\\\x00-\x1f]{1,512})":\{"dtype":"([A-Z0-9_]{1,16})","shape":\[([0-9,]{0,96})\],'
    r'"data_offsets":\[(\d{1,18}),(\d{1,18})\]\}'
)
_SPACE = re.compile(r"[ \t\n\r]*")
_DIGIT_LIST = re.compile(r"(?:\d{1,15}(?:,\d{1,15})*)?\Z")


def is_pointer(files: Files, name: str) -> bool:
    """Whether a file is what Git LFS leaves in the place of one that was not fetched."""
    with files.opened(name) as (file, size):
        return size < 1024 and file.read(len(_POINTER)) == _POINTER


def read_header(files: Files, name: str, tensors: Tensors) -> None:
    """Add a file's tensors; ``Undecided`` where the header is not one, or does not fit the file."""
    with files.opened(name) as (file, size):
        label = files.shown(name)
        length = int.from_bytes(file.read(8), "little") if size >= 8 else -1
        if length < 2:
            raise Undecided(f"{label} is not a safetensors file")
        if length > LARGEST_HEADER:
            raise Undecided(f"{label} announces a header of {length:,} bytes, more than safetensors allows")
        if length > size - 8:
            raise Undecided(f"{label} ends within its header: it is truncated, or no safetensors file")
        _Header(file, length, size - 8 - length, label).read(tensors)


class _Header:
    """A header that is being read, a piece at a time: its text never stands in memory as a whole."""

    def __init__(self, file: BinaryIO, length: int, data: int, label: str) -> None:
        self.file, self.left, self.data, self.label = file, length, data, label
        self.decoder = codecs.getincrementaldecoder("utf-8")()
        self.text, self.at = "", 0
        self.sizes: dict[tuple[str, str], tuple[tuple[int, ...], int, int]] = {}
        self.json = json.JSONDecoder(parse_constant=_no_constant)

    def read(self, tensors: Tensors) -> None:
        """Read all entries, then hold the sum of their sizes against the file's."""
        try:
            self._object(tensors)
        except (UnicodeDecodeError, RecursionError) as error:
            raise self._broken() from error

    def _object(self, tensors: Tensors) -> None:
        before = tensors.bytes
        self._expect("{")
        if not self._next("}"):
            most = tensors.count + _MOST_ENTRIES
            while True:
                self._entry(tensors)
                if tensors.count > most:
                    raise Undecided(f"{self.label} lists more than {_MOST_ENTRIES:,} tensors")
                if self._next("}"):
                    break
                self._expect(",")
                self._blank()
        stored = tensors.bytes - before
        if stored > self.data:
            missing = f"{self.data:,} of {stored:,} bytes"
            raise Undecided(f"{self.label} holds {missing} of its tensors: it is truncated")
        if stored != self.data:
            raise Undecided(f"{self.label} holds {self.data:,} bytes of data, its header names {stored:,}")

    def _entry(self, tensors: Tensors) -> None:
        if len(self.text) - self.at < 1024:
            self._more()
        usual = _USUAL.match(self.text, self.at)
        if usual is not None:
            self.at = usual.end()
            name, dtype, shape, start, end = usual.groups()
            key = (dtype, shape)
            known = self.sizes.get(key)
            if known is None:
                if not _DIGIT_LIST.match(shape):
                    raise self._broken()
                known = self._size(dtype, [int(each) for each in shape.split(",")] if shape else [])
                if len(self.sizes) < 4096:
                    self.sizes[key] = known
            self._add(tensors, name, dtype, known, int(start), int(end))
            return
        name = self._string()
        self._expect(":")
        entry = self._value()
        if name == "__metadata__":
            return
        match entry:
            case {
                "dtype": str() as dtype,
                "shape": list() as dimensions,
                "data_offsets": [int() as first, int() as last],
            }:
                self._add(tensors, name, dtype, self._size(dtype, dimensions), first, last)
            case _:
                raise self._broken()

    def _add(
        self,
        tensors: Tensors,
        name: str,
        dtype: str,
        known: tuple[tuple[int, ...], int, int],
        start: int,
        end: int,
    ) -> None:
        shape, elements, size = known
        if start < 0 or end - start != size:
            raise Undecided(f"{self.label}: the size of tensor {shown(name)} does not follow from its shape")
        tensors.add(name[:512], dtype, shape, elements, size)

    def _size(self, dtype: str, dimensions: list[int]) -> tuple[tuple[int, ...], int, int]:
        bits = _BITS.get(dtype)
        if bits is None:
            raise Undecided(f"{self.label}: how large an element of type {shown(dtype)} is is not known")
        elements = 1
        if len(dimensions) > 16:
            raise self._broken()
        for each in dimensions:
            if type(each) is not int or not 0 <= each < 2**48:
                raise self._broken()
            elements *= each
        if elements > 2**60 or elements * bits % 8:
            raise self._broken()
        return tuple(dimensions), elements, elements * bits // 8

    def _more(self) -> None:
        """Read on, and forget what was read."""
        wanted = min(_CHUNK, self.left)
        part = self.file.read(wanted) if wanted else b""
        self.left -= len(part)
        if wanted and not part:
            self.left = 0
        self.text = self.text[self.at :] + self.decoder.decode(part, final=self.left == 0)
        self.at = 0

    def _string(self) -> str:
        value = self._value()
        if not isinstance(value, str):
            raise self._broken()
        return value

    def _value(self) -> object:
        self._blank()
        while True:
            try:
                value, self.at = self.json.raw_decode(self.text, self.at)
                return value
            except ValueError as error:
                self._grow(error)

    def _grow(self, error: Exception) -> None:
        """Read on in the hope that a value was only cut off."""
        if not self.left or len(self.text) - self.at > _LARGEST_ENTRY:
            raise self._broken() from error
        self._more()

    def _blank(self) -> None:
        """Step over white space."""
        while True:
            found = _SPACE.match(self.text, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.text) or not self.left:
                return
            self._more()

    def _next(self, sign: str) -> bool:
        """Step over a sign if it comes next."""
        self._blank()
        if self.text[self.at : self.at + 1] != sign:
            return False
        self.at += 1
        return True

    def _expect(self, sign: str) -> None:
        if not self._next(sign):
            raise self._broken()

    def _broken(self) -> Undecided:
        return Undecided(f"the header of {self.label} is not one of safetensors")


def _no_constant(name: str) -> object:
    raise ValueError(f"{name} is no JSON")
