"""GitHub's own fingerprint of a line, so that an uploaded alert keeps its identity when lines move.

Ported from the description of ``primaryLocationLineHash`` in github/codeql-action (``src/fingerprints.ts``):
a rolling hash over the hundred code units that begin with the line's first one, white space left out.
"""

from __future__ import annotations

from array import array
from collections import Counter

_WINDOW = 100
_FACTOR = 37
_MASK = (1 << 64) - 1
_LEAVING = pow(_FACTOR, _WINDOW, 1 << 64)
_TAB, _LF, _CR, _SPACE, _END = 9, 10, 13, 32, 65535


def line_fingerprints(data: bytes) -> list[str]:
    """Return the fingerprint of every line of a file, the first line's first: ``hash:n``.

    ``n`` tells equal hashes in the file apart, counting from one. ``data`` are the bytes of the file; an
    empty file has one line.
    """
    kept, lines = _kept_units(data)
    hashes = _rolling_hashes(kept)
    seen: Counter[str] = Counter()
    fingerprints = []
    for start in lines:
        value = f"{hashes[start + _WINDOW]:x}"
        seen[value] += 1
        fingerprints.append(f"{value}:{seen[value]}")
    return fingerprints


def _kept_units(data: bytes) -> tuple[list[int], list[int]]:
    """Return the units that are hashed, and the index among them of each line's first."""
    text = data.decode("utf-8", "replace")
    units = array("H", text.encode("utf-16-le"))
    if array("H", b"\x01\x00")[0] != 1:
        units.byteswap()
    kept: list[int] = []
    lines: list[int] = []
    begins, after_cr = True, False
    for unit in (*units, _END):
        if unit in (_SPACE, _TAB) or (unit == _LF and after_cr):
            after_cr = False
            continue
        after_cr = unit == _CR
        if begins:
            lines.append(len(kept))
        unit = _LF if after_cr else unit
        begins = unit == _LF
        kept.append(unit)
    return kept, lines


def _rolling_hashes(kept: list[int]) -> list[int]:
    """Return the hash before each unit: item ``i`` covers the window of units that ends before ``i``."""
    value = 0
    hashes = [0]
    leaving = [0] * _WINDOW + kept
    for unit, old in zip(kept + [0] * _WINDOW, leaving, strict=True):
        value = (_FACTOR * value + unit - _LEAVING * old) & _MASK
        hashes.append(value)
    return hashes
