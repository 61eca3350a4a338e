"""What is kept of code that failed: whose it is, where it happened, and what it said."""

from __future__ import annotations

import traceback
from pathlib import PurePath
from typing import TYPE_CHECKING

from modelspec_lint.linter import guard, watchdog
from modelspec_lint.linter.guard import Failed
from modelspec_lint.linter.rule import Rule
from modelspec_lint.linter.verdicts import Crash, Pack

if TYPE_CHECKING:
    from modelspec_lint.linter.document import Document, SourceFile

_OURS = (guard.__file__, watchdog.__file__)


def crash_of(
    error: BaseException,
    rule: Rule,
    pack: Pack,
    source: SourceFile,
    document: Document | None,
    hook: str | None = None,
) -> Crash:
    """Return the crash of a rule, or of a ``hook`` that was asked of a finding of it."""
    cause = error.error if isinstance(error, Failed) else error
    place = _place(cause, pack) or ("the hook" if hook is not None else _definition(rule))
    return Crash(rule, pack, source, document, place, _described(cause), hook)


def _place(error: BaseException, pack: Pack) -> str | None:
    """Return where an error was raised, in the pack's own code if it was there at all.

    ``None`` where it was raised over what that code gave.
    """
    frames = [(frame.f_code, line) for frame, line in traceback.walk_tb(error.__traceback__)]
    frames = [(code, line) for code, line in frames if code.co_filename not in _OURS]
    own = [(code, line) for code, line in frames if not pack.trusted and _is_of(code.co_filename, pack)]
    for code, line in (own or frames)[-1:]:
        return f"{PurePath(code.co_filename).name}:{line} in {code.co_name}"
    return None


def _is_of(file: str, pack: Pack) -> bool:
    place = PurePath(pack.location)
    return PurePath(file).is_relative_to(place.parent if place.name == "__init__.py" else place)


def _definition(rule: Rule) -> str:
    """Return where a rule is defined, for what is wrong with what it gave."""
    code = getattr(rule.check, "__code__", None)
    if code is None:
        return "unknown place"
    return f"{PurePath(code.co_filename).name}:{code.co_firstlineno} in {code.co_name}"


def _described(error: BaseException) -> str:
    try:
        said = str(error)
    except Exception:  # an error of another pack may be unable to say even that
        said = ""
    first = said.splitlines()[0] if said else ""
    return (f"{type(error).__name__}: {first}" if first else type(error).__name__)[:300]
