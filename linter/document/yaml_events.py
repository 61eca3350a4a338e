"""YAML's event stream: libyaml where PyYAML has it, PyYAML's own parser otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import yaml
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from modelspec_lint.linter.document.lines import Lines
from modelspec_lint.linter.document.problem import Problem, Unparsable, too_deep

if TYPE_CHECKING:
    from typing import Protocol

    class _Parser(Protocol):
        def get_event(self) -> Any: ...


C_PARSER: bool = bool(yaml.__with_libyaml__)
"""Whether PyYAML was built with libyaml, which reads about ten times as fast."""

_MOST_DIRECTIVES = 100  # libyaml compares each %TAG with all before it
_SURROGATE = re.compile("[\ud800-\udfff]")


def yaml_events(lines: Lines, depth: int) -> Iterator[Any]:
    """Yield the events of a text; raise :class:`Unparsable` where it is no YAML.

    ``depth`` is the deepest nesting that is wanted; libyaml has a limit of its own, which is higher.
    """
    _check_directives(lines)
    try:
        yield from _events(lines.text)
    except (yaml.YAMLError, ValueError, OverflowError, MemoryError) as error:
        raise _explained(error, lines, depth) from None


def _explained(error: Exception, lines: Lines, depth: int) -> Unparsable:
    # imported here: only a file with a syntax error pays for the words
    from modelspec_lint.linter.document.syntax import explain, explain_character, goes_on
    from modelspec_lint.linter.document.syntax.trouble import Trouble

    if not isinstance(error, yaml.MarkedYAMLError):
        return Unparsable(explain_character(lines))
    trouble = Trouble.of(error, lines)
    if "nesting depth" in trouble.problem:
        return Unparsable(_too_deep(lines, trouble.at, depth))
    return Unparsable(explain(trouble), spoils_last=goes_on(trouble))


def _too_deep(lines: Lines, at: int, depth: int) -> Problem:
    """Tell where a text is nested too deep for us when libyaml gave up at ``at``.

    It reads ahead and may have told of no level yet; of the text up to there it tells.
    """
    level = 0
    place = at
    try:
        for event in _events(lines.text[:at]):
            level += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if level > depth:
                place = event.start_mark.index
                break
    except yaml.YAMLError:
        pass  # it was cut off in the middle
    return Problem(
        "over-budget", f"{too_deep(depth)}; the reader stops at that.", lines.span(place, place + 1)
    )


def _check_directives(lines: Lines) -> None:
    if lines.text.count("%TAG") > _MOST_DIRECTIVES:
        first = lines.text.index("%TAG")
        raise Unparsable(
            Problem(
                "over-budget",
                f"The file holds more than {_MOST_DIRECTIVES} `%TAG` directives; the reader stops at that.",
                lines.span(first, first + len("%TAG")),
            )
        )


def _events(text: str) -> Iterator[Any]:
    parser = _c_parser(text) if C_PARSER else _PythonParser(text)
    return iter(parser.get_event, None)


def _c_parser(text: str) -> _Parser:
    from yaml._yaml import CParser

    parser: _Parser = CParser(text)
    return parser


class _PythonParser(Reader, Scanner, Parser):
    """PyYAML's parser written in Python, with libyaml's results."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)

    def get_event(self) -> Any:
        event = Parser.get_event(self)  # type: ignore[no-untyped-call]
        if isinstance(event, yaml.ScalarEvent) and event.style == '"' and _SURROGATE.search(event.value):
            halves = event.value.encode("utf-16-le", "surrogatepass")
            event.value = halves.decode("utf-16-le", "replace")
        return event
