"""Text from a file, made safe to show: nothing in it may drive a terminal or hide from a reader."""

from __future__ import annotations

_JOINERS = "\u200c\u200d"  # part of ordinary words in many scripts, and of emoji


def printable(text: str, limit: int | None = None) -> str:
    """Show invisible and control characters as escapes such as ``\\x1b``; cut to ``limit`` characters."""
    if limit is not None and len(text) > limit:
        text = text[: max(limit - 3, 0)] + "..."
    if text.isprintable():
        return text
    return "".join(map(_shown, text))


def _shown(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    return character.encode("unicode_escape").decode("ascii")
