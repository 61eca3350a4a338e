"""A document as composed, and the problems told of it meanwhile."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn

from modelspec_lint.linter.document.limits import Limits
from modelspec_lint.linter.document.lines import Lines
from modelspec_lint.linter.document.node import Node, NodeKind
from modelspec_lint.linter.document.position import Span
from modelspec_lint.linter.document.printable import printable
from modelspec_lint.linter.document.problem import Problem, Unparsable
from modelspec_lint.linter.document.tags import is_of_yaml, shown_tag

_LONGEST_NAME = 60
_KINDS = {"scalar": "value", "map": "map", "list": "list"}


@dataclass(slots=True)
class Composed:
    """One document as composed. ``root`` is ``None`` for an empty one.

    ``broken`` says that the document cannot be used: one of its problems leaves open what it means.
    ``template`` is the place of a placeholder such as ``{{ name }}`` where a value is wanted.
    """

    start: int
    root: Node | None = None
    problems: list[Problem] = field(default_factory=list)
    broken: bool = False
    template: Span | None = None


class Told:
    """Words for what composing runs into; they are kept with the ``current`` document."""

    def __init__(self, lines: Lines, limits: Limits) -> None:
        self.current = Composed(0)
        self.span = lines.span
        self._limit = limits.problems
        self._count = 0

    def over_budget(self, start: int, end: int, message: str) -> NoReturn:
        """Stop the reading: a budget is spent."""
        span = self.span(start, end)
        raise Unparsable(Problem("over-budget", f"{message}; the reader stops at that.", span))

    def duplicate_key(self, name: str, first: Node, again: Node) -> None:
        """Tell of a key that a map has already."""
        message = f"The key `{_shown(name)}` is already set in this map; of its values the last one counts."
        related = ((self.span(first.start, first.end), "first set here"),)
        span = self.span(again.start, again.end)
        self._tell(Problem("duplicate-key", message, span, related, ("Keep one of the two.",)))

    def bad_tag(self, tag: str, kind: NodeKind, start: int, end: int) -> None:
        """Tell of a tag that is not YAML's own, or does not fit the value that it stands before."""
        shown, span = _shown(shown_tag(tag)), self.span(start, end)
        if is_of_yaml(tag):
            self.current.broken = True
            self._tell(
                Problem("syntax", f"The tag `{shown}` does not fit the {_KINDS[kind]} behind it.", span)
            )
            return
        message = f"The tag `{shown}` is not read: only plain values of YAML itself are."
        self._tell(Problem("over-budget", message, span, help=("Remove the tag.",)))

    def bad_alias(self, anchor: str, target: Node | None, start: int, end: int) -> None:
        """Tell of an alias without an anchor before it, or within the value that it stands for."""
        self.current.broken = True
        name, span = _shown(anchor), self.span(start, end)
        if target is None:
            message = f"The alias `*{name}` has no anchor `&{name}` before it in this document."
            self._tell(Problem("syntax", message, span, help=("Put the value into quotes if it is text.",)))
            return
        message = f"The alias `*{name}` stands inside its own anchor: the value would hold itself."
        related = ((self.span(target.start, target.start + 1), f"`&{name}` begins here"),)
        self._tell(Problem("over-budget", message, span, related))

    def bad_merge(self, source: Node) -> None:
        """Tell of a ``<<`` with something that cannot be merged."""
        self.current.broken = True
        message = "`<<` merges a map or a list of maps into this map; this value is neither."
        help = 'Put the key into quotes, "<<", if no merge is meant.'
        self._tell(Problem("syntax", message, self.span(source.start, source.end), help=(help,)))

    def _tell(self, problem: Problem) -> None:
        self._count += 1
        if self._count > self._limit:
            message = f"The file has more than {self._limit} problems with its YAML"
            self.over_budget(problem.span.start, problem.span.end, message)
        self.current.problems.append(problem)


def _shown(text: str) -> str:
    return printable(text, _LONGEST_NAME)
