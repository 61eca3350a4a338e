"""Text that every reader of JSON takes: a YAML escape can smuggle half of a surrogate pair into a string."""

from __future__ import annotations

import re

_SURROGATE = re.compile("[\ud800-\udfff]")


def well_formed(text: str) -> str:
    """Replace lone surrogates, which have no form in UTF-8, by U+FFFD."""
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)
