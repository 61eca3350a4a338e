"""From the bytes of a file to its documents; whatever is wrong with them is told, nothing raises."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from modelspec_lint.linter.document.compose import Composer
from modelspec_lint.linter.document.composed import Composed
from modelspec_lint.linter.document.decode import decode
from modelspec_lint.linter.document.document import Document
from modelspec_lint.linter.document.limits import DEFAULT_LIMITS, Limits
from modelspec_lint.linter.document.lines import Lines
from modelspec_lint.linter.document.node import Node
from modelspec_lint.linter.document.ours import is_named_modelspec, is_ours, may_hold_ours, reads_like_ours
from modelspec_lint.linter.document.position import Span
from modelspec_lint.linter.document.problem import Problem, Unparsable
from modelspec_lint.linter.document.source import SourceFile
from modelspec_lint.linter.document.yaml_events import yaml_events


def read_source(
    path_shown: str,
    data: bytes,
    absolute: Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
    *,
    named: bool = True,
) -> SourceFile:
    """Read the bytes of a file; whatever is wrong with them is told in ``problems``.

    ``named`` says that the user named the file, rather than a folder that it was found in. A file that was
    found is passed over when neither its name nor its content announces a ModelSpec, and when it is a
    template.
    """
    announced = is_named_modelspec(path_shown)
    if not named and not announced and not may_hold_ours(data):
        return SourceFile(path_shown, absolute=absolute, skipped=1)
    if len(data) > limits.bytes:
        return unreadable_source(path_shown, _too_large(limits), absolute)
    try:
        text = decode(data)
    except Unparsable as error:
        if not named and not announced:
            return SourceFile(path_shown, absolute=absolute, skipped=1)
        return SourceFile(path_shown, data=data, problems=(error.problem,), absolute=absolute)
    source = SourceFile(path_shown, text, data, absolute=absolute, limits=limits, named=named)
    _Reading(source, announced=announced).read()
    return source


def read_root(source: SourceFile, index: int) -> Node:
    """Read a source once more and return the tree of its document ``index``."""
    again = read_source(source.path, source.data, source.absolute, source.limits, named=source.named)
    return next(document.root for document in again.documents if document.index == index)


def unreadable_source(path_shown: str, message: str, absolute: Path | None = None, *help: str) -> SourceFile:
    """Return the source of a file whose bytes could not be had."""
    problem = Problem("unreadable", message, Span(1, 1, 1, 1, 0, 0), help=help)
    return SourceFile(path_shown, problems=(problem,), absolute=absolute)


def _too_large(limits: Limits) -> str:
    return f"The file is larger than {limits.bytes:,} bytes, which is the limit for a spec."


class _Reading:
    """The reading of one text."""

    def __init__(self, source: SourceFile, *, announced: bool) -> None:
        self._source = source
        self._limits = source.limits
        self._announced = announced
        self._named = source.named
        self._problems: list[Problem] = []
        self._documents: list[Document] = []
        self._index = 0
        self._skipped = 0

    def read(self) -> None:
        """Read all documents, as far as they can be read."""
        text, lines = self._source.text, self._source.lines
        if self._source.path.lower().endswith(".json") or not self._compose(
            yaml_events(lines, self._limits.depth), unless_json=text.lstrip().startswith(("{", "["))
        ):
            self._compose(_json_events(lines))
        self._source.problems = tuple(self._problems)
        self._source.documents = tuple(self._documents)
        self._source.skipped = self._skipped

    def _compose(self, events: Iterator[Any], *, unless_json: bool = False) -> bool:
        """Take in the documents of an event stream; ``False`` when only a JSON parser can read the text."""
        composer = Composer(self._source.lines, self._limits)
        try:
            for composed in composer.documents(events):
                self._take(composed)
        except Unparsable as error:
            if unless_json and error.problem.kind == "syntax" and self._is_json():
                return False
            self._stop(composer.told.current, error)
        return True

    def _is_json(self) -> bool:
        try:
            for _ in Composer(self._source.lines, self._limits).documents(_json_events(self._source.lines)):
                pass
        except Unparsable as error:
            return error.problem.kind == "over-budget"
        return True

    def _take(self, composed: Composed) -> None:
        root = composed.root
        if root is None:
            return
        ours = is_ours(root, named_modelspec=self._announced, named=self._named)
        if not ours or (composed.template and not (self._named or self._announced)):
            self._skipped += 1
        elif composed.template:
            self._problems.append(_placeholder(composed.template))
        else:
            self._problems.extend(composed.problems)
            if not composed.broken:
                self._documents.append(Document(self._source, self._index, root))
        self._index += 1

    def _stop(self, composed: Composed, error: Unparsable) -> None:
        """End the reading at a problem, which is told unless the rest of the file seems to be another's."""
        rest = self._source.text[composed.start :]
        if error.spoils_last and self._documents and self._documents[-1].index == self._index - 1:
            self._documents.pop()
        is_template = "{{" in rest or "{%" in rest
        if self._named or self._announced or (reads_like_ours(rest) and not is_template):
            self._problems.extend(composed.problems)
            self._problems.append(error.problem)
        else:
            self._skipped += 1


def _json_events(lines: Lines) -> Iterator[Any]:
    from modelspec_lint.linter.document.json_events import json_events  # only JSON pays for its import

    return json_events(lines)


def _placeholder(span: Span) -> Problem:
    return Problem(
        "syntax",
        "`{{ ... }}` is a template placeholder, which YAML reads as a map within a map.",
        span,
        help=("Render the template first, or put the value into quotes.",),
    )
