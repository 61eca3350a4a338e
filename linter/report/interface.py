"""What a report is: a function of a result and the options of how to show it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from modelspec_lint.linter.severity import Severity
from modelspec_lint.linter.verdicts import Result


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """How to show a result. A format takes what means something to it and leaves the rest.

    ``color``, ``unicode`` and ``hyperlinks`` say what the terminal can do, ``width`` how many columns it has.
    ``root`` is the root of the repository: formats that a forge reads name files relative to it, the others
    relative to the working folder. ``show_suppressed`` asks for the findings that were accepted as well,
    ``statistics`` for how many findings each rule has, where a format does not count them anyway.
    ``sarif_suppressed`` puts accepted findings into SARIF, which GitHub would show as open.
    """

    color: bool = False
    unicode: bool = True
    quiet: bool = False
    verbose: bool = False
    show_suppressed: bool = False
    statistics: bool = False
    hyperlinks: bool = False
    width: int = 110
    root: Path = field(default_factory=Path)
    sarif_category: str | None = None
    sarif_max_level: Severity = Severity.ERROR
    sarif_suppressed: bool = False


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished report, and what has to be said aloud beside it (sentences, such as what was left out)."""

    text: str
    warnings: tuple[str, ...] = ()


ReportFunction = Callable[[Result, ReportOptions], Rendered]
