"""Explanations about flow style (``{}``, ``[]``) and template placeholders."""

from __future__ import annotations

import re
from collections.abc import Callable

from modelspec_lint.linter.document.problem import Problem
from modelspec_lint.linter.document.syntax.trouble import Trouble

_TEMPLATE = re.compile(r"\{\{[^\r\n]*?\}\}|\{%[^\r\n]*?%\}|\{[{%][^\r\n]*")
_TOKEN = re.compile(
    r"""(?<![^\s,\[{:])"(?:\\.|[^"\\])*"|(?<![^\s,\[{:])'[^']*'|(?:(?<=\s)|^)#[^\r\n]*|[\[\]{}]""", re.M
)
_CLOSING = {"[": "]", "{": "}"}


def _template(trouble: Trouble) -> Problem | None:
    match = None
    for offset in (trouble.began, trouble.at):
        start = trouble.lines.start(trouble.line_of(offset))
        for candidate in _TEMPLATE.finditer(trouble.text, start, start + 2000):
            if candidate.start() <= trouble.at + 1:
                match = match or candidate
    if match is None:
        return None
    span = trouble.lines.span(match.start(), match.end())
    return trouble.syntax(
        f"{trouble.quote(span)} looks like a template placeholder, which is not YAML.",
        span,
        "Render the template first (`helm template ... | modelspec lint -`), or put the value into quotes.",
    )


def _unclosed_bracket(trouble: Trouble) -> Problem | None:
    if "flow" not in trouble.context:
        return None
    opened = _last_open(trouble)
    if opened is None:
        return None
    bracket = trouble.text[opened]
    closing = _CLOSING[bracket]
    opening = trouble.lines.span(opened, opened + 1)
    here = trouble.word(trouble.at)
    if trouble.at_end or trouble.line_of(opened) != trouble.line_of(trouble.at):
        where = "before the end of the file" if trouble.at_end else f"before line {here.line}"
        related = () if trouble.at_end else ((here, "this does not belong into it"),)
        return trouble.syntax(
            f"The `{bracket}` that opens here is not closed {where}, or a comma is missing in it.",
            opening,
            f"Close it with `{closing}`, or separate its entries by commas.",
            related=related,
        )
    if re.search("node content", trouble.problem):
        return trouble.syntax(
            f"A value is expected before {trouble.quote(here)}.", here, related=((opening, "opened here"),)
        )
    return trouble.syntax(
        f"A comma or `{closing}` is expected before {trouble.quote(here)}.",
        here,
        related=((opening, "opened here"),),
    )


def _stray_closing(trouble: Trouble) -> Problem | None:
    sign = trouble.text[trouble.at : trouble.at + 1]
    if sign not in {"]", "}", ","} or not sign:
        return None
    span = trouble.lines.span(trouble.at, trouble.at + 1)
    what = "separates nothing" if sign == "," else "closes nothing that is open"
    return trouble.syntax(
        f"`{sign}` {what} here.", span, "Remove it, or put the value into quotes if it is text."
    )


def _last_open(trouble: Trouble) -> int | None:
    """Return the offset of the innermost bracket that is open where the parser gave up."""
    stack: list[int] = []
    for token in _TOKEN.finditer(trouble.text, 0, trouble.at):
        sign = token.group()
        if sign in "[{":
            stack.append(token.start())
        elif sign in "]}" and stack:
            stack.pop()
    return stack[-1] if stack else None


FLOW_EXPLANATIONS: tuple[Callable[[Trouble], Problem | None], ...] = (
    _template,
    _unclosed_bracket,
    _stray_closing,
)
