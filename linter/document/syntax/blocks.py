"""Explanations about block style: colons, indentation, list items."""

from __future__ import annotations

import re
from collections.abc import Callable

from modelspec_lint.linter.document.problem import Problem
from modelspec_lint.linter.document.syntax.trouble import Trouble

_NO_SPACE = re.compile(r"[ ]*(?:- +)*[A-Za-z_][\w.-]*(?P<colon>:)(?P<value>[^\s:/][^\s]*)")
_LONGEST_KEY = 1024
_COLON = re.compile(r":(?=\s)")


def _long_key(trouble: Trouble) -> Problem | None:
    key = trouble.line_before(trouble.at).lstrip()
    if "mapping values are not allowed" not in trouble.problem or len(key) <= _LONGEST_KEY:
        return None
    return trouble.syntax(
        f"A key of more than {_LONGEST_KEY:,} characters is not YAML.",
        trouble.lines.span(trouble.at - len(key), trouble.at),
        "Shorten it, or put the text into quotes if it is no key.",
    )


def _second_colon(trouble: Trouble) -> Problem | None:
    if not re.search("mapping values are not allowed", trouble.problem):
        return None
    before = trouble.line_before(trouble.at)
    if not _COLON.search(before):
        return None
    return trouble.syntax(
        "A second `: ` on one line: a value cannot itself be a `key: value` pair here.",
        trouble.lines.span(trouble.at, trouble.at + 1),
        "Put the value into quotes if the colon belongs to it, or move the pair to a line of its own.",
    )


def _missing_space(trouble: Trouble) -> Problem | None:
    if not re.search("mapping values are not allowed|expected ':'|<document start>", trouble.problem):
        return None
    number = trouble.line_of(trouble.at)
    candidates = {trouble.line_of(trouble.began), number, trouble.content_line_above(number) or number}
    for candidate in sorted(candidates):
        line = trouble.lines.line(candidate)
        match = _NO_SPACE.match(line)
        if match is None or re.search(r":(\s|\Z)", line):
            continue
        start = trouble.lines.start(candidate)
        span = trouble.lines.span(start + match.start("colon"), start + match.end("colon"))
        key = line[: match.start("colon")].strip().lstrip("- ")
        return trouble.syntax(
            f"A space is missing after the colon of `{key}`.", span, f"Write `{key}: {match.group('value')}`."
        )
    return None


def _missing_colon(trouble: Trouble) -> Problem | None:
    if "expected ':'" not in trouble.problem:
        return None
    rest = trouble.rest_of_line(trouble.began)
    span = trouble.lines.span(trouble.began, trouble.began + max(len(rest), 1))
    return trouble.syntax(
        f"{trouble.quote(span)} has no colon; `key: value` is expected on this line.",
        span,
        "Add the colon and a space, or indent the line if it continues the text above.",
    )


def _continues_a_value(trouble: Trouble) -> Problem | None:
    if "mapping values are not allowed" not in trouble.problem:
        return None
    number = trouble.line_of(trouble.at)
    above = trouble.content_line_above(number)
    if above is None:
        return None
    line = trouble.lines.line(number)
    start = trouble.lines.start(number) + len(line) - len(line.lstrip())
    above_line = trouble.lines.line(above)
    above_start = trouble.lines.start(above) + len(above_line) - len(above_line.lstrip())
    above_span = trouble.lines.span(above_start, trouble.lines.start(above) + len(above_line.rstrip()))
    return trouble.syntax(
        f"This line is indented as if it belonged to the value of line {above}, which is complete already.",
        trouble.lines.span(start, trouble.at),
        "Indent the line like the entries that it belongs with.",
        related=((above_span, "this has a value already"),),
    )


def _item_on_key_line(trouble: Trouble) -> Problem | None:
    if "sequence entries are not allowed" not in trouble.problem:
        return None
    return trouble.syntax(
        "A list item (`- `) cannot begin on the line of its key.",
        trouble.lines.span(trouble.at, trouble.at + 1),
        "Begin the list on the next line, or put the value into quotes if it is text.",
    )


def _question_mark(trouble: Trouble) -> Problem | None:
    if "mapping keys are not allowed" not in trouble.problem:
        return None
    return trouble.syntax(
        "`? ` begins a key in YAML, and no key can stand here.",
        trouble.lines.span(trouble.at, trouble.at + 1),
        "Put the value into quotes if it is text.",
    )


def _not_an_item(trouble: Trouble) -> Problem | None:
    if "'-' indicator" not in trouble.problem and not re.search(
        "block (collection|sequence)", trouble.context
    ):
        return None
    began = trouble.lines.place(trouble.began)
    here = trouble.word(trouble.at)
    return trouble.syntax(
        f"{trouble.quote(here)} is no item of the list that begins in line {began[0]}: "
        f"its items begin with `- ` in column {began[1]}.",
        here,
        "Indent the line like the items or entries that it belongs with.",
        related=((trouble.lines.span(trouble.began, trouble.began + 1), "the list begins here"),),
    )


def _not_an_entry(trouble: Trouble) -> Problem | None:
    if not re.search("expected key|<block end>|expected key", trouble.problem):
        return None
    began_line, began_column = trouble.lines.place(trouble.began)
    here = trouble.word(trouble.at)
    related = ((trouble.lines.span(trouble.began, trouble.began + 1), "the map begins here"),)
    if trouble.text.startswith("-", trouble.at) and trouble.rest_of_line(trouble.at)[1:2] in {"", " "}:
        return trouble.syntax(
            f"A list item (`- `) stands among the keys of the map that begins in line {began_line}.",
            here,
            "Indent the list deeper than its key, or end the map before it.",
            related=related,
        )
    if trouble.is_first_on_line(trouble.at) and here.column != began_column:
        return trouble.syntax(
            f"This line is indented by {here.column - 1} spaces, but the keys of the map that begins in line "
            f"{began_line} are indented by {began_column - 1}.",
            here,
            "Indent the line like the keys that it belongs with.",
            related=related,
        )
    return trouble.syntax(
        f"A new `key: value` is expected here, not {trouble.quote(here)}.",
        here,
        "Put the value before it into quotes if this is part of it, or begin a new line.",
        related=related,
    )


def _after_the_end(trouble: Trouble) -> Problem | None:
    if "<document start>" not in trouble.problem:
        return None
    here = trouble.word(trouble.at)
    above = trouble.content_line_above(here.line)
    indented = above is not None and trouble.lines.line(above).startswith(" ")
    if trouble.is_first_on_line(trouble.at) and indented:
        return trouble.syntax(
            "This line is indented less than the first line of the document, which therefore ends before it.",
            here,
            "Indent all top-level keys alike.",
        )
    return trouble.syntax(
        f"The document ends before {trouble.quote(here)}.", here, "Begin a new document with a line `---`."
    )


BLOCK_EXPLANATIONS: tuple[Callable[[Trouble], Problem | None], ...] = (
    _long_key,
    _second_colon,
    _missing_space,
    _missing_colon,
    _continues_a_value,
    _item_on_key_line,
    _question_mark,
    _not_an_item,
    _not_an_entry,
    _after_the_end,
)
