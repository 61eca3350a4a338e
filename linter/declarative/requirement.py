"""Which versions of the program a pack wants: ``>=1.0,<2``."""

from __future__ import annotations

import operator
import re
from itertools import zip_longest

_PART = re.compile(r"\s*(>=|<=|==|!=|>|<)\s*([0-9]+(?:\.[0-9]+)*)\s*\Z")
_RELEASE = re.compile(r"[0-9]+(\.[0-9]+)*")
_COMPARES = {
    ">=": operator.ge,
    "<=": operator.le,
    "==": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
}


class NoRequirement(ValueError):
    """A text says no versions; the message says what is wanted."""


def satisfied(requirement: str, version: str) -> bool:
    """Whether a version is among those that a requirement wants; raises :class:`NoRequirement`.

    Of a version only its release counts, so that a development version is taken for what it will be.
    """
    release = _RELEASE.match(version)
    numbers = _numbers(release.group() if release else "0")
    answers = []
    for part in requirement.split(","):
        match = _PART.match(part) if len(part) < 100 else None
        if match is None:
            raise NoRequirement('versions are wanted, such as ">=1.0,<2"')
        sign, wanted = match.groups()
        answers.append(_COMPARES[sign](*_aligned(numbers, _numbers(wanted))))
    return all(answers)


def _numbers(release: str) -> list[int]:
    return [int(number) for number in release.split(".")]


def _aligned(left: list[int], right: list[int]) -> tuple[list[int], list[int]]:
    pairs = list(zip_longest(left, right, fillvalue=0))
    return [pair[0] for pair in pairs], [pair[1] for pair in pairs]
