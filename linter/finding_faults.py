"""Whether what a rule of another pack gave is a finding through and through: reports take it as it is."""

from __future__ import annotations

from collections.abc import Callable
from math import isfinite
from typing import Any

from modelspec_lint.knowledge_base import Estimate, Stated
from modelspec_lint.linter.document import Document, Span
from modelspec_lint.linter.finding import Doubt, Edit, Finding, Fix, Place, Related
from modelspec_lint.linter.severity import Severity

LONGEST_TEXT = 5_000
"""Characters of a message; a longer one is no sentence."""

MOST_PARTS = 100
"""Related places, pieces of evidence, ways out or fixes of one finding."""


def fault(given: object) -> str | None:
    """Say what a rule gave instead of a finding or a doubt; ``None`` where nothing is wrong with it."""
    if isinstance(given, Doubt):
        return _first_of(_place(given.at), _text("a doubt's reason", given.reason))
    if not isinstance(given, Finding):
        return f"{type(given).__name__}, not a finding"
    if given.severity is not None and not isinstance(given.severity, Severity):
        return f"a finding with {_said(given.severity)} for its severity"
    return _first_of(
        _text("a message", given.message),
        None
        if given.message.__class__ is not str or given.message.strip()
        else "a finding without a message",
        _place(given.at),
        _each("related places", given.related, _related),
        _each("evidence", given.evidence, _evidence),
        _each("help", given.help, lambda each: _text("help", each)),
        _each("fixes", given.fixes, _fix),
        _each("places to hide", given.hides, _place),
    )


def _first_of(*faults: str | None) -> str | None:
    return next((each for each in faults if each is not None), None)


def _each(what: str, given: Any, check: Callable[[Any], str | None]) -> str | None:
    if not isinstance(given, tuple):
        return f"a finding with {_said(given)} for its {what}, not a tuple"
    if len(given) > MOST_PARTS:
        return f"a finding with more than {MOST_PARTS} {what}"
    return _first_of(*map(check, given))


def _text(what: str, given: object) -> str | None:
    if not isinstance(given, str):
        return f"{_said(given)} for {what}"
    return f"{what} of more than {LONGEST_TEXT:,} characters" if len(given) > LONGEST_TEXT else None


def _place(given: object) -> str | None:
    if not isinstance(given, Place):
        return f"{_said(given)} for a place"
    if not isinstance(given.pointer, str) or (given.pointer and given.pointer[0] != "/"):
        return f"{_said(given.pointer)} for a place, not a JSON pointer"
    if given.part not in ("value", "key"):
        return f"{_said(given.part)} for a part of a place"
    if given.document is not None and not isinstance(given.document, Document):
        return f"{_said(given.document)} for a place's document"
    return None if given.span is None else _span(given.span)


def _span(given: object) -> str | None:
    if not isinstance(given, Span):
        return f"{_said(given)} for a span"
    ends = (given.line, given.column, given.end_line, given.end_column, given.start, given.end)
    if any(type(each) is not int for each in ends):
        return "a span that is not of whole numbers"
    before, after = (given.line, given.column), (given.end_line, given.end_column)
    if min(before) < 1 or before > after or not 0 <= given.start <= given.end:
        return "a span that is none"
    return None


def _related(given: object) -> str | None:
    if not isinstance(given, Related):
        return f"{_said(given)} for a related place"
    return _first_of(_place(given.place), _text("a related place's message", given.message))


def _evidence(given: object) -> str | None:
    if isinstance(given, Stated):
        number = given.value if isinstance(given.value, int | float) else 0
        text = given.value if isinstance(given.value, str) else ""
        return _first_of(
            _number(number), *(_text("evidence", each) for each in (given.name, text, given.unit))
        )
    if not isinstance(given, Estimate):
        return f"{_said(given)} for evidence"
    return _first_of(
        *(_text("evidence", each) for each in (given.name, given.unit, given.source)),
        *map(_number, (given.low, given.expected, given.high)),
        _each("terms", given.terms, _evidence),
    )


def _number(given: object) -> str | None:
    if isinstance(given, int | float) and not isinstance(given, bool) and isfinite(given):
        return None
    return f"{_said(given)} for a number"


def _fix(given: object) -> str | None:
    if not isinstance(given, Fix):
        return f"{_said(given)} for a fix"
    return _first_of(_text("a fix's title", given.title), _each("edits", given.edits, _edit))


def _edit(given: object) -> str | None:
    if not isinstance(given, Edit):
        return f"{_said(given)} for an edit"
    return _first_of(
        _span(given.span), None if isinstance(given.text, str) else f"{_said(given.text)} for text"
    )


def _said(given: object) -> str:
    return repr(given)[:60] if isinstance(given, str | int | float | None) else type(given).__name__
