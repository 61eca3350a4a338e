"""Text from a file, made safe to show: nothing in it may drive a terminal or hide from a reader."""

from __future__ import annotations

import re

_INVISIBLE = (
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_JOINERS = "\u200c\u200d"  # part of ordinary words in many scripts, and of emoji


def printable(text: str, limit: int | None = None) -> str:
    """Show invisible and control characters as escapes such as ``\\x1b``; cut to ``limit`` characters."""
    if limit is not None and len(text) > limit:
        text = text[: max(limit - 3, 0)] + "..."
    if text.isprintable():
        return text
    return "".join(map(_shown, text))


def visible(text: str) -> str:
    """Show what drives terminals, hides or turns text around as escapes in a page, whose lines stay lines."""
    return re.sub(_INVISIBLE, lambda found: _shown(found[0]), text)


def _shown(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    return character.encode("unicode_escape").decode("ascii")
