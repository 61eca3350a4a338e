"""Evidence as an aligned sum: terms, a line, what they add up to; value, range, source."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from modelspec_lint.knowledge_base import Estimate, Stated
from modelspec_lint.linter.finding import Evidence
from modelspec_lint.linter.report.display import clipped, display_width, shown
from modelspec_lint.linter.report.numbers import decimals_for, number
from modelspec_lint.linter.report.style import Style

URL = re.compile(r"https?://[!-~]+")
"""An address within the words of a source."""

_NAME, _VALUE, _LEAST_SOURCE = 44, 40, 12
_GAP = "  "


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One line of a sum. A ``total`` is what the rows of the next deeper level above it add up to."""

    name: str
    value: str
    unit: str
    range: str
    source: str
    depth: int
    total: bool


def evidence_rows(evidence: Sequence[Evidence], *, depth: int = 1) -> list[EvidenceRow]:
    """Return the rows of ``evidence``, terms above their total, with numbers written out.

    ``depth`` is how many levels of terms are shown below each piece of evidence.
    """
    entries = [entry for piece in evidence for entry in _entries(piece, 0, depth)]
    by_unit: dict[str, list[float]] = defaultdict(list)
    for piece, _, _ in entries:
        by_unit[piece.unit].extend(_numbers(piece))
    decimals = {unit: decimals_for(values) for unit, values in by_unit.items()}
    return [_row(piece, level, total, decimals[piece.unit]) for piece, level, total in entries]


def evidence_lines(
    evidence: Sequence[Evidence], style: Style, width: int, *, verbose: bool, hyperlinks: bool
) -> list[str]:
    """Set ``evidence`` as lines of at most ``width`` columns.

    ``verbose`` shows every level of terms, and sources uncut however long they are.
    """
    rows = evidence_rows(evidence, depth=64 if verbose else 1)
    spread_apart = 2 * sum(bool(row.range) for row in rows) >= len(rows)
    table = [_texts(row, style, spread_apart=spread_apart) for row in rows]
    widths = [max(map(display_width, column)) for column in zip(*table, strict=True)]
    lines = []
    source_before = ""
    for row, texts in zip(rows, table, strict=True):
        name, value, unit, spread = map(_padded, texts, widths)
        value = value.rstrip().rjust(len(value))
        if row.total:
            rule = style.rule * (widths[1] + (widths[2] and 1 + widths[2]))
            lines.append(" " * (widths[0] + len(_GAP)) + style.paint(rule, "faint"))
            name, value = style.paint(name, "strong"), style.paint(value, "strong")
        line = f"{name}{_GAP}{value}" + (f" {unit}" if unit else "") + (f"{_GAP}{spread}" if spread else "")
        taken = sum(widths) + len(_GAP) * (3 if spread else 2) + (1 if unit else 0)
        source = ""
        if row.range and not spread_apart:
            source = f"{row.range}{_GAP if row.source else ''}"
        if row.source and row.source == source_before and not verbose:
            source += style.paint('"', "faint")
        else:
            room = None if verbose else width - taken - len(source)
            source += _source(row.source, style, room, hyperlinks=hyperlinks)
        source_before = row.source
        lines.append(f"{line}{_GAP}{source}".rstrip())
    return lines


def _entries(piece: Evidence, level: int, depth: int) -> Iterator[tuple[Evidence, int, bool]]:
    """Yield a piece and its terms with their level and whether it is a total.

    At the top the terms come first, as in a sum on paper; below they come after what they are part of.
    """
    terms = piece.terms if isinstance(piece, Estimate) and depth > 0 else ()
    if level:
        yield piece, level, False
    for term in terms:
        yield from _entries(term, level + 1, depth - 1)
    if not level:
        yield piece, level, bool(terms)


def _numbers(piece: Evidence) -> list[float]:
    if isinstance(piece, Stated):
        return [] if isinstance(piece.value, str) else [piece.value]
    return [piece.low, piece.expected, piece.high]


def _row(piece: Evidence, level: int, total: bool, decimals: int) -> EvidenceRow:
    spread = ""
    if isinstance(piece, Stated):
        value = piece.value if isinstance(piece.value, str) else number(piece.value, decimals)
    else:
        value = number(piece.expected, decimals)
        low, high = number(piece.low, decimals), number(piece.high, decimals)
        spread = "" if low == high else f"({low} to {high})"
    return EvidenceRow(piece.name, value, piece.unit, spread, piece.source, level, total)


def _texts(row: EvidenceRow, style: Style, *, spread_apart: bool) -> tuple[str, str, str, str]:
    indent = "  " * max(row.depth - 1, 0)
    name = clipped(indent + shown(row.name, unicode=style.unicode), _NAME, style.ellipsis)
    value = clipped(shown(row.value, unicode=style.unicode), _VALUE, style.ellipsis)
    return name, value, shown(row.unit, unicode=style.unicode), row.range if spread_apart else ""


def _padded(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))


def _source(source: str, style: Style, room: int | None, *, hyperlinks: bool) -> str:
    """Show where a figure comes from: an address without its scheme, cut in its middle when it is long."""
    if not source or (room is not None and room < _LEAST_SOURCE):
        return ""
    address = URL.search(source)
    text = shown(source, unicode=style.unicode)
    if room is not None:
        text = URL.sub(lambda found: _short_address(found.group(), room, style.ellipsis), text)
        text = clipped(text, room, style.ellipsis)
    text = style.paint(text, "faint")
    if hyperlinks and address:
        return f"\x1b]8;;{address.group()}\x1b\\{text}\x1b]8;;\x1b\\"
    return text


def _short_address(address: str, room: int, ellipsis: str) -> str:
    address = address.partition("://")[2]
    if len(address) <= room:
        return address
    host, *path = address.split("/")
    tail = ""
    for part in reversed(path):
        longer = f"/{part}{tail}"
        if len(host) + 1 + len(ellipsis) + len(longer) > room:
            break
        tail = longer
    return f"{host}/{ellipsis}{tail}"
