"""Explanations that hang on one character: tabs, reserved signs, invisible line ends, conflict markers."""

from __future__ import annotations

import re
from collections.abc import Callable

from modelspec_lint.linter.document.lines import Lines
from modelspec_lint.linter.document.printable import printable
from modelspec_lint.linter.document.problem import Problem
from modelspec_lint.linter.document.syntax.trouble import Trouble

_FORBIDDEN = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|\ufeff")
_CONFLICT = re.compile(r"^(?:<{7}|={7}|>{7})(?=[ \r\n]|\Z)[^\r\n]*", re.MULTILINE)
_TABS = re.compile("\t+")
_LINE_ENDS = re.compile("[\x85\u2028\u2029]")
_RESERVED = {
    "@": "`@`, which is reserved in YAML",
    "`": "a back quote, which is reserved in YAML",
    "%": "`%`, which begins a directive in YAML",
}


def forbidden_character(lines: Lines) -> Problem:
    """Return the problem of the first character that YAML does not allow."""
    match = _FORBIDDEN.search(lines.text)
    if match is None:
        return Problem("syntax", "This is not valid YAML: a number in it is out of range.", lines.span(0, 0))
    span = lines.span(match.start(), match.end())
    code = ord(match.group())
    return Problem(
        "syntax",
        f"The control character U+{code:04X} is not allowed in YAML.",
        span,
        help=(f'Remove it, or write it as an escape in double quotes: "{printable(match.group())}".',),
    )


def _conflict_marker(trouble: Trouble) -> Problem | None:
    match = _CONFLICT.search(trouble.text, 0, trouble.at + 200)
    if match is None:
        return None
    span = trouble.lines.span(match.start(), match.end())
    return trouble.syntax(
        f"A merge conflict marker is left in the file: {trouble.quote(span)}.",
        span,
        "Decide between the two sides and remove the markers.",
    )


def _tab(trouble: Trouble) -> Problem | None:
    if "flow" in trouble.context or "quoted" in trouble.context:
        return None
    number = trouble.line_of(trouble.at)
    line = trouble.lines.line(number)
    indentation = line[: len(line) - len(line.lstrip())]
    start = trouble.lines.start(number)
    tabs = _TABS.search(indentation)
    if tabs is not None:
        span = trouble.lines.span(start + tabs.start(), start + tabs.end())
        message = "A tab indents this line; YAML indents with spaces only."
    elif trouble.text[trouble.at : trouble.at + 1] == "\t":
        span = trouble.lines.span(trouble.at, trouble.at + 1)
        message = "A tab stands where YAML allows only spaces."
    else:
        return None
    return trouble.syntax(message, span, "Put spaces in its place.")


def _reserved(trouble: Trouble) -> Problem | None:
    character = trouble.text[trouble.at : trouble.at + 1]
    if "cannot start any token" not in trouble.problem or character not in _RESERVED:
        return None
    return trouble.syntax(
        f"A value cannot begin with {_RESERVED[character]}.",
        trouble.lines.span(trouble.at, trouble.at + 1),
        "Put the value into quotes.",
    )


def _invisible_line_end(trouble: Trouble) -> Problem | None:
    first = trouble.lines.start(max(trouble.line_of(trouble.began) - 1, 1))
    match = _LINE_ENDS.search(trouble.text, first, trouble.at)
    if match is None:
        return None
    return trouble.syntax(
        f"The invisible character U+{ord(match.group()):04X} ends the line here for YAML 1.1.",
        trouble.lines.span(match.start(), match.end()),
        "Remove the character, or put the text into quotes.",
    )


def _byte_order_mark(trouble: Trouble) -> Problem | None:
    at = trouble.text.find("\ufeff", max(trouble.at - 1, 0), trouble.at + 1)
    if at < 0:
        return None
    return trouble.syntax(
        "A byte-order mark (U+FEFF) stands in the middle of the file; it is allowed at the beginning only.",
        trouble.lines.span(at, at + 1),
        "Remove it; files that were joined often keep one each.",
    )


def _directive(trouble: Trouble) -> Problem | None:
    words = trouble.problem + trouble.context
    if "directive" not in words and "incompatible YAML" not in words:
        return None
    number = trouble.line_of(trouble.began)
    start = trouble.lines.start(number)
    span = trouble.lines.span(start, start + len(trouble.lines.line(number)))
    return trouble.syntax(
        "A line that begins with `%` is a directive to the YAML parser, and this one is not valid.",
        span,
        "Remove the line; a value that begins with % belongs into quotes.",
    )


def _alias_name(trouble: Trouble) -> Problem | None:
    if "scanning an a" not in trouble.context:  # "an anchor" or "an alias", which the parsers mix up
        return None
    sign = trouble.text[trouble.began : trouble.began + 1]
    meaning = "an alias" if sign == "*" else "an anchor"
    return trouble.syntax(
        f"`{sign}` begins {meaning} in YAML, and a name of letters and digits must follow it.",
        trouble.lines.span(trouble.began, trouble.began + 1),
        "Put the value into quotes if it is text.",
    )


def _tag(trouble: Trouble) -> Problem | None:
    if "tag" not in trouble.context and "tag handle" not in trouble.problem:
        return None
    return trouble.syntax(
        "`!` begins a tag in YAML, and this one is not valid.",
        trouble.word(trouble.began),
        "Put the value into quotes if it is text; otherwise remove the tag.",
    )


CHARACTER_EXPLANATIONS: tuple[Callable[[Trouble], Problem | None], ...] = (
    _conflict_marker,
    _byte_order_mark,
    _directive,
    _tab,
    _reserved,
    _alias_name,
    _tag,
    _invisible_line_end,
)
