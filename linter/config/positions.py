"""Where keys and values stand in the text of a TOML file.

``tomllib`` tells no positions. This scanner reads the same grammar and remembers them; it builds no values.
It runs before ``tomllib`` and keeps the budgets that ``tomllib`` lacks: how deep keys and values may be
nested, and how many there may be (``a.a.a...`` of a mebibyte takes ``tomllib`` hours, then the stack).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

Step = str | int
Path = tuple[Step, ...]

DEPTH = 64
ENTRIES = 20_000


class Spot(NamedTuple):
    """Offsets of an entry: its key, and its value (of a table its header or its braces)."""

    key: int
    start: int
    end: int


class Irregular(Exception):
    """The text is no TOML from ``offset`` on, or ``reason`` says which budget it exceeds there."""

    def __init__(self, offset: int, reason: str | None = None) -> None:
        self.offset = offset
        self.reason = reason
        super().__init__(reason or "no TOML")


_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_REST_OF_LINE = re.compile(r"[ \t]*(?:#[^\n]*)?(?:\r?\n|\Z)")
_BARE = re.compile(r"[A-Za-z0-9_-]+")
_BASIC = re.compile(r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"')
_LITERAL = re.compile(r"'[^'\n]*'")
_ESCAPE_OR_END = re.compile(r'\\.|"""', re.DOTALL)
_SCALAR = re.compile(r"[^,\]}#\r\n]+")


def locate(text: str, read_string: Callable[[str], str]) -> dict[Path, Spot]:
    """Return where every entry of a TOML text stands, by its path (positions in lists are numbers).

    ``read_string`` gives the value of a quoted key with escapes in it, or ``ValueError``. Raises
    :class:`Irregular` at the first place that is no TOML; a text that passes may still be refused, such as
    for a key that stands twice.
    """
    scanner = _Scanner(text, read_string)
    scanner.document()
    return scanner.spots


class _Scanner:
    def __init__(self, text: str, read_string: Callable[[str], str]) -> None:
        self.spots: dict[Path, Spot] = {}
        self._text = text
        self._at = 0
        self._read_string = read_string
        self._counts: dict[Path, int] = {}  # how many elements each array of tables has so far

    def document(self) -> None:
        table: Path = ()
        while True:
            self._skip(_BLANK)
            if self._at == len(self._text):
                return
            if self._text[self._at] == "[":
                table = self._header()
            else:
                self._entry(table, 0)
            if not self._skip(_REST_OF_LINE):
                raise Irregular(self._at)

    def _header(self) -> Path:
        start = self._at
        many = self._text.startswith("[[", start)
        self._at += 2 if many else 1
        self._skip(_SPACE)
        keys = self._keys()
        self._expect("]]" if many else "]")
        path: Path = ()
        for position, (key, offset) in enumerate(keys):
            path = (*path, key)
            self._note(path, Spot(offset, start, self._at))
            count = self._counts.get(path, 0)
            if position == len(keys) - 1 and many:
                self._counts[path] = count = count + 1
            if count:
                path = (*path, count - 1)
                self._note(path, Spot(offset, start, self._at))
        return path

    def _entry(self, table: Path, depth: int) -> None:
        keys = self._keys()
        self._expect("=")
        self._skip(_SPACE)
        path, start = table, self._at
        for key, _ in keys:
            path = (*path, key)
        self._value(path, depth + len(keys))
        for length, (_, offset) in enumerate(keys, len(table) + 1):
            self._note(path[:length], Spot(offset, start, self._at))

    def _keys(self) -> list[tuple[str, int]]:
        """Read a key, dotted or not, and the space behind it."""
        keys = []
        while True:
            offset = self._at
            keys.append((self._key(), offset))
            if len(keys) > DEPTH:
                raise Irregular(offset, f"keys are nested more than {DEPTH} deep")
            self._skip(_SPACE)
            if not self._text.startswith(".", self._at):
                return keys
            self._at += 1
            self._skip(_SPACE)

    def _key(self) -> str:
        for pattern in (_BARE, _LITERAL, _BASIC):
            match = pattern.match(self._text, self._at)
            if match:
                self._at = match.end()
                key = match[0]
                if pattern is _BARE:
                    return key
                return self._escaped(key) if "\\" in key and key[0] == '"' else key[1:-1]
        raise Irregular(self._at)

    def _escaped(self, key: str) -> str:
        try:
            return self._read_string(key)
        except ValueError:
            raise Irregular(self._at - len(key)) from None

    def _value(self, path: Path, depth: int) -> None:
        if depth > DEPTH:
            raise Irregular(self._at, f"values are nested more than {DEPTH} deep")
        start = self._at
        sign = self._text[start : start + 1]
        if sign == "[":
            self._items(path, depth)
        elif sign == "{":
            self._braces(path, depth)
        elif sign in {'"', "'"}:
            self._string(sign)
        else:
            match = _SCALAR.match(self._text, start)
            if match is None:
                raise Irregular(start)
            self._at = start + len(match[0].rstrip(" \t"))

    def _items(self, path: Path, depth: int) -> None:
        self._at += 1
        self._skip(_BLANK)
        position = 0
        while not self._text.startswith("]", self._at):
            start = self._at
            self._value((*path, position), depth + 1)
            self._note((*path, position), Spot(start, start, self._at))
            position += 1
            self._between("]")
        self._at += 1

    def _braces(self, path: Path, depth: int) -> None:
        self._at += 1
        self._skip(_BLANK)
        while not self._text.startswith("}", self._at):
            self._entry(path, depth + 1)
            self._between("}")
        self._at += 1

    def _between(self, end: str) -> None:
        self._skip(_BLANK)
        if self._text.startswith(",", self._at):
            self._at += 1
            self._skip(_BLANK)
        elif not self._text.startswith(end, self._at):
            raise Irregular(self._at)

    def _string(self, quote: str) -> None:
        start = self._at
        if not self._text.startswith(quote * 3, start):
            match = (_BASIC if quote == '"' else _LITERAL).match(self._text, start)
            if match is None:
                raise Irregular(start)
            self._at = match.end()
            return
        closing = self._closing(quote, start + 3)
        if closing < 0:
            raise Irregular(start)
        self._at = closing + 3
        while self._text.startswith(quote, self._at) and self._at < closing + 5:
            self._at += 1  # up to two quotes may stand before the three that close

    def _closing(self, quote: str, offset: int) -> int:
        """Return where the first three quotes stand that are not escaped; -1 where none do."""
        if quote == "'":
            return self._text.find("'''", offset)
        match = _ESCAPE_OR_END.search(self._text, offset)
        while match is not None and match[0] != '"""':
            match = _ESCAPE_OR_END.search(self._text, match.end())
        return match.start() if match else -1

    def _expect(self, sign: str) -> None:
        if not self._text.startswith(sign, self._at):
            raise Irregular(self._at)
        self._at += len(sign)

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        match = pattern.match(self._text, self._at)
        if match is None:
            return False
        self._at = match.end()
        return True

    def _note(self, path: Path, spot: Spot) -> None:
        if len(path) > 2 * DEPTH:
            raise Irregular(spot.key, f"values are nested more than {DEPTH} deep")
        if len(self.spots) >= ENTRIES:
            raise Irregular(spot.key, f"there are more than {ENTRIES:,} entries")
        self.spots.setdefault(path, spot)
