"""JSON pointers (RFC 6901)."""

from __future__ import annotations


def split(pointer: str) -> list[str]:
    """Return the names in a pointer; raise ``KeyError`` when it is none."""
    if not pointer:
        return []
    if not pointer.startswith("/"):
        raise KeyError(pointer)
    parts = pointer[1:].split("/")
    return [part.replace("~1", "/").replace("~0", "~") for part in parts] if "~" in pointer else parts
