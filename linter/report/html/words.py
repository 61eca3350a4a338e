"""Texts in pieces that a template sets: what a sentence quotes as code, what a source names as a link."""

from __future__ import annotations

import re
from dataclasses import dataclass

from modelspec_lint.linter.report.display import shown
from modelspec_lint.linter.report.evidence import URL

_QUOTED = re.compile(r"`([^`\n]{1,80})`")
_AFTER = ".,;:)]>\"'"
"""Signs at the end of an address that belong to the sentence around it."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a text; ``code``: it is quoted; ``address``: it leads there, by http or https."""

    text: str
    code: bool = False
    address: str = ""


def sentence(text: str, limit: int) -> tuple[Piece, ...]:
    """Take a sentence apart; ``limit`` cuts it, in characters. Together the pieces say what it says."""
    parts = _QUOTED.split(shown(text, limit=limit))
    return tuple(Piece(part, code=index % 2 == 1) for index, part in enumerate(parts) if part)


def source(text: str) -> tuple[Piece, ...]:
    """Take the words of a source apart: addresses of the web, and what stands around them."""
    pieces = []
    end = 0
    for found in URL.finditer(text):
        address = found.group().rstrip(_AFTER)
        pieces += [
            Piece(shown(text[end : found.start()])),
            Piece(shown(address.partition("://")[2]), address=address),
        ]
        end = found.start() + len(address)
    pieces.append(Piece(shown(text[end:])))
    return tuple(each for each in pieces if each.text)
