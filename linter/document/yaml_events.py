"""YAML's event stream: libyaml where PyYAML has it, PyYAML's own parser otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import yaml
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from modelspec_lint.linter.document.lines import Lines
from modelspec_lint.linter.document.problem import Problem, Unparsable
from modelspec_lint.linter.document.syntax import explain, explain_character
from modelspec_lint.linter.document.syntax.trouble import Trouble

if TYPE_CHECKING:
    from typing import Protocol

    class _Parser(Protocol):
        def get_event(self) -> Any: ...


C_PARSER: bool = bool(yaml.__with_libyaml__)
"""Whether PyYAML was built with libyaml, which reads about ten times as fast."""

_MOST_DIRECTIVES = 100  # libyaml compares each %TAG with all before it
_SURROGATE = re.compile("[\ud800-\udfff]")


def yaml_events(lines: Lines) -> Iterator[Any]:
    """Yield the events of a text; raise :class:`Unparsable` where it is no YAML."""
    _check_directives(lines)
    given = 0
    try:
        for event in _events(lines.text):
            given += 1
            yield event
    except yaml.MarkedYAMLError as error:
        trouble = Trouble.of(error, lines)
        if "nesting depth" in trouble.problem:
            # libyaml gives up 1,000 levels down, maybe before it told of the first: what it read tells where
            yield from islice(_opening_events(lines.text[: trouble.at]), given, None)
        raise Unparsable(explain(trouble)) from None
    except (yaml.YAMLError, ValueError, OverflowError, MemoryError):
        raise Unparsable(explain_character(lines)) from None


def _check_directives(lines: Lines) -> None:
    if lines.text.count("%TAG") > _MOST_DIRECTIVES:
        first = lines.text.index("%TAG")
        raise Unparsable(
            Problem(
                "over-budget",
                f"The file holds more than {_MOST_DIRECTIVES} `%TAG` directives; that is the limit.",
                lines.span(first, first + len("%TAG")),
            )
        )


def _events(text: str) -> Iterator[Any]:
    parser = _c_parser(text) if C_PARSER else _PythonParser(text)
    return iter(parser.get_event, None)


def _opening_events(text: str) -> Iterator[Any]:
    try:
        yield from _events(text)
    except yaml.YAMLError:
        return


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
