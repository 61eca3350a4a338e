"""The compiled form of the facts: one file that is read in a millisecond and decoded entry by entry.

JSON lines. The first line is the header, then one line of names per catalogue, then one line per fact. In a
source tree it is made again whenever an authored file has changed; an installed distribution holds no
authored files and its compiled form is as it was built.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from modelspec_lint.knowledge_base.names import Names

FORMAT = 1
CATALOGUES = (
    *("models", "accelerators", "precisions", "engines", "workloads", "instances"),
    *("controls", "licences", "bands"),
)

_HERE = Path(os.path.realpath(__file__)).parent
AUTHORED = _HERE / "facts"
COMPILED = _HERE / "compiled" / "facts.jsonl"


class Facts(Protocol):
    """What a knowledge base reads: a header, and per catalogue the names and one record per fact."""

    @property
    def header(self) -> dict[str, Any]:
        """The version, the digest, and what belongs to no catalogue."""

    def names(self, catalogue: str) -> Names:
        """Give the names of one catalogue."""

    def record(self, catalogue: str, position: int) -> dict[str, Any]:
        """Give one fact's record."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """The compiled facts in memory: the header and the bytes that its offsets point into."""

    header: dict[str, Any]
    data: bytes

    def names(self, catalogue: str) -> Names:
        """Decode the names of one catalogue."""
        table = json.loads(self._line(self.header["names"][catalogue]))
        ids = table["ids"]
        return Names(
            kind=table["kind"],
            ids=ids,
            positions={identifier: position for position, identifier in enumerate(ids)},
            aliases=table["aliases"],
            ambiguous=table["ambiguous"],
            checkpoints=table["checkpoints"],
        )

    def record(self, catalogue: str, position: int) -> dict[str, Any]:
        """Decode one fact's record."""
        record: dict[str, Any] = json.loads(self._line(self.header["records"][catalogue][position]))
        return record

    def _line(self, start: int) -> bytes:
        return self.data[start : self.data.index(b"\n", start)]


def open_compiled(authored: Path = AUTHORED, compiled: Path = COMPILED) -> Compiled:
    """Read the compiled facts; make them first where they are missing or older than what was authored."""
    found = _read(compiled)
    if not authored.is_dir():
        if found is None:
            raise RuntimeError(
                f"neither authored facts ({authored}) nor compiled ones ({compiled}) are there"
            )
        return found
    signature = signature_of(authored)
    if found is not None and found.header["signature"] == signature:
        return found
    if found is not None and found.header["content"] == content_of(authored):
        fresh = Compiled({**found.header, "signature": signature}, found.data)
    else:
        from modelspec_lint.knowledge_base.compiler import compile_facts  # needs the YAML parser

        fresh = compile_facts(authored)
    write(fresh, compiled)
    return fresh


def write(facts: Compiled, path: Path) -> None:
    """Write the compiled facts at once or not at all; a folder that cannot be written is no mistake."""
    header = json.dumps(facts.header, separators=(",", ":")).encode()
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(exist_ok=True)
        temporary.write_bytes(header + b"\n" + facts.data)
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()


def signature_of(authored: Path) -> str:
    """Sum up the state of the authored files and of the code that compiles them, without reading them."""
    digest = _sha256()
    for path in _inputs(authored):
        state = path.stat()
        digest.update(f"{path.name}:{state.st_size}:{state.st_mtime_ns}:{state.st_ctime_ns}\n".encode())
    return str(digest.hexdigest())


def content_of(authored: Path) -> str:
    """Sum up the content of the authored files and of the code that compiles them."""
    digest = _sha256()
    for path in _inputs(authored):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return str(digest.hexdigest())


def authored_files(authored: Path) -> list[Path]:
    """List the authored files, in a fixed order."""
    found: list[str] = []
    folders = [str(authored)]
    while folders:
        with os.scandir(folders.pop()) as entries:
            for entry in entries:
                if entry.name.endswith(".yaml"):
                    found.append(entry.path)
                elif entry.is_dir():
                    folders.append(entry.path)
    return [Path(path) for path in sorted(found)]


def _sha256() -> Any:
    from hashlib import sha256  # an installed program needs no hash, and OpenSSL takes milliseconds to load

    return sha256()


def _inputs(authored: Path) -> list[Path]:
    code = [_HERE / "facts.py", _HERE / "names.py", *sorted((_HERE / "compiler").glob("*.py"))]
    return [*authored_files(authored), *code]


def _read(path: Path) -> Compiled | None:
    try:
        content = path.read_bytes()
    except OSError:
        return None
    end = content.find(b"\n")
    try:
        header = json.loads(content[:end])
    except ValueError:
        return None
    data = content[end + 1 :]
    if not isinstance(header, dict) or header.get("format") != FORMAT or header.get("size") != len(data):
        return None
    return Compiled(header, data)
