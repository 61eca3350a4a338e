"""What the text of a suppression says: the rules, then ``reason``, ``owner`` and ``until`` in any order.

Spacing is free. Meaning is not: whatever cannot be read for certain is a mistake, for a suppression that was
meant to end must not go on because its date was misspelt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from modelspec_lint.linter.document.printable import printable
from modelspec_lint.linter.nearest import did_you_mean, nearest
from modelspec_lint.linter.suppressions.directives import FILE, VERBS, Directive
from modelspec_lint.linter.suppressions.suppression import Mistake, Named, Wording

KEYS = ("reason", "owner", "until")

_MEANT = {
    **dict.fromkeys(("because", "justification", "rationale", "comment"), "reason"),
    **dict.fromkeys(("author", "contact", "team"), "owner"),
    **dict.fromkeys(("expires", "expiry", "expire", "expiration", "deadline", "till"), "until"),
}
_LIMITS = frozenset(word for word, key in _MEANT.items() if key == "until")
_KEY = re.compile(r"(?<![\w-])([A-Za-z][\w-]*)[ \t]*:(?!//)", re.ASCII)
_WORD = re.compile(r"[^\s,]+")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
_FILLING = " \t,;:.-\u2013\u2014"
_LONGEST = 40

_EXAMPLE = (
    "Write it as `# modelspec: ignore[MS203] reason: load test only, owner: ml-platform, until: 2027-03-31`."
)


class _Key(NamedTuple):
    """A key at an offset of the text, and from where to where its value stands."""

    name: str
    start: int
    end: int
    value: int
    value_end: int
    quoted: bool


def read_comment(text: str, directive: Directive) -> Wording:
    """Read a comment: ``text`` is that of the file, in which the directive's offsets count."""
    wording = Wording()
    start, end = directive.start, directive.end
    if not directive.colon:
        message = "The colon after `modelspec` is missing, so this comment is not read."
        wording.mistakes.append(Mistake(message, start, end, (_EXAMPLE,)))
    if directive.verb not in VERBS:
        hint = did_you_mean(directive.verb, VERBS) or "; `ignore` and `ignore-file` are what there is."
        message = f"There is no `modelspec: {_shown(directive.verb)}`{hint}"
        wording.mistakes.append(Mistake(message, start, end, (_EXAMPLE,)))
    if wording.mistakes:
        return wording
    at = directive.after
    while at < end and text[at] in " \t":
        at += 1
    close = text.find("]", at, end) if text.startswith("[", at, end) else -1
    if close < 0:
        wording.mistakes.append(_no_list(text, at, directive))
        return wording
    _read_rules(wording, text, at + 1, close)
    _read_keys(wording, text, close + 1, end)
    if not wording.rules:
        wording.mistakes.append(_no_rules(directive.verb, start, end))
    return wording


def read_annotation(text: str, at: int | None, start: int, end: int) -> Wording:
    """Read a line of the annotation's text, which stands between two offsets of the file.

    ``at`` is the offset at which the line is written letter by letter; ``None`` where it is not.
    """
    wording = Wording(exact=at is not None)
    opening = re.match(r"[ \t]*(?:ignore[ \t]*)?\[", text)
    if opening:
        rules_end = text.find("]", opening.end())
        if rules_end < 0:
            wording.mistakes.append(Mistake("The `[` is not closed behind the rules.", 0, len(text)))
            rules_end = len(text)
        _read_rules(wording, text, opening.end(), rules_end)
        _read_keys(wording, text, rules_end + 1, len(text))
    else:
        key = _KEY.search(text)
        rules_end = key.start() if key else len(text)
        _read_rules(wording, text, 0, rules_end)
        _read_keys(wording, text, rules_end, len(text))
    if not wording.rules:
        message = "The annotation names no rule, so it suppresses nothing."
        help = "Write it as `MS203 reason: load test only`; a suppression without rules is refused."
        wording.mistakes.append(Mistake(message, 0, len(text), (help,)))
    return _moved(wording, at, start, end)


def _no_list(text: str, at: int, directive: Directive) -> Mistake:
    if text.startswith("[", at):
        return Mistake("The `[` is not closed behind the rules.", at, directive.end, (_EXAMPLE,))
    return _no_rules(directive.verb, directive.start, directive.end)


def _no_rules(verb: str, start: int, end: int) -> Mistake:
    covers = "file" if verb == FILE else "line"
    message = f"`{verb}` names no rule in brackets, so it suppresses nothing."
    help = f"Name the rules: `{verb}[MS203]`. One that covers all that a {covers} may have wrong is refused."
    return Mistake(message, start, end, (help,))


def _read_rules(wording: Wording, text: str, start: int, end: int) -> None:
    words = _WORD.finditer(text, start, end)
    wording.rules.extend(Named(word.group(), word.start(), word.end()) for word in words)


