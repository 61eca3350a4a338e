"""JSON as the event stream of a YAML parser, so that one composer makes trees of both.

YAML 1.1 parsers refuse some JSON (surrogate pairs in escapes, long keys) and read some otherwise (``1e3``).
The tokens are read one by one, without recursion: budgets are checked on the events as they come.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from yaml.error import Mark
from yaml.events import (
    DocumentEndEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from modelspec_lint.linter.document.json_mistakes import CLOSING, JsonMistakes
from modelspec_lint.linter.document.lines import Lines
from modelspec_lint.linter.document.scalars import NAMESPACE

_SPACE = re.compile(r"[ \t\n\r]*")
_STRING = re.compile(r'"([^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*)"')
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<fraction>\.[0-9]+)?(?P<exponent>[eE][+-]?[0-9]+)?(?![\w.+-])")
_NAME = re.compile(r"-?\w+")
_NAMES = {
    "true": ("bool", "true"),
    "false": ("bool", "false"),
    "null": ("null", "null"),
    "NaN": ("float", ".nan"),  # no JSON, but what many programs write and read
    "Infinity": ("float", ".inf"),
    "-Infinity": ("float", "-.inf"),
}


class _Bracket:
    """A bracket that is open, and whether an entry stands behind it already."""

    __slots__ = ("entries", "offset", "sign")

    def __init__(self, sign: str, offset: int) -> None:
        self.sign = sign
        self.offset = offset
        self.entries = False


def json_events(lines: Lines) -> Iterator[Any]:
    """Yield the events of one JSON text; raise :class:`Unparsable` where it is no JSON."""
    return _JsonReader(lines).events()


class _JsonReader:
    """Reads token by token; ``_at`` is the offset of the next one."""

    def __init__(self, lines: Lines) -> None:
        self._text = lines.text
        self._mistakes = JsonMistakes(lines)
        self._at = 0
        self._open: list[_Bracket] = []

    def events(self) -> Iterator[Any]:
        """Yield the events of the text."""
        if not self._next():
            return
        yield DocumentStartEvent(_mark(self._at), _mark(self._at))
        yield self._value()
        while self._open:
            bracket = self._open[-1]
            if self._next() == CLOSING[bracket.sign]:
                yield self._close()
                continue
            if bracket.entries:
                self._comma(bracket)
            bracket.entries = True
            if bracket.sign == "{":
                yield self._key(bracket)
            yield self._value()
        if self._next():
            raise self._mistakes.second_value(self._at)
        yield DocumentEndEvent(_mark(self._at), _mark(self._at))

    def _next(self) -> str:
        """Skip white space and return the character behind it, empty at the end."""
        match = _SPACE.match(self._text, self._at)
        if match is not None:
            self._at = match.end()
        return self._text[self._at : self._at + 1]

    def _value(self) -> Any:
        sign = self._next()
        if sign in CLOSING:
            start = self._at
            self._at += 1
            self._open.append(_Bracket(sign, start))
            kind = MappingStartEvent if sign == "{" else SequenceStartEvent
            return kind(None, None, True, _mark(start), _mark(self._at), flow_style=True)
        if sign == '"':
            return self._string()
        number = _NUMBER.match(self._text, self._at)
        if number is not None:
            tag = "float" if number["fraction"] or number["exponent"] else "int"
            return self._scalar(tag, number.group(), number.end())
        name = _NAME.match(self._text, self._at)
        if name is None or name.group() not in _NAMES:
            raise self._mistakes.no_value(self._at, self._open[-1].offset if self._open else None)
        return self._scalar(*_NAMES[name.group()], name.end())

    def _scalar(self, tag: str, text: str, end: int) -> ScalarEvent:
        start, self._at = self._at, end
        return ScalarEvent(None, NAMESPACE + tag, (False, False), text, _mark(start), _mark(end), style=None)

    def _string(self) -> ScalarEvent:
        match = _STRING.match(self._text, self._at)
        if match is None:
            raise self._mistakes.string(self._at)
        start, self._at = self._at, match.end()
        text = match.group(1)
        if "\\" in text:
            text = json.loads(match.group())
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        return ScalarEvent(None, None, (False, True), text, _mark(start), _mark(self._at), style='"')

    def _key(self, bracket: _Bracket) -> ScalarEvent:
        if self._next() != '"':
            raise self._mistakes.expected(
                self._at, "A key in double quotes", bracket.offset, 'Write "key": value.'
            )
        key = self._string()
        if self._next() != ":":
            raise self._mistakes.expected(self._at, "A colon", bracket.offset, 'Write "key": value.')
        self._at += 1
        return key

    def _comma(self, bracket: _Bracket) -> None:
        closing = CLOSING[bracket.sign]
        comma = self._at
        if self._text[comma : comma + 1] != ",":
            what = f"A comma or `{closing}`"
            raise self._mistakes.expected(comma, what, bracket.offset, "Separate entries by commas.")
        self._at += 1
        if self._next() == closing:
            raise self._mistakes.trailing_comma(comma)

    def _close(self) -> Any:
        bracket = self._open.pop()
        start = self._at
        self._at += 1
        kind = MappingEndEvent if bracket.sign == "{" else SequenceEndEvent
        return kind(_mark(start), _mark(self._at))


def _mark(index: int) -> Mark:
    return Mark("", index, 0, 0, None, 0)
