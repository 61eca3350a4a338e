"""Which version of the format a document says it is written in."""

from __future__ import annotations

import re
from typing import Literal

_VERSION = re.compile(r"v([0-9]{1,9})(?:(alpha|beta)([0-9]{1,9}))?\Z")
_STAGE = {"alpha": 0, "beta": 1, None: 2}

Standing = Literal["newer", "older", "unknown", "other-group"]


def standing(stated: str, known: str) -> Standing:
    """Tell how a stated ``apiVersion`` stands to the known one, in Kubernetes' order.

    That is v1alpha1, v1alpha2, v1beta1, v1, v2alpha1, and so on.
    """
    group, _, version = stated.rpartition("/")
    known_group, _, known_version = known.rpartition("/")
    if group.casefold() != known_group.casefold():
        return "other-group"
    ours = _order(version)
    if ours is None:
        return "unknown"
    return "newer" if ours > (_order(known_version) or ours) else "older"


def _order(version: str) -> tuple[int, int, int] | None:
    match = _VERSION.match(version)
    if match is None:
        return None
    return int(match[1]), _STAGE[match[2]], int(match[3] or 0)
