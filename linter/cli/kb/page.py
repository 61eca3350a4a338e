"""One fact as a page: a heading, what the name was found to mean, blocks of values, notes, sources."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from modelspec_lint.knowledge_base import KnowledgeBase
from modelspec_lint.linter.cli.kb.found import SINGULAR, Found
from modelspec_lint.linter.fit.table import INDENT, table
from modelspec_lint.linter.report import ReportOptions
from modelspec_lint.linter.report.display import display_width, shown, wrapped
from modelspec_lint.linter.report.style import Style

UNVERIFIED = "unverified"


class Row(NamedTuple):
    """One line of a page: label, value, and the names under which the entry may mark it as unverified."""

    label: str
    value: str
    marks: tuple[str, ...] = ()


class Block(NamedTuple):
    """Some lines of a page under a heading: rows of values, or a table with heads."""

    heading: str
    rows: tuple[Row, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    heads: tuple[str, ...] = ()
    sides: str = ""


Blocks = Callable[[Any, Found, KnowledgeBase], Iterable[Block]]


def page(fact: Any, found: Found, blocks: Blocks, knowledge: KnowledgeBase, options: ReportOptions) -> str:
    """Set one fact as a page of the terminal's width."""
    style = Style.of(options)
    kind = f"{SINGULAR[found.catalogue]}, facts of {knowledge.version}"
    lines = [f"{style.paint(shown(fact.id, unicode=style.unicode), 'strong')}  {style.paint(kind, 'faint')}"]
    if found.reason:
        lines += ["", *_paragraph(found.reason, options)]
    marked: set[str] = set()
    for block in blocks(fact, found, knowledge):
        body = (
            _rows(block, fact, marked, style, options.width)
            if block.rows
            else _cells(block, style, options.width)
        )
        if body:
            lines += ["", *([style.paint(block.heading, "strong")] if block.heading else []), *body]
    unverified = tuple(each for each in getattr(fact, "unverified", ()) if each not in marked)
    for heading, texts in (
        ("Unverified", unverified),
        ("Notes", getattr(fact, "notes", ())),
        ("Sources", fact.sources),
    ):
        if texts:
            lines += ["", style.paint(heading, "strong"), *_items(texts, options)]
    return "\n".join([*lines, ""])


def _rows(block: Block, fact: Any, marked: set[str], style: Style, width: int) -> list[str]:
    label_width = max(len(row.label) for row in block.rows)
    lines = []
    for row in block.rows:
        marks = [each for each in getattr(fact, "unverified", ()) if each in row.marks]
        marked.update(marks)
        room = max(20, width - len(INDENT) - label_width - 2)
        value, *more = wrapped(shown(row.value, unicode=style.unicode), room)
        lines.append(f"{INDENT}{style.paint(row.label.ljust(label_width), 'faint')}  {value}")
        lines += [" " * (len(INDENT) + label_width + 2) + line for line in more]
        if marks:
            fits = display_width(lines[-1]) + len(UNVERIFIED) + 2 <= width or style.color
            lines[-1] += ("  " if fits else " ") + style.paint(f"({UNVERIFIED})", "warning")
    return lines


def _cells(block: Block, style: Style, width: int) -> list[str]:
    return table(block.cells, block.sides, style, width, block.heads) if block.cells else []


def _items(texts: Iterable[str], options: ReportOptions) -> list[str]:
    lines = []
    for text in texts:
        first, *more = wrapped(shown(text, unicode=options.unicode), options.width - len(INDENT) - 2)
        lines += [f"{INDENT}- {first}", *(f"{INDENT}  {line}" for line in more)]
    return lines


def _paragraph(text: str, options: ReportOptions) -> list[str]:
    return [
        INDENT + line for line in wrapped(shown(text, unicode=options.unicode), options.width - len(INDENT))
    ]
