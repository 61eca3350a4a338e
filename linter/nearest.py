"""Which known name was meant by one that is not known."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
_LONGEST = 64  # no name of the schema comes near; a longer one is nobody's slip

Nearness = Literal["same", "slip", "near", "words"]


@dataclass(frozen=True, slots=True)
class Near:
    """A known name that may have been meant, and how it differs.

    ``same``: only in case or separators; ``slip``: one letter missing, extra or wrong, or two swapped;
    ``near``: a few letters; ``words``: it holds more words or fewer, or is cut short.
    """

    name: str
    nearness: Nearness


def plain(name: str) -> str:
    """Return a name without case and separators: ``max_batch_size`` and ``maxBatchSize`` are one."""
    return name.casefold().replace("_", "").replace("-", "").replace(" ", "").replace(".", "")


def nearest(name: str, known: Iterable[str]) -> tuple[Near, ...]:
    """Return the nearest of the known names; several only where nothing tells which of them was meant."""
    if not 2 <= len(name) <= _LONGEST:
        return ()
    names = tuple(known)
    asked = plain(name)
    same = tuple(Near(each, "same") for each in names if plain(each) == asked)
    if same:
        return same
    by_letters = _by_letters(asked, names)
    if by_letters and by_letters[0].nearness == "slip":
        return by_letters
    return _by_words(name, names) or by_letters


def _by_letters(asked: str, names: tuple[str, ...]) -> tuple[Near, ...]:
    from rapidfuzz.distance import OSA  # only what is misspelt pays for its import

    reach = min(3, len(asked) // 3)
    measured = [(OSA.distance(asked, plain(each), score_cutoff=reach), each) for each in names]
    least = min((distance for distance, _ in measured), default=reach + 1)
    if least > reach:
        return ()
    # In a name of three letters or fewer one letter is a third: not surely a slip.
    nearness: Nearness = "slip" if least == 1 and len(asked) >= 4 else "near"
    return tuple(Near(each, nearness) for distance, each in measured if distance == least)


def _by_words(name: str, names: tuple[str, ...]) -> tuple[Near, ...]:
    asked = _words(name)
    if not asked:
        return ()
    found = [each for each in names if (words := _words(each)) and (words < asked or asked < words)]
    return tuple(Near(each, "words") for each in found or (each for each in names if _is_cut(name, each)))


def _is_cut(name: str, known: str) -> bool:
    short, long = sorted((plain(name), plain(known)), key=len)
    return (len(short) >= 4 and long.startswith(short)) or (len(short) >= 5 and long.endswith(short))


def _words(name: str) -> frozenset[str]:
    return frozenset(word.lower() for word in _WORD.findall(name))


def did_you_mean(name: str, known: Iterable[str], most: int = 3) -> str:
    """Return ``; did you mean 'MS201'?`` for what is nearest, or nothing."""
    near = [repr(each.name) for each in nearest(name, known)[:most]]
    if not near:
        return ""
    *before, last = near
    return f"; did you mean {', '.join(before)}{' or ' if before else ''}{last}?"
