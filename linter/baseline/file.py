"""The file of a baseline: JSON that two people can change at once, and that a reviewer can read."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path
from typing import Any, NoReturn

from modelspec_lint.linter.baseline.entry import Baseline, Entry, Key

VERSION = "1"
LARGEST = 32 * 1024 * 1024
"""Bytes of the largest file that is read: more than a hundred thousand entries."""

_TEXTS = ("rule", "file", "document", "pointer", "value", "message")
_FIELDS = (*_TEXTS, "count")
_MAY_BE_NULL = ("document", "pointer")
_MOST = 1_000_000


class BadBaseline(Exception):
    """A baseline that cannot be used, in one sentence."""


def write_baseline(baseline: Baseline) -> bytes:
    """Return the bytes of the file: the same for the same entries."""
    report = {"version": VERSION, "findings": [_written(entry) for entry in baseline.entries]}
    return (json.dumps(report, indent=2) + "\n").encode("ascii")


def read_baseline(path: Path) -> Baseline:
    """Read a file; raise :class:`BadBaseline` for whatever is wrong with it."""
    data = _bytes(path)
    try:
        read = json.loads(data.decode("utf-8"), parse_constant=_refuse)
    except UnicodeDecodeError:
        raise BadBaseline(f"{path} is no baseline: it is not UTF-8") from None
    except json.JSONDecodeError as error:
        where = f"{path}:{error.lineno}:{error.colno}"
        raise BadBaseline(f"{where}: this is no JSON: {error.msg.lower()}") from None
    except (ValueError, RecursionError):
        raise BadBaseline(f"{path} is no baseline: it holds a number or a nesting beyond all need") from None
    return parse_baseline(read, os.path.realpath(path.parent), str(path))


def parse_baseline(read: Any, folder: str, shown: str) -> Baseline:
    """Make a baseline of what a file holds; ``shown`` is what the file is called in :class:`BadBaseline`."""
    if not isinstance(read, dict) or "findings" not in read:
        raise BadBaseline(f'{shown} is no baseline: {{"version": "{VERSION}", "findings": [...]}} is wanted')
    if read.get("version") != VERSION:
        raise BadBaseline(
            f'{shown} is no baseline of version "{VERSION}", which is the one this program reads'
        )
    _refuse_unknown(read, ("version", "findings"), shown)
    findings = read["findings"]
    if not isinstance(findings, list):
        raise BadBaseline(f"{shown}: findings: a list is wanted")
    entries: dict[Key, Entry] = {}
    for number, each in enumerate(findings):
        entry = _entry(each, f"{shown}: findings[{number}]")
        known = entries.get(entry.key)
        if known is None or known.count < entry.count:  # twice by a merge: that accepts no more than one did
            entries[entry.key] = entry
    return Baseline(folder).with_entries(entries.values())


def _bytes(path: Path) -> bytes:
    # not blocking: a pipe would never end
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(path, flags), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise BadBaseline(f"{path} is no baseline: it is not a regular file")
            data = stream.read(LARGEST + 1)
    except FileNotFoundError:
        raise BadBaseline(
            f"{path} does not exist; `modelspec baseline create --baseline {path}` writes it"
        ) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise BadBaseline(f"{path} cannot be read: {reason.lower()}") from None
    if len(data) > LARGEST:
        raise BadBaseline(f"{path} is no baseline: it is larger than {LARGEST:,} bytes")
    return data


def _entry(read: Any, place: str) -> Entry:
    if not isinstance(read, dict):
        raise BadBaseline(f"{place}: an object is wanted")
    _refuse_unknown(read, _FIELDS, place)
    for name in _TEXTS:
        value = read.get(name)
        if isinstance(value, str) or (value is None and name in _MAY_BE_NULL and name in read):
            continue
        raise BadBaseline(f"{place}.{name}: a text is wanted")
    count = read.get("count", 1)
    if type(count) is not int or not 1 <= count <= _MOST:
        raise BadBaseline(f"{place}.count: a whole number from 1 to {_MOST:,} is wanted")
    key = Key(read["file"], read["document"], read["pointer"], read["rule"], read["value"])
    return Entry(key, read["message"], count)


def _refuse_unknown(read: dict[str, Any], known: tuple[str, ...], place: str) -> None:
    for name in read:
        if name not in known:
            from modelspec_lint.linter.document import printable
            from modelspec_lint.linter.nearest import did_you_mean  # only a mistake pays for it

            raise BadBaseline(
                f"{place}: there is no field {printable(name, 40)!r}{did_you_mean(name, known)}"
            )


def _written(entry: Entry) -> dict[str, object]:
    key = entry.key
    written: dict[str, object] = {
        "rule": key.rule,
        "file": key.file,
        "document": key.document,
        "pointer": key.pointer,
        "value": key.value,
        "message": entry.message,
    }
    if entry.count > 1:
        written["count"] = entry.count
    return written


def _refuse(constant: str) -> NoReturn:
    raise ValueError(constant)
