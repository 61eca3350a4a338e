"""From a path to a source: nothing that a path may turn out to be raises, blocks or is read without end."""

from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

from modelspec_lint.linter.document.limits import DEFAULT_LIMITS, Limits
from modelspec_lint.linter.document.printable import printable
from modelspec_lint.linter.document.reading import read_source, unreadable_source
from modelspec_lint.linter.document.source import SourceFile

_KINDS = (
    (stat.S_ISDIR, "a folder"),
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISSOCK, "a socket"),
)
_REASONS = {
    errno.EACCES: "permission denied",
    errno.EPERM: "permission denied",
    errno.ELOOP: "its symbolic links lead in a circle",
    errno.ENAMETOOLONG: "its name is too long",
}


def read_path(
    shown: str,
    absolute: Path,
    limits: Limits = DEFAULT_LIMITS,
    *,
    named: bool = True,
) -> SourceFile:
    """Read a file from disk; trouble is a problem of kind ``unreadable``, never an exception."""
    try:
        mode = absolute.stat().st_mode
        if not stat.S_ISREG(mode):
            kind = next((name for test, name in _KINDS if test(mode)), "something else")
            help = ("Pipe it in: `modelspec lint -`.",) if stat.S_ISFIFO(mode) else ()
            return unreadable_source(shown, f"This is {kind}, not a regular file.", absolute, *help)
        data = _read(absolute, limits.bytes + 1)
    except (OSError, ValueError) as error:
        return unreadable_source(shown, f"The file cannot be read: {_reason(error, absolute)}.", absolute)
    return read_source(shown, data, absolute, limits, named=named)


def read_standard_input(
    shown: str,
    absolute: Path | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> SourceFile:
    """Read standard input to its end, or one byte beyond the limit."""
    try:
        data = sys.stdin.buffer.read(limits.bytes + 1)
    except (OSError, ValueError, AttributeError) as error:
        reason = _reason(error, None) if isinstance(error, OSError) else "it is closed"
        return unreadable_source(shown, f"Standard input cannot be read: {reason}.", absolute)
    return read_source(shown, data, absolute, limits)


def _read(path: Path, size: int) -> bytes:
    # not blocking: between looking and opening, the file may have become a pipe
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as stream:
        return stream.read(size)


def _reason(error: OSError | ValueError, path: Path | None) -> str:
    if not isinstance(error, OSError):
        return "its name is not a valid path"
    if error.errno == errno.ENOENT and path is not None and path.is_symlink():
        return f"it is a symbolic link to {printable(str(path.readlink()))}, which does not exist"
    if error.errno == errno.ENOENT:
        return "it does not exist"
    return _REASONS.get(error.errno or 0, (error.strerror or "the system gives no reason").lower())
