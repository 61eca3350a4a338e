"""Headers of GGUF files: metadata and tensors, read without their data.

The format (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md), versions 2 and 3, little-endian:
magic, version, number of tensors, number of metadata entries; the entries; then name, dimensions, type and
offset of each tensor. Long lists, such as the vocabulary, are counted and stepped over.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, BinaryIO

from modelspec_lint.knowledge_base.checkpoint.files import Files, shown
from modelspec_lint.knowledge_base.checkpoint.tensors import Tensors
from modelspec_lint.knowledge_base.estimate import Undecided

_VOCABULARY = Path(__file__).with_name("gguf.yaml")
_MOST_ENTRIES = 10_000
_MOST_TENSORS = 100_000
_MOST_ITEMS = 2_000_000
"""Texts in all lists of a file; the largest vocabularies and their merges have half of it."""
_LONGEST = 2**20
_KEPT = 10_000
_CHUNK = 2**16
_ALIGNMENT = 32
_SCALARS = {
    0: "<B",
    1: "<b",
    2: "<H",
    3: "<h",
    4: "<I",
    5: "<i",
    6: "<f",
    7: "<?",
    10: "<Q",
    11: "<q",
    12: "<d",
}
_TEXT, _LIST = 8, 9


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that was too long to keep: how many items it has."""

    count: int


Metadata = dict[str, Any]


@lru_cache(maxsize=1)
def vocabulary() -> Mapping[str, Any]:
    """Read the vocabulary of GGUF files; it is read once, and only where there is such a file."""
    import yaml  # a run that reads no checkpoint needs no YAML parser for facts

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    content: Mapping[str, Any] = yaml.load(_VOCABULARY.read_text(encoding="utf-8"), Loader=loader)
    return content


def read_header(files: Files, name: str, tensors: Tensors) -> Metadata:
    """Return a file's metadata and add its tensors; ``Undecided`` where it is broken or truncated."""
    label = files.shown(name)
    with files.opened(name) as (file, size):
        source = _Source(file, size, label)
        if source.take(4) != b"GGUF":
            raise Undecided(f"{label} is not a GGUF file")
        version = source.number("<I")
        if version not in (2, 3):
            raise Undecided(
                f"{label} has version {version} of GGUF (big-endian files count as such); 2 and 3 are read"
            )
        count, entries = source.number("<Q"), source.number("<Q")
        if entries > _MOST_ENTRIES or count > _MOST_TENSORS:
            raise Undecided(
                f"{label} announces {entries:,} entries and {count:,} tensors, more than any model has"
            )
        metadata: Metadata = {}
        for _ in range(entries):
            key = source.text(1024)
            if key in metadata:
                raise Undecided(f"{label} states {shown(key)} twice")
            metadata[key] = source.value(source.number("<I"))
        ends = [_tensor(source, tensors) for _ in range(count)]
        alignment: object = metadata.get("general.alignment", _ALIGNMENT)
        if type(alignment) is not int or not 0 < alignment < 2**20:
            raise source.broken()
        start = -(-source.position // alignment) * alignment
        if ends and start + max(ends) > size:
            raise Undecided(
                f"{label} is truncated: its tensors end at byte {start + max(ends):,} of {size:,}"
            )
        return metadata


def _tensor(source: _Source, tensors: Tensors) -> int:
    """Read one tensor's entry; returns where its data end."""
    name, dimensions = source.text(256), source.number("<I")
    if dimensions > 4:
        raise source.broken()
    shape = tuple(source.number("<Q") for _ in range(dimensions))
    kind: int = source.number("<I")
    offset: int = source.number("<Q")
    known: tuple[str, int, int] | None = vocabulary()["types"].get(kind)
    if known is None:
        raise Undecided(f"{source.label}: how large a tensor of type {kind} is is not known")
    dtype, block, bytes_each = known
    elements: int = math.prod(shape)
    if elements > 2**60 or offset > 2**60 or (shape and shape[0] % block):
        raise source.broken()
    size = elements // block * bytes_each
    # dimensions stand innermost first; everywhere else they stand outermost first
    tensors.add(name, dtype, shape[::-1], elements, size)
    return offset + size


class _Source:
    """The bytes of a file, a piece at a time, with an end."""

    def __init__(self, file: BinaryIO, size: int, label: str) -> None:
        self.file, self.size, self.label = file, size, label
        self.buffer, self.at, self.position = b"", 0, 0
        self.items = 0

    def take(self, count: int) -> bytes:
        """Give the next bytes."""
        if len(self.buffer) - self.at < count:
            self._fill(count)
        part = self.buffer[self.at : self.at + count]
        self.at += count
        self.position += count
        return part

    def number(self, form: str) -> Any:
        """Give the next number."""
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def text(self, longest: int = _LONGEST) -> str:
        """Give the next text."""
        length = self.number("<Q")
        if length > longest:
            raise self.broken()
        return self.take(length).decode("utf-8", "replace")

    def value(self, kind: int) -> Any:
        """Give the next value; a long list only as its length, a long text cut."""
        if kind == _TEXT:
            return self.text()[:_KEPT]
        if kind != _LIST:
            return self.number(self._form(kind))
        inner, count = self.number("<I"), self.number("<Q")
        if inner == _TEXT:
            return self._texts(count)
        form = self._form(inner)
        width = struct.calcsize(form)
        if count > self.size // width:
            raise self.broken()
        if count > _KEPT:
            self.skip(count * width)
            return Listed(count)
        return [each[0] for each in struct.iter_unpack(form, self.take(count * width))]

    def skip(self, count: int) -> None:
        """Step over bytes."""
        if count > self.size - self.position:
            raise self.broken()
        held = len(self.buffer) - self.at
        if count <= held:
            self.at += count
        else:
            self.file.seek(count - held, 1)
            self.buffer, self.at = b"", 0
        self.position += count

    def broken(self) -> Undecided:
        """Make the reason for a header that is not one."""
        return Undecided(f"the header of {self.label} is broken or truncated")

    def _texts(self, count: int) -> Listed:
        self.items += count
        if self.items > _MOST_ITEMS or count > self.size // 8:
            raise self.broken()
        left = count
        while left:
            left -= self._held_texts(left)
            if left:  # the next one reaches beyond what is held
                self.skip(int.from_bytes(self.take(8), "little"))
                left -= 1
        return Listed(count)

    def _held_texts(self, most: int) -> int:
        """Step over the texts that are held whole; returns how many."""
        buffer, at, end, found = self.buffer, self.at, len(self.buffer), 0
        while found < most and at + 8 <= end:
            after = at + 8 + int.from_bytes(buffer[at : at + 8], "little")
            if after > end:
                break
            at, found = after, found + 1
        self.position += at - self.at
        self.at = at
        return found

    def _form(self, kind: int) -> str:
        form = _SCALARS.get(kind)
        if form is None:
            raise self.broken()
        return form

    def _fill(self, count: int) -> None:
        if count > self.size - self.position:
            raise self.broken()
        rest = self.buffer[self.at :]
        parts, held = [rest], len(rest)
        while held < count:
            part = self.file.read(max(_CHUNK, count - held))
            if not part:
                raise self.broken()
            parts.append(part)
            held += len(part)
        self.buffer, self.at = b"".join(parts), 0
