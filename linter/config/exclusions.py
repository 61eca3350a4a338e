"""What configuration excludes from a walk, before anything else of it is looked at."""

from __future__ import annotations

from typing import Any

from modelspec_lint.linter.config.chain import Chain
from modelspec_lint.linter.config.patterns import Patterns, compile_patterns, problem


def exclusions(chain: Chain) -> tuple[Patterns, ...]:
    """Return what the files of a chain exclude; what is no pattern is left out, and told of later."""
    return tuple(
        compile_patterns(
            str(part.globs_from), [each for each in part.table.get("exclude", ()) if _is_pattern(each)]
        )
        for part in chain.parts
        if part.table.get("exclude")
    )


def _is_pattern(text: Any) -> bool:
    return isinstance(text, str) and problem(text) is None
