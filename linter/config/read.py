"""Reading one configuration file: its bytes, its table, and where each entry stands."""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from modelspec_lint.linter.config.mistake import At, ConfigError, Mistake
from modelspec_lint.linter.config.positions import Irregular, Spot, Step, locate
from modelspec_lint.linter.config.positions import Path as Entry
from modelspec_lint.linter.document.lines import Lines

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

LARGEST = 1024 * 1024
"""Bytes of a configuration file; a real one has a thousandth."""

PYPROJECT = "pyproject.toml"
SECTION = ("tool", "modelspec")
"""Where our keys stand in a ``pyproject.toml``."""

_HEADS_OURS = re.compile(rb"tool\s*[.\]]\s*[\"']?modelspec\b(?!-)")
_PLACE = re.compile(r"\s*\(at (?:line (\d+), column (\d+)|end of document)\)\Z")


@dataclass(frozen=True)
class ConfigFile:
    """A configuration file as read. ``table`` holds our keys; ``shown`` is its path in messages."""

    path: Path
    shown: str
    text: str
    table: Mapping[str, Any]
    spots: Mapping[Entry, Spot]
    section: tuple[str, ...] = ()

    @cached_property
    def lines(self) -> Lines:
        """The lines of the text."""
        return Lines(self.text)

    def key(self, *path: Step) -> At:
        """Return where the key of an entry stands, or of the nearest table around it that is written."""
        whole: Entry = (*self.section, *path)
        while whole and whole not in self.spots:
            whole = whole[:-1]
        return self._at(self.spots[whole].key if whole else 0)

    def value(self, *path: Step) -> At:
        """Return where the value of an entry stands; for what is not written, the key around it."""
        spot = self.spots.get((*self.section, *path))
        return self._at(spot.start) if spot else self.key(*path)

    def written(self, *path: Step) -> str:
        """Return a value as it is written."""
        entry: Entry = (*self.section, *path)
        spot = self.spots[entry]
        return self.text[spot.start : spot.end]

    def mistake(self, at: At, message: str) -> Mistake:
        """Make a mistake of this file."""
        return Mistake(at, message)

    def _at(self, offset: int) -> At:
        return At(self.shown, *self.lines.place(offset))


def read_config(path: Path, shown: str) -> ConfigFile | None:
    """Read a file; ``None`` for a ``pyproject.toml`` that says nothing of us. Raises :class:`ConfigError`."""
    data = _bytes(path, shown)
    section = SECTION if path.name == PYPROJECT else ()
    if section and b"modelspec" not in data:
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start]
        at = At(shown, before.count(b"\n") + 1, error.start - (before.rfind(b"\n") + 1) + 1)
        raise _refused(at, "configuration is written in UTF-8, and this byte is none of it") from None
    try:
        spots = locate(text, read_string)
        table: Any = loads(text)
    except Irregular as irregular:
        if section and not _HEADS_OURS.search(data):
            return None  # broken, but not ours to judge
        raise _irregular(text, shown, irregular) from None
    except ValueError as error:
        if section and not _HEADS_OURS.search(data):
            return None
        raise _refused(*_told(error, text, shown)) from None
    for name in section:
        if not isinstance(table, dict) or name not in table:
            return None
        table = table[name]
    if not isinstance(table, dict):
        place = Lines(text).place(spots[section].start)
        raise _refused(
            At(shown, *place), "tool.modelspec is a table: write [tool.modelspec] and keys below it"
        )
    return ConfigFile(path, shown, text, table, spots, section)


def loads(text: str) -> dict[str, Any]:
    """Parse TOML; raises ``ValueError`` for anything that is none, whatever it does to the parser."""
    try:
        table: dict[str, Any] = tomllib.loads(text)
        return table
    except RecursionError:  # positions are taken first, so nothing comes here that is nested so deep
        raise tomllib.TOMLDecodeError("nested too deep") from None


def read_string(quoted: str) -> str:
    """Return what a quoted key says; raises ``ValueError`` where its escapes are none."""
    value = loads(f"k = {quoted}")["k"]
    assert isinstance(value, str)
    return value


def _bytes(path: Path, shown: str) -> bytes:
    try:
        if not path.is_file():  # a pipe would be waited for
            raise _refused(At(shown), "is no file" if path.exists() else "there is no such file")
        with path.open("rb") as stream:
            data = stream.read(LARGEST + 1)
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise _refused(At(shown), f"cannot be read: {reason}") from None
    if len(data) > LARGEST:
        raise _refused(At(shown), f"configuration of more than {LARGEST:,} bytes is not read")
    return data


def _irregular(text: str, shown: str, irregular: Irregular) -> ConfigError:
    """Say what is wrong; of TOML that is none the parser's words for the text up to there."""
    at = At(shown, *Lines(text).place(irregular.offset))
    if irregular.reason:
        return _refused(at, f"{irregular.reason}; no configuration needs that")
    end = text.find("\n", irregular.offset)
    try:
        loads(text if end < 0 else text[: end + 1])
    except ValueError as error:
        return _refused(*_told(error, text, shown))
    return _refused(at, "this is no TOML")


def _told(error: ValueError, text: str, shown: str) -> tuple[At, str]:
    if not isinstance(error, tomllib.TOMLDecodeError):  # Python reads no number of so many digits
        return At(shown), "a number in this file has more digits than anything means"
    message = str(error).splitlines()[0]
    match = _PLACE.search(message)
    if match is None:
        return At(shown), f"this is no TOML: {_lower(message)}"
    message = _lower(message[: match.start()])
    if match[1]:
        return At(shown, int(match[1]), int(match[2])), f"this is no TOML: {message}"
    return At(shown, *Lines(text).place(len(text))), f"this is no TOML: {message} before the end of the file"


def _lower(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


def _refused(at: At, message: str) -> ConfigError:
    return ConfigError([Mistake(at, message)])
