"""Comments that speak to the linter, told apart from text in values that looks like one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from modelspec_lint.linter.document.problem import Unparsable

if TYPE_CHECKING:
    from modelspec_lint.linter.document import SourceFile

LINE, FILE = "ignore", "ignore-file"
VERBS = (LINE, FILE)

DIRECTIVE = re.compile(
    r"(?<!#)#+[ \t]*modelspec(?:-lint)?(?:[ \t]*(?P<colon>:)[ \t]*|[ \t]+)"
    r"(?P<verb>[a-z][a-z_-]*)[ \t]*",
    re.IGNORECASE | re.ASCII,
)
_LIKE_IGNORE = frozenset({"accept", "allow", "disable", "nolint", "noqa", "off", "skip", "suppress", "waive"})
_RULE_BEHIND = re.compile(r"[\[(:=]?[ \t]*[a-z]{2,10}[0-9]{3}\b", re.IGNORECASE | re.ASCII)
_FURTHER = re.compile(r"[ \t]#+(?=[ \t]|modelspec)", re.IGNORECASE | re.ASCII)
_BREAK = re.compile("[\n\r\x85\u2028\u2029]")  # where a comment ends for a YAML 1.1 parser
_REST = "[^\x85\u2028\u2029]*"
_NO_CONTENT = re.compile(f"(?:[ \t\ufeff]*(?:#{_REST})?|(?:---|\\.\\.\\.)(?:[ \t]+#{_REST}|[ \t]*)|%.*)\\Z")


class Directive(NamedTuple):
    """A comment that speaks to the linter, from its ``#`` to its end.

    ``verb`` is what it tells the linter to do, in lower case, and ``after`` the offset behind it;
    ``own_line`` says that nothing but space stands before the comment.
    """

    start: int
    end: int
    verb: str
    after: int
    colon: bool
    own_line: bool
    line: int


def find_directives(source: SourceFile) -> Iterator[Directive]:
    """Yield the comments of a file that speak to the linter, in order of place."""
    matches = [match for match in DIRECTIVE.finditer(source.text) if _speaks_to_us(source.text, match)]
    if not matches or source.path.lower().endswith(".json"):
        return
    comments = _Comments(source)
    for match in matches:
        start = match.start()
        line_start, line_end = comments.line_around(start)
        comment = comments.first(line_start, line_end)
        if comment is None or comment > start:
            continue
        if comment < start and source.text[start - 1] not in " \t":
            continue
        further = _FURTHER.search(source.text, match.end(), line_end)
        end = further.start() if further else line_end
        line, column = source.lines.place(start)
        yield Directive(
            start,
            match.end("verb") + len(source.text[match.end("verb") : end].rstrip()),
            match["verb"].lower().replace("_", "-"),
            match.end("verb"),
            match["colon"] is not None,
            not source.text[start - column + 1 : start].strip(" \t"),
            line,
        )


def holds_content(line: str) -> bool:
    """Whether a line has more than space, a comment, a directive of YAML or a document's marker."""
    return _NO_CONTENT.match(line) is None


def first_content(source: SourceFile) -> int:
    """Return the offset of the first line that holds content; the length of the text where none does."""
    for number in range(1, len(source.lines) + 1):
        if holds_content(source.lines.line(number)):
            return source.lines.start(number)
    return len(source.text)


def _speaks_to_us(text: str, match: re.Match[str]) -> bool:
    """Whether a comment is meant for the linter, be it misspelt, rather than prose that begins like it."""
    verb = match["verb"].lower().replace("_", "-")
    if verb in VERBS:
        return match["colon"] is not None or text.startswith("[", match.end())
    if _RULE_BEHIND.match(text, match.end()) is None:
        return False
    if verb in _LIKE_IGNORE:
        return True
    from modelspec_lint.linter.nearest import nearest  # only what is misspelt pays for it

    return bool(nearest(verb, VERBS))


class _Comments:
    """Tells where the comments of a YAML text begin: at a ``#`` that is no part of a value."""

    def __init__(self, source: SourceFile) -> None:
        self._text = source.text
        self._breaks = [match.start() for match in _BREAK.finditer(source.text)]
        self._starts: list[int] = []
        self._ends: list[int] = []
        self._known = max(self._read(source), first_content(source))
        self._firsts: dict[int, int | None] = {}

    def line_around(self, offset: int) -> tuple[int, int]:
        """Return start and end of a line as a parser of YAML sees it, without its break."""
        after = bisect_right(self._breaks, offset)
        start = self._breaks[after - 1] + 1 if after else 0
        return start, self._breaks[after] if after < len(self._breaks) else len(self._text)

    def first(self, start: int, end: int) -> int | None:
        """Return where the comment of a line begins; ``None`` where there is none, or nobody can tell."""
        if start not in self._firsts:
            self._firsts[start] = self._first(start, end)
        return self._firsts[start]

    def _first(self, start: int, end: int) -> int | None:
        at = self._text.find("#", start, end)
        while at >= 0:
            if at >= self._known:
                return None
            before = bisect_right(self._starts, at) - 1
            if before < 0 or at >= self._ends[before]:
                return at
            at = self._text.find("#", max(self._ends[before], at + 1), end)
        return None

    def _read(self, source: SourceFile) -> int:
        """Note the values that hold a ``#``; return up to where the text is known to be YAML."""
        from yaml.events import ScalarEvent

        from modelspec_lint.linter.document.compose import PROPERTIES
        from modelspec_lint.linter.document.yaml_events import yaml_events

        known = 0
        try:
            for event in yaml_events(source.lines, source.limits.depth):
                start: int = event.start_mark.index
                known = event.end_mark.index
                if type(event) is not ScalarEvent or "#" not in event.value:
                    continue
                if event.anchor is not None or event.tag is not None:
                    properties = PROPERTIES.match(source.text, start)
                    start = properties.end() if properties else start
                if event.style in ("|", ">"):  # what stands behind the sign is no part of the text
                    start = self.line_around(start)[1]
                self._starts.append(start)
                self._ends.append(known)
        except Unparsable:
            return known
        return len(source.text)
