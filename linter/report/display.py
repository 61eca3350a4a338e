"""How text takes up columns on a terminal: wide characters, combining marks, tabs, escapes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from modelspec_lint.linter.document.printable import printable

TAB_WIDTH = 4

_JOINER, _EMOJI_STYLE = "\u200d", "\ufe0f"
_SPELT = str.maketrans(
    {
        "…": "...",
        "×": "x",
        "–": "-",
        "—": "-",
        "−": "-",
        "→": "->",
        "≥": ">=",
        "≤": "<=",
        "≈": "~",
        "‘": "'",
        "’": "'",
        "“": '"',
        "”": '"',
        "·": "-",
    }
)


@dataclass(frozen=True, slots=True)
class Cell:
    """What one character of a text shows as, and how many columns that takes."""

    text: str
    width: int


def display_width(text: str) -> int:
    """Count the columns that ``text`` takes; ``text`` holds nothing that is not printable."""
    return len(text) if text.isascii() else sum(_widths(text))


def shown(text: str, *, unicode: bool = True, limit: int | None = None) -> str:
    """Make any text fit to be printed: escapes for what is not printable, plain ASCII where that is asked.

    ``limit`` cuts a text that is longer, in characters.
    """
    if limit is not None and len(text) > limit:
        text = text[: limit - 1] + "…"
    text = printable(text)
    return text if unicode else _ascii(text)


def source_cells(line: str, *, unicode: bool) -> list[Cell]:
    """Return a cell for each character of a source line; tabs have a fixed width."""
    cells = []
    for character, width in zip(line, _widths(line), strict=True):
        if character == "\t":
            cells.append(Cell(" " * TAB_WIDTH, TAB_WIDTH))
            continue
        text = shown(character, unicode=unicode)
        cells.append(Cell(text, width if text == character else len(text)))
    return cells


def _ascii(text: str) -> str:
    if text.isascii():
        return text
    return text.translate(_SPELT).encode("ascii", "backslashreplace").decode("ascii")


def _widths(text: str) -> Iterator[int]:
    """Yield the columns of each character; an emoji that is joined to the one before it adds none."""
    before = ""
    before_width = 0
    for character in text:
        if character.isascii():
            width = 1
        elif before == _JOINER:
            width = 0
        elif character == _EMOJI_STYLE:
            width = 1 if before_width == 1 and unicodedata.category(before) == "So" else 0
        elif "\U0001f3fb" <= character <= "\U0001f3ff" and before_width == 2:
            width = 0
        else:
            width = _width(character)
        yield width
        if width or character == _JOINER:
            before, before_width = character, width


def _width(character: str) -> int:
    if "\u1160" <= character <= "\u11ff" or unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def wrapped(text: str, width: int) -> list[str]:
    """Break ``text`` into lines of at most ``width`` columns, at spaces; a longer word gets its own."""
    lines: list[str] = []
    room = 0
    for word in text.split():
        needs = display_width(word)
        if lines and needs < room:
            lines[-1] += f" {word}"
            room -= needs + 1
        else:
            lines.append(word)
            room = width - needs
    return lines or [""]


def clipped(text: str, width: int, ellipsis: str) -> str:
    """Cut ``text`` to ``width`` columns; ``ellipsis`` stands where something is missing."""
    if display_width(text) <= width:
        return text
    room = width - len(ellipsis)
    kept = ""
    for character, columns in zip(text, _widths(text), strict=True):
        room -= columns
        if room < 0:
            break
        kept += character
    return kept + ellipsis
