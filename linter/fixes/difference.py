"""What fixing would change, as a unified diff: for people, so secrets are starred and controls escaped."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from typing import TYPE_CHECKING

from modelspec_lint.linter.document.printable import printable

if TYPE_CHECKING:
    from modelspec_lint.linter.document import SourceFile


def difference(before: SourceFile, after: SourceFile) -> str:
    """Return the diff of a file in two states; empty where they are equal."""
    name = printable(before.path)
    return "".join(unified_diff(list(_lines(before)), list(_lines(after)), f"a/{name}", f"b/{name}"))


def _lines(source: SourceFile) -> Iterator[str]:
    """Yield the lines as they may be shown, each with its end, be that CR LF or LF."""
    count = len(source.lines)
    for number in range(1, count + 1):
        shown = "\t".join(printable(part) for part in source.line(number).split("\t"))
        if number < count:
            whole = source.text[source.lines.start(number) : source.lines.start(number + 1)]
            yield shown + ("\r\n" if whole.endswith("\r\n") else "\n")
        elif shown:
            yield f"{shown}\n\\ No newline at end of file\n"
