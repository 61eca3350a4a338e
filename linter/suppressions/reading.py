"""From a file to its suppressions: comments and the annotation. Nothing in the text makes it fail."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import TYPE_CHECKING

from modelspec_lint.linter.suppressions.directives import FILE, find_directives, first_content, holds_content
from modelspec_lint.linter.suppressions.file_suppressions import FileSuppressions
from modelspec_lint.linter.suppressions.suppression import Form, Mistake, Suppression, Wording
from modelspec_lint.linter.suppressions.wording import read_annotation, read_comment

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document, SourceFile

POINTER = "/metadata/annotations/modelspec-lint~1ignore"


def read_all(source: SourceFile, *, annotated: bool) -> FileSuppressions:
    """Read every suppression of a file; ``annotated`` says that a document has the annotation."""
    found = [*_comments(source)]
    if annotated:
        found += [each for document in source.documents for each in _annotation(source, document)]
    return FileSuppressions(source, sorted(found, key=lambda each: each.start))


def _comments(source: SourceFile) -> Iterator[Suppression]:
    targets = _Targets(source)
    for directive in find_directives(source):
        wording = read_comment(source.text, directive)
        form: Form = "file" if directive.verb == FILE else "line"
        found = Suppression(source, form, directive.start, directive.end, wording)
        if form == "file":
            found.documents = source.documents
            if directive.start > targets.content:
                wording.mistakes.append(_too_low(found))
        else:
            found.line = targets.below(directive.line) if directive.own_line else directive.line
            document = targets.document(found.line or directive.line)
            found.documents = (document,) if document else ()
        yield found


def _too_low(found: Suppression) -> Mistake:
    message = "`ignore-file` counts at the top of a file only, before its first line of content."
    help = "Move it to the top, or name the rules at the lines that they are about with `ignore`."
    return Mistake(message, found.start, found.end, (help,))


def _annotation(source: SourceFile, document: Document) -> Iterator[Suppression]:
    """Yield a suppression for each line of a document's annotation."""
    try:
        node = document.node(POINTER)
    except KeyError:
        return
    if not isinstance(node.value, str):  # which is told already: an annotation is text
        return
    at: int | None = node.start
    for line in node.text.splitlines() or [""]:
        if not line.strip() and node.text.strip():
            continue
        written = source.text.find(line, at, node.end) if at is not None and line else -1
        at = written + len(line) if written >= 0 else at
        place = written if written >= 0 else None
        wording: Wording = read_annotation(line, place, node.start, node.end)
        start, end = (written, at) if place is not None and at is not None else (node.start, node.end)
        yield Suppression(source, "document", start, end, wording, (document,))


class _Targets:
    """What comments cover: lines, and the documents that these are in."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self._documents = source.documents
        roots = [document.root for document in source.documents]
        self._first_lines = [source.lines.place(root.start)[0] for root in roots]
        self._last_lines = [source.lines.place(max(root.end - 1, root.start))[0] for root in roots]
        self._target = 0  # the line below the comment that was asked for last
        self.content = first_content(source)

    def below(self, number: int) -> int | None:
        """Return the next line with content below a line; asked for lines in ascending order."""
        lines = self._source.lines
        if self._target <= number:
            below = range(number + 1, len(lines) + 1)
            self._target = next((n for n in below if holds_content(lines.line(n))), len(lines) + 1)
        return self._target if self._target <= len(lines) else None

    def document(self, line: int) -> Document | None:
        """Return the document of ours that a line is in."""
        index = bisect_right(self._first_lines, line) - 1
        return self._documents[index] if index >= 0 and line <= self._last_lines[index] else None
