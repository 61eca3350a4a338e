"""Replacing a file all at once: whoever looks sees the old bytes or the new ones, never half of them."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path

_NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


class NotWritten(Exception):
    """A file was left as it is; the reason is the end of a sentence that begins with its name."""


def replace_file(path: Path, data: bytes, before: bytes | None = None) -> None:
    """Write a file through a temporary one beside it, keeping its mode; make it where there is none.

    ``before`` is what the file must still hold. Raise :class:`NotWritten`, the file untouched, where it holds
    something else, is a symbolic link or read-only, or where the system refuses.
    """
    try:
        mode = _mode(path)
        temporary = path.parent / f".modelspec-{os.urandom(8).hex()}.tmp"
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_FOLLOW, 0o666)
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            if mode is not None:
                temporary.chmod(mode)
            if before is not None and _bytes(path, len(before) + 1) != before:
                raise NotWritten("was changed meanwhile and is left alone")
            temporary.replace(path)
        except BaseException:
            with contextlib.suppress(OSError):
                temporary.unlink()
            raise
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise NotWritten(f"cannot be written: {reason.lower()}") from None


def _mode(path: Path) -> int | None:
    """Return the permissions of a file that may be replaced; ``None`` where there is none."""
    try:
        mode = path.lstat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(mode):
        raise NotWritten("is a symbolic link and is left alone; name the file that it leads to")
    if not stat.S_ISREG(mode):
        raise NotWritten("is not a regular file and is left alone")
    if not mode & 0o222:
        raise NotWritten("is read-only and is left alone")
    return stat.S_IMODE(mode)


def _bytes(path: Path, size: int) -> bytes:
    with os.fdopen(os.open(path, os.O_RDONLY | _NO_FOLLOW), "rb") as stream:
        return stream.read(size)
