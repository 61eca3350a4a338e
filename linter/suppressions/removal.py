"""Taking rules out of a suppression, or all of it out of its file: no byte else changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from modelspec_lint.linter.finding import Edit
from modelspec_lint.linter.suppressions.suppression import Named, Suppression

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document, SourceFile

_ANNOTATIONS = "/metadata/annotations"


def removal(suppression: Suppression, rules: Iterable[Named]) -> tuple[Edit, ...]:
    """Return the edits that take rules out; none where it cannot be done without a look.

    With its last rule a suppression goes whole: the line where it stands alone on one.
    """
    gone = frozenset(rules)
    if not gone.issuperset(suppression.wording.rules):
        return tuple(_without(suppression, gone)) if suppression.wording.exact else ()
    if suppression.form == "document":
        return _without_annotation(suppression)
    start, end = _comment(suppression.source, suppression.start, suppression.end)
    return (Edit(suppression.source.span(start, end), ""),)


def _without(suppression: Suppression, gone: frozenset[Named]) -> Iterator[Edit]:
    """Yield an edit for each rule: it goes with the comma that parts it from one that stays."""
    named = suppression.wording.rules
    stays_before = False
    for index, each in enumerate(named):
        if each not in gone:
            stays_before = True
        elif stays_before:
            yield Edit(suppression.source.span(named[index - 1].end, each.end), "")
        else:
            yield Edit(suppression.source.span(each.start, named[index + 1].start), "")


def _comment(source: SourceFile, start: int, end: int) -> tuple[int, int]:
    """Widen a comment to what goes with it: the space before it, or its line where nothing else is on it."""
    line, column = source.lines.place(start)
    line_start = start - column + 1
    rest = source.lines.line(line)[end - line_start :]
    before = source.text[line_start:start]
    if rest.strip():  # another comment follows, which takes its place
        return start, end + len(rest) - len(rest.lstrip())
    if before.strip():
        return line_start + len(before.rstrip()), line_start + len(source.lines.line(line))
    return _lines(source, line, line)


def _lines(source: SourceFile, first: int, last: int) -> tuple[int, int]:
    """Return where lines begin and end, with the end of the last one."""
    end = source.lines.start(last + 1) if last < len(source.lines) else len(source.text)
    return source.lines.start(first), end


def _without_annotation(suppression: Suppression) -> tuple[Edit, ...]:
    """Remove the lines of the annotation, where they are its alone and it is not the last one."""
    from modelspec_lint.linter.suppressions.reading import POINTER

    document, source = suppression.documents[0], suppression.source
    entry, annotations = document.entry(POINTER), document.node(_ANNOTATIONS)
    value = document.node(POINTER)
    plain = annotations.style == "block" and not annotations.alias and not value.alias
    if entry is None or entry.merged or not plain or len(annotations.entries or ()) < 2:
        return ()
    if len(_lines_of_text(document)) > 1:
        return ()
    first, column = source.lines.place(entry.key.start)
    if source.lines.line(first)[: column - 1].strip() or "&" in source.text[entry.key.end : value.start]:
        return ()
    last, _ = source.lines.place(max(value.end - 1, value.start))
    return (Edit(source.span(*_lines(source, first, last)), ""),)


def _lines_of_text(document: Document) -> list[str]:
    from modelspec_lint.linter.suppressions.reading import POINTER

    return [line for line in document.node(POINTER).text.splitlines() if line.strip()]
