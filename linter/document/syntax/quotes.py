"""Explanations about quotes and block scalars."""

from __future__ import annotations

import re
from collections.abc import Callable

from modelspec_lint.linter.document.problem import Problem
from modelspec_lint.linter.document.syntax.trouble import Trouble

_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{0,2}|u[0-9a-fA-F]{0,4}|U[0-9a-fA-F]{0,8}|.)?")


def _unclosed(trouble: Trouble) -> Problem | None:
    if "quoted scalar" not in trouble.context or "unexpected" not in trouble.problem:
        return None
    quote = trouble.text[trouble.began]
    end = trouble.began + len(trouble.rest_of_line(trouble.began))
    return trouble.syntax(
        f"The quote `{quote}` that opens here is never closed.",
        trouble.lines.span(trouble.began, end),
        f"Close it with `{quote}`, or put the whole value into the other kind of quotes.",
    )


def _escape(trouble: Trouble) -> Problem | None:
    if "scalar" not in trouble.context or not re.search("escape|hexdecimal|hexadecimal", trouble.problem):
        return None
    start = trouble.text.rfind("\\", trouble.began, trouble.at + 1)
    match = _ESCAPE.match(trouble.text, start)
    if start < 0 or match is None:
        return None
    span = trouble.lines.span(start, match.end())
    letter = match.group()[1:2]
    if letter in {"x", "u", "U"}:
        digits = {"x": 2, "u": 4, "U": 8}[letter]
        reason = f"it takes {digits} hexadecimal digits that stand for one character"
    else:
        reason = "no such escape exists"
    return trouble.syntax(
        f"{trouble.quote(span)} is not valid in a double-quoted text: {reason}.",
        span,
        "Double the backslash, or use single quotes, where a backslash is nothing but itself.",
    )


def _text_after_quote(trouble: Trouble) -> Problem | None:
    before = trouble.line_before(trouble.at).rstrip()
    if (
        "flow" in trouble.context
        or before[-1:] not in {'"', "'"}
        or not re.search("expected|<block end>", trouble.problem)
    ):
        return None
    if trouble.at_end or trouble.text[trouble.at] in "}]":
        return None
    quote = before[-1]
    inside = "write it twice ('')" if quote == "'" else 'write it as \\"'
    return trouble.syntax(
        f"The value ended with the quote `{quote}` before this, and more text follows.",
        trouble.word(trouble.at),
        f"For a {quote} inside the value {inside}; if a value above lacks its closing quote, close it there.",
    )


def _block_scalar(trouble: Trouble) -> Problem | None:
    if "block scalar" not in trouble.context:
        return None
    if "tab" in trouble.problem:
        return None
    sign = trouble.text[trouble.began : trouble.began + 1]
    return trouble.syntax(
        f"After `{sign}` only `+`, `-`, a digit and a comment may stand on this line.",
        trouble.word(trouble.at),
        "Put the text on the next line, indented, or into quotes on this one.",
    )


QUOTE_EXPLANATIONS: tuple[Callable[[Trouble], Problem | None], ...] = (
    _unclosed,
    _escape,
    _text_after_quote,
    _block_scalar,
)
