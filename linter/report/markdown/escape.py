"""Text as Markdown that means nothing but itself: no markup, no HTML, no links, and nobody is called.

What could be markup is written as numeric character references, which never structure a document
(CommonMark 0.31, section 2.5). Forges look at the finished page as well, for names to notify, issues to
mention and addresses to link: there a zero-width space parts a sign from what it would act on.
"""

from __future__ import annotations

import re

from modelspec_lint.linter.report.display import shown

_GAP = "\u200b"  # no text has one of its own: `shown` spells it out

_ACTING = re.compile(
    r"""[@#!~$%&^](?=[\w"])  # names, issues, merge requests, labels, snippets, milestones, epics, alerts
    | :(?=//)                # addresses
    | :(?=[\w+-]+:)          # emoji
    | (?<=\bwww)\.           # addresses without a scheme
    | (?<=\bGH)-(?=\d)       # issues
    """,
    re.IGNORECASE | re.VERBOSE,
)
_MARKUP = re.compile(r"[\\`*_{}\[\]<>|&~$]")
_NAME = re.compile(r"`([^`]{1,80})`")


def escaped(text: str, *, limit: int | None = None) -> str:
    """Write a text for the middle of a line; ``limit`` cuts it first, in characters."""
    text = _ACTING.sub(lambda sign: sign.group() + _GAP, shown(text, limit=limit))
    return _MARKUP.sub(lambda sign: f"&#{ord(sign.group())};", text).replace(_GAP, "&#8203;")


def sentence(text: str, *, limit: int | None = None) -> str:
    """Write a sentence like :func:`escaped`, with what it puts between backticks as code."""
    parts = _NAME.split(shown(text, limit=limit))
    return "".join(
        f"<code>{escaped(part)}</code>" if index % 2 else escaped(part) for index, part in enumerate(parts)
    )


def sentence_lines(text: str, *, limit: int | None = None) -> str:
    """Write a text whose lines stay apart, and keep their indentation, within one line of Markdown."""
    lines = [(line, len(line) - len(line.lstrip(" "))) for line in text.split("\n")]
    return "<br>".join("&nbsp;" * indent + sentence(line[indent:], limit=limit) for line, indent in lines)
