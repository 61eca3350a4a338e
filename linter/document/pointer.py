"""JSON pointers (RFC 6901)."""

from __future__ import annotations


def escape(name: str) -> str:
    """Return a name as one segment of a pointer."""
    return name.replace("~", "~0").replace("/", "~1") if "~" in name or "/" in name else name


def join(parent: str, name: str | int) -> str:
    """Return the pointer of an entry or item of the value at ``parent``."""
    return f"{parent}/{escape(str(name))}"


def split(pointer: str) -> list[str]:
    """Return the names in a pointer; raise ``KeyError`` when it is none."""
    if not pointer:
        return []
    if not pointer.startswith("/"):
        raise KeyError(pointer)
    parts = pointer[1:].split("/")
    return [part.replace("~1", "/").replace("~0", "~") for part in parts] if "~" in pointer else parts
