"""Writers of small real checkpoints: safetensors and GGUF files with headers as the formats lay them out."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

WIDTH = {"F32": 4, "BF16": 2, "F16": 2, "I32": 4, "I64": 8, "U8": 1, "I8": 1, "F8_E4M3": 1}
Shapes = Mapping[str, tuple[str, tuple[int, ...]]]


def _safetensors(path: Path, tensors: Shapes, metadata: Mapping[str, str] | None = None) -> int:
    """Write a file of the given types and shapes, its data a hole; returns the bytes of the data."""
    header: dict[str, Any] = {"__metadata__": dict(metadata)} if metadata else {}
    end = 0
    for name, (dtype, shape) in tensors.items():
        start, size = end, WIDTH[dtype]
        for each in shape:
            size *= each
        end = start + size
        header[name] = {"dtype": dtype, "shape": list(shape), "data_offsets": [start, end]}
    text = json.dumps(header, separators=(",", ":")).encode()
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        file.truncate(8 + len(text) + end)
    return end


def _json(path: Path, value: Any) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value), encoding="utf-8")


_FORMS = {bool: (7, "<?"), int: (4, "<I"), float: (6, "<f")}


def _text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def _value(value: Any) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", 8) + _text(value)
    if isinstance(value, list):
        inner = value[0]
        if isinstance(inner, str):
            return struct.pack("<IIQ", 9, 8, len(value)) + b"".join(_text(each) for each in value)
        kind, form = _FORMS[type(inner)]
        return struct.pack("<IIQ", 9, kind, len(value)) + b"".join(struct.pack(form, each) for each in value)
    kind, form = _FORMS[type(value)]
    return struct.pack("<I", kind) + struct.pack(form, value)


def _gguf(
    path: Path,
    metadata: Mapping[str, Any],
    tensors: Sequence[tuple[str, tuple[int, ...], int, int]],
    version: int = 3,
) -> int:
    """Write a file with tensors of (name, dimensions innermost first, type, bytes); returns their bytes."""
    body = b"GGUF" + struct.pack("<IQQ", version, len(tensors), len(metadata))
    for name, value in metadata.items():
        body += _text(name) + _value(value)
    end = 0
    for name, dimensions, kind, size in tensors:
        body += _text(name) + struct.pack("<I", len(dimensions))
        body += b"".join(struct.pack("<Q", each) for each in dimensions) + struct.pack("<IQ", kind, end)
        end += -(-size // 32) * 32
    start = -(-len(body) // 32) * 32
    with path.open("wb") as file:
        file.write(body)
        file.truncate(start + end)
    return sum(size for _, _, _, size in tensors)


@pytest.fixture(scope="session")
def write_safetensors() -> Callable[..., int]:
    return _safetensors


@pytest.fixture(scope="session")
def write_json() -> Callable[[Path, Any], None]:
    return _json


@pytest.fixture(scope="session")
def write_gguf() -> Callable[..., int]:
    return _gguf