def _read_keys(wording: Wording, text: str, start: int, end: int) -> None:
    keys = list(_keys(text, start, end))
    at = start
    given: set[str] = set()
    for key in keys:
        _refuse_stray(wording, text, at, key.start)
        at = key.value_end + key.quoted
        name = key.name.lower()
        if name not in KEYS:
            wording.mistakes.append(_unknown(key, name))
        elif name in given:
            message = f"`{name}` is given twice in one suppression."
            wording.mistakes.append(Mistake(message, key.start, key.end))
        else:
            given.add(name)
            _read_value(wording, name, text[key.value : key.value_end], key)
    _refuse_stray(wording, text, at, end)


def _unknown(key: _Key, name: str) -> Mistake:
    hint = f"; did you mean {_MEANT[name]!r}?" if name in _MEANT else did_you_mean(name, KEYS)
    said = f"A suppression has no `{_shown(key.name)}`"
    if hint:
        return Mistake(f"{said}{hint}", key.start, key.end)
    said = f"{said}; reason, owner and until are what it has."
    help = 'Text in which a comma is followed by a word with a colon stands in quotes: "so, see: there".'
    return Mistake(said, key.start, key.end, (help,))


def _read_value(wording: Wording, name: str, value: str, key: _Key) -> None:
    place = (key.value, key.value_end) if value else (key.start, key.end)
    if not value.strip():
        wording.mistakes.append(Mistake(f"`{name}` is left empty.", *place))
    elif value.startswith('"') and not key.quoted:
        wording.mistakes.append(Mistake("The quote that opens here is not closed.", *place))
    elif name == "reason":
        wording.reason = value
    elif name == "owner":
        wording.owner = value
    else:
        wording.until_at = place
        _read_date(wording, value)


def _read_date(wording: Wording, value: str) -> None:
    match = _DATE.match(value)
    problem = "is no date as `until` wants it"
    if match:
        try:
            wording.until = date(int(match[1]), int(match[2]), int(match[3]))
            return
        except ValueError:
            problem = "is no day of the calendar"
    help = "Write year, month and day, such as 2027-03-31: the last day on which the suppression counts."
    wording.mistakes.append(Mistake(f"`{_shown(value)}` {problem}.", *wording.until_at, (help,)))


def _refuse_stray(wording: Wording, text: str, start: int, end: int) -> None:
    """Tell of text that belongs to no key; signs between the parts are nothing."""
    said = text[start:end].strip(_FILLING)
    if said:
        begin = text.index(said, start)
        message = f"`{_shown(said)}` belongs to no key of the suppression."
        help = (
            f"Say what it is: `reason: {_shown(said)}`." if not wording.reason else "Put it into the reason."
        )
        wording.mistakes.append(Mistake(message, begin, begin + len(said), (help,)))


def _keys(text: str, start: int, end: int) -> Iterator[_Key]:
    """Yield the keys between two offsets, with their values: up to the next key, or in double quotes."""
    match = _next_key(text, start, start, end)
    while match:
        value = match.end()
        while value < end and text[value] in " \t":
            value += 1
        closing = text.find('"', value + 1, end) if text.startswith('"', value, end) else -1
        after = _next_key(text, closing + 1 if closing >= 0 else value, start, end)
        if closing >= 0:
            yield _Key(match[1], match.start(), match.end(), value + 1, closing, True)
        else:
            stop = after.start() if after else end
            said = text[value:stop].rstrip(" \t,;")
            yield _Key(match[1], match.start(), match.end(), value, value + len(said), False)
        match = after


def _next_key(text: str, at: int, start: int, end: int) -> re.Match[str] | None:
    """Return the next word with a colon that is a key rather than text.

    After a comma every one is; after a space only what is a key, or may have been meant as one.
    """
    for match in _KEY.finditer(text, at, end):
        before = match.start() - 1
        while before >= start and text[before] in " \t":
            before -= 1
        if before < start or text[before] in ",;" or _may_be_key(match[1].lower()):
            return match
    return None


def _may_be_key(word: str) -> bool:
    if word in KEYS or word in _LIMITS:
        return True
    return 4 <= len(word) <= 8 and any(each.nearness in ("same", "slip") for each in nearest(word, KEYS))


def _moved(wording: Wording, at: int | None, start: int, end: int) -> Wording:
    """Turn offsets in a line into offsets in the file; all are those of the whole where it is not exact."""

    def place(first: int, last: int) -> tuple[int, int]:
        return (start, end) if at is None else (at + first, at + last)

    for rule in wording.rules:
        rule.start, rule.end = place(rule.start, rule.end)
    wording.until_at = place(*wording.until_at)
    wording.mistakes = [
        Mistake(each.message, *place(each.start, each.end), each.help) for each in wording.mistakes
    ]
    return wording


def _shown(text: str) -> str:
    return printable(text, _LONGEST)
